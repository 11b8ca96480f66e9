package io.miniredis.server.command.acl;

import static io.miniredis.server.command.CommandFlag.ADMIN;
import static io.miniredis.server.command.CommandFlag.LOADING;
import static io.miniredis.server.command.CommandFlag.NOSCRIPT;
import static io.miniredis.server.command.CommandFlag.STALE;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Errors;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.server.acl.AccessLog;
import io.miniredis.server.acl.AccessLogEntry;
import io.miniredis.server.acl.User;
import io.miniredis.server.acl.UserChanges;
import io.miniredis.server.acl.Users;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.ContainerHelp;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * ACL: users are made, changed, shown and kept in a file (acl.c). What they may do is asked by
 * {@link AclQueryCommands}.
 */
public final class AclCommands {
    private static final String ALL_NODES = "request_policy:all_nodes";
    private static final String ALL_SUCCEEDED = "response_policy:all_succeeded";

    private static final int FIRST_SECRET = 2;
    private static final long DEFAULT_LOG_COUNT = 10;

    private AclCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(ACL);
    }

    static final CommandSpec SETUSER = CommandSpec.named("setuser")
            .arity(-3)
            .flags(ADMIN, NOSCRIPT, LOADING, STALE)
            .group(CommandGroup.SERVER)
            .inSentinelToo()
            .since("6.0.0")
            .summary("Makes a user, or changes one, by rules.")
            .complexity("O(N) with N rules")
            .syntax("username:string [rule:string...]")
            .history("6.2.0", "Knows rules about channels.")
            .history("7.0.0", "Knows selectors, and keys for reading or writing only.")
            .tips(ALL_NODES, ALL_SUCCEEDED)
            .handler(AclCommands::aclSetuser);

    private static void aclSetuser(CommandCall call) {
        for (int i = FIRST_SECRET; i < call.request().count(); i++) {
            call.hideArgument(i);
        }
        ByteString name = call.args().next();
        if (!Users.isName(name)) {
            throw new ErrorReply("ERR Usernames can't contain spaces or null characters");
        }

        call.server().userChanges().set(name, rest(call), call.client());

        call.reply().ok();
    }

    private static List<ByteString> rest(CommandCall call) {
        List<ByteString> rest = new ArrayList<>(call.args().remaining());
        while (call.args().hasNext()) {
            rest.add(call.args().next());
        }
        return rest;
    }

    static final CommandSpec DELUSER = CommandSpec.named("deluser")
            .arity(-3)
            .flags(ADMIN, NOSCRIPT, LOADING, STALE)
            .group(CommandGroup.SERVER)
            .inSentinelToo()
            .since("6.0.0")
            .summary("Removes users and ends their connections.")
            .complexity("O(1) for each user, and a look at each connection")
            .syntax("username:string...")
            .tips(ALL_NODES, ALL_SUCCEEDED)
            .handler(AclCommands::aclDeluser);

    private static void aclDeluser(CommandCall call) {
        List<ByteString> names = rest(call);

        int deleted = call.server().userChanges().delete(names, call.client());

        call.reply().integer(deleted);
    }

    static final CommandSpec GETUSER = CommandSpec.named("getuser")
            .arity(3)
            .flags(ADMIN, NOSCRIPT, LOADING, STALE)
            .group(CommandGroup.SERVER)
            .inSentinelToo()
            .since("6.0.0")
            .summary("Shows a user's passwords, as hashes, and rules.")
            .complexity("O(N) with N passwords, patterns and rules about commands")
            .syntax("username:string")
            .history("6.2.0", "Shows patterns of channels.")
            .history("7.0.0", "Shows selectors; patterns of keys and channels as rules instead of lists.")
            .handler(AclCommands::aclGetuser);

    private static void aclGetuser(CommandCall call) {
        User user = call.server().access().users().find(call.args().next());

        if (user == null) {
            call.reply().nil();
        } else {
            UserReply.write(call.reply(), user);
        }
    }

    static final CommandSpec LIST = CommandSpec.named("list")
            .arity(2)
            .flags(ADMIN, NOSCRIPT, LOADING, STALE)
            .group(CommandGroup.SERVER)
            .inSentinelToo()
            .since("6.0.0")
            .summary("Shows all users by the lines that would make them in an ACL file.")
            .complexity("O(N) with N users")
            .handler(AclCommands::aclList);

    private static void aclList(CommandCall call) {
        Users users = call.server().access().users();

        call.reply().array(users.all().size());
        for (User user : users.all()) {
            call.reply().bulk(Ascii.bytes(user.line()));
        }
    }

    static final CommandSpec USERS = CommandSpec.named("users")
            .arity(2)
            .flags(ADMIN, NOSCRIPT, LOADING, STALE)
            .group(CommandGroup.SERVER)
            .inSentinelToo()
            .since("6.0.0")
            .summary("Lists the names of all users.")
            .complexity("O(N) with N users")
            .handler(AclCommands::aclUsers);

    private static void aclUsers(CommandCall call) {
        Users users = call.server().access().users();

        call.reply().array(users.all().size());
        for (User user : users.all()) {
            call.reply().bulk(user.name());
        }
    }

    static final CommandSpec LOAD = CommandSpec.named("load")
            .arity(2)
            .flags(ADMIN, NOSCRIPT, LOADING, STALE)
            .group(CommandGroup.SERVER)
            .inSentinelToo()
            .since("6.0.0")
            .summary("Takes all users from the ACL file, unless it has mistakes.")
            .complexity("O(N) with N users")
            .handler(AclCommands::aclLoad);

    private static void aclLoad(CommandCall call) {
        String errors = withFile(call).load(call.client());

        if (errors != null) {
            throw new ErrorReply(Errors.oneLine("ERR " + errors));
        }
        call.reply().ok();
    }

    private static UserChanges withFile(CommandCall call) {
        UserChanges changes = call.server().userChanges();
        if (!changes.hasFile()) {
            throw new ErrorReply("ERR This Redis instance is not configured to use an ACL file. You may want to specify"
                    + " users via the ACL SETUSER command and then issue a CONFIG REWRITE (assuming you have a Redis"
                    + " configuration file set) in order to store users in the Redis configuration.");
        }
        return changes;
    }

    static final CommandSpec SAVE = CommandSpec.named("save")
            .arity(2)
            .flags(ADMIN, NOSCRIPT, LOADING, STALE)
            .group(CommandGroup.SERVER)
            .inSentinelToo()
            .since("6.0.0")
            .summary("Writes all users into the ACL file.")
            .complexity("O(N) with N users")
            .tips(ALL_NODES, ALL_SUCCEEDED)
            .handler(AclCommands::aclSave);

    private static void aclSave(CommandCall call) {
        boolean saved = withFile(call).save();

        if (!saved) {
            throw new ErrorReply("ERR There was an error trying to save the ACLs. Please check the server logs for more"
                    + " information");
        }
        call.reply().ok();
    }

    static final CommandSpec LOG = CommandSpec.named("log")
            .arity(-2)
            .flags(ADMIN, NOSCRIPT, LOADING, STALE)
            .group(CommandGroup.SERVER)
            .inSentinelToo()
            .since("6.0.0")
            .summary("Shows what was denied lately, or forgets it.")
            .complexity("O(N) with N entries shown")
            .syntax("[(operation: count:integer | RESET)]")
            .history("7.2.0", "Entries have an id, and the times when they were made and last changed.")
            .handler(AclCommands::aclLog);

    private static void aclLog(CommandCall call) {
        if (call.args().remaining() > 1) {
            throw Errors.subcommandSyntax(call.request());
        }
        AccessLog log = call.server().access().log();
        if (call.args().acceptToken("reset")) {
            log.clear();
            call.reply().ok();
            return;
        }
        long asked = call.args().hasNext() ? call.args().nextLong() : DEFAULT_LOG_COUNT;

        int count = (int) Math.min(Math.max(asked, 0), log.size());

        call.reply().array(count);
        Iterator<AccessLogEntry> newestFirst = log.entries().iterator();
        for (int i = 0; i < count; i++) {
            write(call.reply(), newestFirst.next(), call.nowMillis());
        }
    }

    private static void write(ReplyWriter reply, AccessLogEntry entry, long nowMillis) {
        reply.map(10);
        reply.bulk("count");
        reply.integer(entry.count());
        reply.bulk("reason");
        reply.bulk(entry.reason().wireName());
        reply.bulk("context");
        reply.bulk(entry.context().wireName());
        reply.bulk("object");
        reply.bulk(entry.object());
        reply.bulk("username");
        reply.bulk(entry.user());
        reply.bulk("age-seconds");
        reply.number((nowMillis - entry.updatedAtMillis()) / 1000.0);
        reply.bulk("client-info");
        reply.bulk(Ascii.bytes(entry.clientInfo()));
        reply.bulk("entry-id");
        reply.integer(entry.id());
        reply.bulk("timestamp-created");
        reply.integer(entry.createdAtMillis());
        reply.bulk("timestamp-last-updated");
        reply.integer(entry.updatedAtMillis());
    }

    static final CommandSpec HELP =
            ContainerHelp.spec(CommandGroup.SERVER, "6.0.0").inSentinelToo().handler(ContainerHelp::help);

    static final CommandSpec ACL = CommandSpec.named("acl")
            .arity(-2)
            .group(CommandGroup.SERVER)
            .inSentinelToo()
            .since("6.0.0")
            .summary("Looks after users and what they may do.")
            .complexity("Depends on subcommand.")
            .container(
                    AclQueryCommands.CAT,
                    DELUSER,
                    AclQueryCommands.DRYRUN,
                    AclQueryCommands.GENPASS,
                    GETUSER,
                    HELP,
                    LIST,
                    LOAD,
                    LOG,
                    SAVE,
                    SETUSER,
                    USERS,
                    AclQueryCommands.WHOAMI);
}
