package io.miniredis.server.command.acl;

import static io.miniredis.server.command.CommandFlag.ADMIN;
import static io.miniredis.server.command.CommandFlag.LOADING;
import static io.miniredis.server.command.CommandFlag.NOSCRIPT;
import static io.miniredis.server.command.CommandFlag.STALE;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Errors;
import io.miniredis.protocol.Request;
import io.miniredis.server.acl.AccessControl;
import io.miniredis.server.acl.Denial;
import io.miniredis.server.acl.Passwords;
import io.miniredis.server.acl.User;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.Command;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandDispatcher;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.CommandTable;
import java.util.ArrayList;
import java.util.List;

/** The subcommands of ACL that change nobody: who am I, what would be allowed, which commands belong together. */
final class AclQueryCommands {
    private static final int MOST_PASSWORD_BITS = 4096;
    private static final int DEFAULT_PASSWORD_BITS = 256;
    private static final int QUOTED_BYTES = 128;

    private AclQueryCommands() {}

    static final CommandSpec WHOAMI = CommandSpec.named("whoami")
            .arity(2)
            .flags(NOSCRIPT, LOADING, STALE)
            .group(CommandGroup.SERVER)
            .inSentinelToo()
            .since("6.0.0")
            .summary("Tells the name of the connection's user.")
            .complexity("O(1)")
            .handler(AclQueryCommands::aclWhoami);

    private static void aclWhoami(CommandCall call) {
        User user = call.client().user();

        if (user == null) {
            call.reply().nil();
        } else {
            call.reply().bulk(user.name());
        }
    }

    static final CommandSpec CAT = CommandSpec.named("cat")
            .arity(-2)
            .flags(NOSCRIPT, LOADING, STALE)
            .group(CommandGroup.SERVER)
            .inSentinelToo()
            .since("6.0.0")
            .summary("Lists the categories of commands, or the commands of one.")
            .complexity("O(1), since there are no more commands than there are")
            .syntax("[category:string]")
            .handler(AclQueryCommands::aclCat);

    private static void aclCat(CommandCall call) {
        if (call.args().remaining() > 1) {
            throw Errors.subcommandSyntax(call.request());
        }
        if (!call.args().hasNext()) {
            AclCategory[] categories = AclCategory.values();
            call.reply().array(categories.length);
            for (AclCategory category : categories) {
                call.reply().bulk(category.wireName());
            }
            return;
        }
        ByteString name = call.args().next();
        AclCategory category = AclCategory.named(name);
        if (category == null) {
            throw new ErrorReply(Errors.oneLine("ERR Unknown category '" + Errors.quoted(name, QUOTED_BYTES) + "'"));
        }

        List<String> names = new ArrayList<>();
        call.server().commands().forEachOriginal(command -> collect(command, category, names));

        call.reply().array(names.size());
        for (String each : names) {
            call.reply().bulk(each);
        }
    }

    private static void collect(Command command, AclCategory category, List<String> names) {
        if (command.spec().has(category)) {
            names.add(command.fullName());
        }
        CommandTable subcommands = command.subcommands();
        if (subcommands != null) {
            subcommands.forEach(subcommand -> collect(subcommand, category, names));
        }
    }

    static final CommandSpec DRYRUN = CommandSpec.named("dryrun")
            .arity(-4)
            .flags(ADMIN, NOSCRIPT, LOADING, STALE)
            .group(CommandGroup.SERVER)
            .inSentinelToo()
            .since("7.0.0")
            .summary("Tells whether a user might send a command, which is not executed.")
            .complexity("O(1)")
            .syntax("username:string command:string [arg:string...]")
            .handler(AclQueryCommands::aclDryrun);

    private static void aclDryrun(CommandCall call) {
        ByteString name = call.args().next();
        User user = call.server().access().users().find(name);
        if (user == null) {
            throw new ErrorReply(Errors.oneLine("ERR User '" + text(name) + "' not found"));
        }
        Request request = rest(call);
        Command command = CommandDispatcher.find(call.server().commands(), request);
        if (command == null) {
            throw new ErrorReply(Errors.oneLine("ERR Command '" + text(request.arg(0)) + "' not found"));
        }
        if (!command.spec().accepts(request.count())) {
            throw Errors.wrongArity(command.fullName());
        }

        Denial denial = AccessControl.check(user, command, request);

        if (denial == null) {
            call.reply().ok();
        } else {
            call.reply().bulk(Ascii.bytes(AccessControl.text(user, command, request, denial)));
        }
    }

    private static String text(ByteString word) {
        return Errors.quoted(word, Integer.MAX_VALUE);
    }

    private static Request rest(CommandCall call) {
        ByteString[] argv = new ByteString[call.args().remaining()];
        for (int i = 0; i < argv.length; i++) {
            argv[i] = call.args().next();
        }
        return Request.of(argv);
    }

    static final CommandSpec GENPASS = CommandSpec.named("genpass")
            .arity(-2)
            .flags(NOSCRIPT, LOADING, STALE)
            .group(CommandGroup.SERVER)
            .inSentinelToo()
            .since("6.0.0")
            .summary("Makes a password that nobody can guess.")
            .complexity("O(1)")
            .syntax("[bits:integer]")
            .handler(AclQueryCommands::aclGenpass);

    private static void aclGenpass(CommandCall call) {
        if (call.args().remaining() > 1) {
            throw Errors.subcommandSyntax(call.request());
        }
        long bits = call.args().hasNext() ? call.args().nextLong() : DEFAULT_PASSWORD_BITS;
        if (bits <= 0 || bits > MOST_PASSWORD_BITS) {
            throw new ErrorReply(
                    "ERR ACL GENPASS argument must be the number of bits for the output password, a positive"
                            + " number up to " + MOST_PASSWORD_BITS);
        }

        call.reply().bulk(Passwords.generate((int) (bits + 3) / 4));
    }
}
