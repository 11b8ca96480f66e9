package io.miniredis.server.command.connection;

import static io.miniredis.server.command.CommandFlag.ADMIN;
import static io.miniredis.server.command.CommandFlag.KEEPS_CACHING;
import static io.miniredis.server.command.CommandFlag.LOADING;
import static io.miniredis.server.command.CommandFlag.NOSCRIPT;
import static io.miniredis.server.command.CommandFlag.STALE;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Errors;
import io.miniredis.server.client.Client;
import io.miniredis.server.client.ClientInfo;
import io.miniredis.server.client.ReplyMode;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.ContainerHelp;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** CLIENT, as far as it is about the connection that asks (networking.c, clientCommand). */
public final class ClientCommands {
    private ClientCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(CLIENT);
    }

    static final CommandSpec HELP = ContainerHelp.spec(CommandGroup.CONNECTION, "5.0.0")
            .acl(AclCategory.CONNECTION)
            .inSentinelToo()
            .handler(ContainerHelp::help);

    static final CommandSpec ID = CommandSpec.named("id")
            .arity(2)
            .flags(NOSCRIPT, LOADING, STALE)
            .acl(AclCategory.CONNECTION)
            .group(CommandGroup.CONNECTION)
            .inSentinelToo()
            .since("5.0.0")
            .summary("Tells the number of this connection.")
            .complexity("O(1)")
            .handler(ClientCommands::clientId);

    private static void clientId(CommandCall call) {
        call.reply().integer(call.client().id());
    }

    static final CommandSpec GETNAME = CommandSpec.named("getname")
            .arity(2)
            .flags(NOSCRIPT, LOADING, STALE)
            .acl(AclCategory.CONNECTION)
            .group(CommandGroup.CONNECTION)
            .inSentinelToo()
            .since("2.6.9")
            .summary("Tells the name of this connection.")
            .complexity("O(1)")
            .handler(ClientCommands::clientGetname);

    private static void clientGetname(CommandCall call) {
        ByteString name = call.client().name();

        if (name == null) {
            call.reply().nil();
        } else {
            call.reply().bulk(name);
        }
    }

    static final CommandSpec SETNAME = CommandSpec.named("setname")
            .arity(3)
            .flags(NOSCRIPT, LOADING, STALE)
            .acl(AclCategory.CONNECTION)
            .group(CommandGroup.CONNECTION)
            .inSentinelToo()
            .since("2.6.9")
            .summary("Gives this connection a name, or takes it away.")
            .complexity("O(1)")
            .syntax("connection-name:string")
            .tips("request_policy:all_nodes", "response_policy:all_succeeded")
            .handler(ClientCommands::clientSetname);

    private static void clientSetname(CommandCall call) {
        ByteString name = ClientAttribute.checkName(call.args().next());

        call.client().name(name);

        call.reply().ok();
    }

    static final CommandSpec SETINFO = CommandSpec.named("setinfo")
            .arity(4)
            .flags(NOSCRIPT, LOADING, STALE)
            .acl(AclCategory.CONNECTION)
            .group(CommandGroup.CONNECTION)
            .inSentinelToo()
            .since("7.2.0")
            .summary("Tells the server which client library this connection uses.")
            .complexity("O(1)")
            .syntax("(attr: LIB-NAME libname:string | LIB-VER libver:string)")
            .tips("request_policy:all_nodes", "response_policy:all_succeeded")
            .handler(ClientCommands::clientSetinfo);

    private static void clientSetinfo(CommandCall call) {
        ByteString attribute = call.args().next();
        boolean isName = attribute.equalsIgnoreCase("lib-name");
        if (!isName && !attribute.equalsIgnoreCase("lib-ver")) {
            throw new ErrorReply(Errors.oneLine("ERR Unrecognized option '" + ClientAttribute.text(attribute) + "'"));
        }
        ByteString value = ClientAttribute.check(attribute, call.args().next());

        if (isName) {
            call.client().libraryName(value);
        } else {
            call.client().libraryVersion(value);
        }

        call.reply().ok();
    }

    static final CommandSpec INFO = CommandSpec.named("info")
            .arity(2)
            .flags(NOSCRIPT, LOADING, STALE)
            .acl(AclCategory.CONNECTION)
            .group(CommandGroup.CONNECTION)
            .inSentinelToo()
            .since("6.2.0")
            .summary("Tells what the server knows of this connection.")
            .complexity("O(1)")
            .tips("nondeterministic_output")
            .handler(ClientCommands::clientInfo);

    private static void clientInfo(CommandCall call) {
        StringBuilder text = new StringBuilder(400);

        ClientInfo.append(text, call.client(), call.nowMillis(), call.request());

        call.reply().verbatim("txt", text.append('\n').toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    static final CommandSpec REPLY = CommandSpec.named("reply")
            .arity(3)
            .flags(NOSCRIPT, LOADING, STALE)
            .acl(AclCategory.CONNECTION)
            .group(CommandGroup.CONNECTION)
            .inSentinelToo()
            .since("3.2.0")
            .summary("Switches this connection's replies off and on.")
            .complexity("O(1)")
            .syntax("(action: ON | OFF | SKIP)")
            .handler(ClientCommands::clientReply);

    private static void clientReply(CommandCall call) {
        Client client = call.client();
        if (call.args().acceptToken("on")) {
            client.replyMode(ReplyMode.ON);
            client.reply().ok();
        } else if (call.args().acceptToken("off")) {
            client.replyMode(ReplyMode.OFF);
        } else if (!call.args().acceptToken("skip")) {
            throw Errors.SYNTAX;
        } else if (client.replyMode() != ReplyMode.OFF) {
            client.replyMode(ReplyMode.SKIP_NEXT);
        }
    }

    static final CommandSpec NO_EVICT = CommandSpec.named("no-evict")
            .arity(3)
            .flags(ADMIN, NOSCRIPT, LOADING, STALE)
            .acl(AclCategory.CONNECTION)
            .group(CommandGroup.CONNECTION)
            .inSentinelToo()
            .since("7.0.0")
            .summary("Protects this connection from being closed to save memory.")
            .complexity("O(1)")
            .syntax("(enabled: ON | OFF)")
            .handler(ClientCommands::clientNoEvict);

    private static void clientNoEvict(CommandCall call) {
        call.client().noEvict(onOrOff(call));

        call.reply().ok();
    }

    static final CommandSpec NO_TOUCH = CommandSpec.named("no-touch")
            .arity(3)
            .flags(NOSCRIPT, LOADING, STALE)
            .acl(AclCategory.CONNECTION)
            .group(CommandGroup.CONNECTION)
            .since("7.2.0")
            .summary("Lets this connection's commands leave no trace in the keys' LRU and LFU.")
            .complexity("O(1)")
            .syntax("(enabled: ON | OFF)")
            .handler(ClientCommands::clientNoTouch);

    private static void clientNoTouch(CommandCall call) {
        call.client().noTouch(onOrOff(call));

        call.reply().ok();
    }

    private static boolean onOrOff(CommandCall call) {
        boolean on = call.args().acceptToken("on");
        if (!on && !call.args().acceptToken("off")) {
            throw Errors.SYNTAX;
        }
        return on;
    }

    static final CommandSpec CLIENT = CommandSpec.named("client")
            .arity(-2)
            .group(CommandGroup.CONNECTION)
            .inSentinelToo()
            .since("2.4.0")
            .summary("A container of commands about connections.")
            .complexity("Depends on subcommand.")
            .flags(KEEPS_CACHING)
            .container(
                    ClientTrackingCommands.CACHING,
                    GETNAME,
                    ClientTrackingCommands.GETREDIR,
                    HELP,
                    ID,
                    INFO,
                    ClientControlCommands.KILL,
                    ClientControlCommands.LIST,
                    NO_EVICT,
                    NO_TOUCH,
                    ClientControlCommands.PAUSE,
                    REPLY,
                    SETINFO,
                    SETNAME,
                    ClientTrackingCommands.TRACKING,
                    ClientTrackingCommands.TRACKINGINFO,
                    ClientControlCommands.UNBLOCK,
                    ClientControlCommands.UNPAUSE);
}
