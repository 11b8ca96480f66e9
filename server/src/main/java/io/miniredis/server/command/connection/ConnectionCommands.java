package io.miniredis.server.command.connection;

import static io.miniredis.server.command.CommandFlag.ALLOW_BUSY;
import static io.miniredis.server.command.CommandFlag.FAST;
import static io.miniredis.server.command.CommandFlag.LOADING;
import static io.miniredis.server.command.CommandFlag.NEVER_QUEUED;
import static io.miniredis.server.command.CommandFlag.NOSCRIPT;
import static io.miniredis.server.command.CommandFlag.NO_AUTH;
import static io.miniredis.server.command.CommandFlag.STALE;
import static io.miniredis.server.command.CommandFlag.TELLS_HEALTH;
import static io.miniredis.server.command.CommandFlag.WHILE_SUBSCRIBED;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.Errors;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.server.acl.User;
import io.miniredis.server.client.Client;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.config.ServerConfig;
import java.util.List;

/** Commands about the connection itself (server.c, networking.c, acl.c). */
public final class ConnectionCommands {
    private ConnectionCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(PING, ECHO, SELECT, QUIT, RESET, AUTH, HELLO);
    }

    static final CommandSpec PING = CommandSpec.named("ping")
            .arity(-1)
            .flags(FAST, WHILE_SUBSCRIBED, TELLS_HEALTH)
            .acl(AclCategory.CONNECTION)
            .group(CommandGroup.CONNECTION)
            .inSentinelToo()
            .since("1.0.0")
            .summary("Answers PONG, or the given message: is anybody there?")
            .complexity("O(1)")
            .syntax("[message:string]")
            .tips("request_policy:all_shards", "response_policy:all_succeeded")
            .handler(ConnectionCommands::ping);

    private static void ping(CommandCall call) {
        if (call.args().remaining() > 1) {
            throw Errors.wrongArity("ping");
        }

        if (call.client().isSubscribed() && call.client().protocol() == 2) {
            call.reply().array(2);
            call.reply().bulk("pong");
            call.reply().bulk(call.args().hasNext() ? call.args().next() : ByteString.EMPTY);
        } else if (call.args().hasNext()) {
            call.reply().bulk(call.args().next());
        } else {
            call.reply().simple("PONG");
        }
    }

    static final CommandSpec ECHO = CommandSpec.named("echo")
            .arity(2)
            .flags(LOADING, STALE, FAST)
            .acl(AclCategory.CONNECTION)
            .group(CommandGroup.CONNECTION)
            .since("1.0.0")
            .summary("Sends the message back.")
            .complexity("O(1)")
            .syntax("message:string")
            .handler(ConnectionCommands::echo);

    private static void echo(CommandCall call) {
        call.reply().bulk(call.args().next());
    }

    static final CommandSpec SELECT = CommandSpec.named("select")
            .arity(2)
            .flags(LOADING, STALE, FAST)
            .acl(AclCategory.CONNECTION)
            .group(CommandGroup.CONNECTION)
            .since("1.0.0")
            .summary("Chooses the database that the connection's commands work on.")
            .complexity("O(1)")
            .syntax("index:integer")
            .handler(ConnectionCommands::select);

    private static void select(CommandCall call) {
        long index = call.args().nextLong();
        if (index != (int) index) {
            throw Errors.NOT_AN_INT;
        }

        if (index != 0) {
            call.requireNoCluster(Errors.SELECT_IN_CLUSTER);
        }
        if (index < 0 || index >= call.server().databases().count()) {
            throw Errors.DB_INDEX_OUT_OF_RANGE;
        }
        call.client().database((int) index);

        call.reply().ok();
    }

    static final CommandSpec QUIT = CommandSpec.named("quit")
            .arity(-1)
            .flags(ALLOW_BUSY, NOSCRIPT, LOADING, STALE, FAST, NO_AUTH, NEVER_QUEUED, WHILE_SUBSCRIBED)
            .acl(AclCategory.CONNECTION)
            .group(CommandGroup.CONNECTION)
            .since("1.0.0")
            .summary("Ends the connection, after its replies.")
            .complexity("O(1)")
            .deprecated("7.2.0", "just closing the connection")
            .handler(ConnectionCommands::quit);

    private static void quit(CommandCall call) {
        call.reply().ok();
        call.client().closeAfterReply();
    }

    static final CommandSpec RESET = CommandSpec.named("reset")
            .arity(1)
            .flags(NOSCRIPT, LOADING, STALE, FAST, NO_AUTH, ALLOW_BUSY, NEVER_QUEUED, WHILE_SUBSCRIBED)
            .acl(AclCategory.CONNECTION)
            .group(CommandGroup.CONNECTION)
            .since("6.2.0")
            .summary("Makes the connection as if it were new.")
            .complexity("O(1)")
            .handler(ConnectionCommands::reset);

    private static void reset(CommandCall call) {
        Client client = call.client();

        call.server().clientLife().forgetTransaction(client);
        call.server().clientLife().forgetSubscriptions(client);
        call.server().tracking().disable(client);
        call.server().observation().monitors().remove(client);
        client.user(call.server().access().users().defaultUser());
        client.reset(call.server().access().isOpen());

        // Not the call's writer: it may be one that discards, chosen before CLIENT REPLY OFF was undone.
        client.reply().simple("RESET");
    }

    static final CommandSpec AUTH = CommandSpec.named("auth")
            .arity(-2)
            .flags(NOSCRIPT, LOADING, STALE, FAST, NO_AUTH, ALLOW_BUSY)
            .acl(AclCategory.CONNECTION)
            .group(CommandGroup.CONNECTION)
            .inSentinelToo()
            .since("1.0.0")
            .summary("Tells the server who is there, and proves it by a password.")
            .complexity("O(N) with N passwords of the user")
            .syntax("[username:string]@6.0.0 password:string")
            .history("6.0.0", "Takes the name of an ACL user before the password.")
            .handler(ConnectionCommands::auth);

    private static void auth(CommandCall call) {
        if (call.args().remaining() > 2) {
            throw Errors.SYNTAX;
        }
        boolean named = call.args().remaining() == 2;
        call.hideArgument(1);
        if (named) {
            call.hideArgument(2);
        }
        User defaultUser = call.server().access().users().defaultUser();
        if (!named && defaultUser.isPasswordless()) {
            throw ConnectionErrors.NO_PASSWORD;
        }
        ByteString user = named ? call.args().next() : defaultUser.name();
        ByteString password = call.args().next();

        call.server().access().authenticate(call.client(), call.request(), user, password);

        call.reply().ok();
    }

    static final CommandSpec HELLO = CommandSpec.named("hello")
            .arity(-1)
            .flags(NOSCRIPT, LOADING, STALE, FAST, NO_AUTH, ALLOW_BUSY)
            .acl(AclCategory.CONNECTION)
            .group(CommandGroup.CONNECTION)
            .inSentinelToo()
            .since("6.0.0")
            .summary("Begins a conversation: chooses the protocol, and tells about the server.")
            .complexity("O(1)")
            .syntax("[{arguments: protover:integer [AUTH {auth: username:string password:string}]"
                    + " [SETNAME clientname:string]}]")
            .history("6.2.0", "Without a protocol version: only reports on the connection.")
            .handler(ConnectionCommands::hello);

    private static void hello(CommandCall call) {
        HelloOptions options = HelloOptions.parse(call);
        Client client = call.client();

        options.authenticate(call);
        if (options.name() != null) {
            client.name(options.name());
        }
        if (options.protocol() != 0) {
            client.protocol(options.protocol());
        }

        describe(call, call.reply());
    }

    private static void describe(CommandCall call, ReplyWriter reply) {
        boolean sentinel = call.server().sentinel() != null;
        reply.map(sentinel ? 6 : 7);
        reply.bulk("server");
        reply.bulk("redis");
        reply.bulk("version");
        reply.bulk(ServerConfig.REDIS_VERSION);
        reply.bulk("proto");
        reply.integer(call.client().protocol());
        reply.bulk("id");
        reply.integer(call.client().id());
        reply.bulk("mode");
        reply.bulk(call.server().config().mode());
        if (!sentinel) {
            reply.bulk("role");
            reply.bulk(call.server().replication().isReplica() ? "replica" : "master");
        }
        reply.bulk("modules");
        reply.array(0);
    }
}
