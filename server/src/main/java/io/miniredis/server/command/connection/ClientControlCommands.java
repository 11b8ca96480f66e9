package io.miniredis.server.command.connection;

import static io.miniredis.server.command.CommandFlag.ADMIN;
import static io.miniredis.server.command.CommandFlag.LOADING;
import static io.miniredis.server.command.CommandFlag.NOSCRIPT;
import static io.miniredis.server.command.CommandFlag.STALE;

import io.miniredis.protocol.Errors;
import io.miniredis.server.client.Client;
import io.miniredis.server.client.ClientInfo;
import io.miniredis.server.client.ClientType;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.Arguments;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** CLIENT, as far as it is about all connections or about another one (networking.c, clientCommand). */
final class ClientControlCommands {
    private ClientControlCommands() {}

    static final CommandSpec LIST = CommandSpec.named("list")
            .arity(-2)
            .flags(ADMIN, NOSCRIPT, LOADING, STALE)
            .acl(AclCategory.CONNECTION)
            .group(CommandGroup.CONNECTION)
            .inSentinelToo()
            .since("2.4.0")
            .summary("Lists the connections.")
            .complexity("O(N) with N connected clients")
            .syntax("[TYPE (client-type: NORMAL | MASTER | REPLICA | PUBSUB)]@5.0.0"
                    + " [ID client-id:integer...]@6.2.0")
            .history("2.8.12", "New field `id`.")
            .history("5.0.0", "Filters by `TYPE`.")
            .history("6.0.0", "New field `user`.")
            .history("6.2.0", "New fields `argv-mem`, `tot-mem`, `laddr`, `redir`; filters by `ID`.")
            .history("7.0.0", "New fields `resp`, `multi-mem`, `rbs`, `rbp`.")
            .history("7.0.3", "New field `ssub`.")
            .tips("nondeterministic_output")
            .handler(ClientControlCommands::clientList);

    private static void clientList(CommandCall call) {
        List<Client> listed = listed(call);

        StringBuilder text = new StringBuilder(400 * listed.size());
        for (Client client : listed) {
            ClientInfo.append(text, client, call.nowMillis(), client == call.client() ? call.request() : null);
            text.append('\n');
        }

        call.reply().verbatim("txt", text.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    private static List<Client> listed(CommandCall call) {
        Arguments args = call.args();
        List<Client> listed = new ArrayList<>();
        if (args.remaining() == 2 && args.acceptToken("type")) {
            ClientType type = ClientFilter.type(args);
            call.server().clients().forEach(client -> {
                if (client.type() == type) {
                    listed.add(client);
                }
            });
        } else if (args.acceptOption("id")) {
            while (args.hasNext()) {
                Client client = call.server().clients().find(args.nextLong(ConnectionErrors.NOT_A_CLIENT_ID));
                if (client != null) {
                    listed.add(client);
                }
            }
        } else {
            args.end();
            call.server().clients().forEach(listed::add);
        }
        return listed;
    }

    static final CommandSpec KILL = CommandSpec.named("kill")
            .arity(-3)
            .flags(ADMIN, NOSCRIPT, LOADING, STALE)
            .acl(AclCategory.CONNECTION)
            .group(CommandGroup.CONNECTION)
            .inSentinelToo()
            .since("2.4.0")
            .summary("Closes connections.")
            .complexity("O(N) with N connected clients")
            .syntax("(filter: old-format/ip:port:string!2.8.12 | (new-format: [ID client-id:integer]@2.8.12"
                    + " | [TYPE (client-type: NORMAL | MASTER@3.2.0 | SLAVE"
                    + " | REPLICA@5.0.0 | PUBSUB)]@2.8.12"
                    + " | [USER username:string] | [ADDR addr/ip:port:string] | [LADDR laddr/ip:port:string]@6.2.0"
                    + " | [SKIPME (skipme: YES | NO)] | [MAXAGE maxage:integer]@7.4.0)...)")
            .history("2.8.12", "Filters are named and can be combined.")
            .history("2.8.12", "Filters by `ID`.")
            .history("3.2.0", "`TYPE` knows `master`.")
            .history("5.0.0", "`TYPE` knows `replica`; `slave` still means the same.")
            .history("6.2.0", "Filters by `LADDR`.")
            .handler(ClientControlCommands::clientKill);

    private static void clientKill(CommandCall call) {
        boolean oldForm = call.args().remaining() == 1;
        ClientFilter filter = oldForm ? ClientFilter.address(call.args()) : ClientFilter.parse(call);

        List<Client> found = new ArrayList<>();
        call.server().clients().forEach(client -> {
            if (filter.matches(client, call.client(), call.nowMillis())) {
                found.add(client);
            }
        });
        if (oldForm && found.isEmpty()) {
            throw Errors.NO_SUCH_CLIENT;
        }
        kill(call, found);

        if (oldForm) {
            call.reply().ok();
        } else {
            call.reply().integer(found.size());
        }
    }

    private static void kill(CommandCall call, List<Client> found) {
        for (Client client : found) {
            if (client == call.client()) {
                client.closeReason("killed");
                client.closeAfterReply();
            } else {
                call.server().clientLife().disconnect(client, "killed");
            }
        }
    }

    static final CommandSpec PAUSE = CommandSpec.named("pause")
            .arity(-3)
            .flags(ADMIN, NOSCRIPT, LOADING, STALE)
            .acl(AclCategory.CONNECTION)
            .group(CommandGroup.CONNECTION)
            .inSentinelToo()
            .since("3.0.0")
            .summary("Lets the commands of all connections wait for a while.")
            .complexity("O(1)")
            .syntax("timeout:integer [(mode: WRITE | ALL)]@6.2.0")
            .history("6.2.0", "Takes a mode; `WRITE` holds back writes only.")
            .handler(ClientControlCommands::clientPause);

    private static void clientPause(CommandCall call) {
        Arguments args = call.args();
        if (args.remaining() > 2) {
            throw Errors.subcommandSyntax(call.request());
        }
        boolean everything = args.remaining() == 1 || pausesEverything(args);
        long timeoutMillis = args.nextLong(Errors.TIMEOUT_NOT_AN_INTEGER);
        if (timeoutMillis < 0) {
            throw Errors.TIMEOUT_NEGATIVE;
        }
        if (timeoutMillis > Long.MAX_VALUE - call.nowMillis()) {
            throw Errors.TIMEOUT_OUT_OF_RANGE;
        }

        call.server().clientLife().pause(timeoutMillis == 0 ? 0 : call.nowMillis() + timeoutMillis, everything);

        call.reply().ok();
    }

    /** Looks at the mode, which stands behind the time-out but is judged first. */
    private static boolean pausesEverything(Arguments args) {
        boolean writes = args.peek(1).equalsIgnoreCase("write");
        if (!writes && !args.peek(1).equalsIgnoreCase("all")) {
            throw ConnectionErrors.BAD_PAUSE;
        }
        return !writes;
    }

    static final CommandSpec UNPAUSE = CommandSpec.named("unpause")
            .arity(2)
            .flags(ADMIN, NOSCRIPT, LOADING, STALE)
            .acl(AclCategory.CONNECTION)
            .group(CommandGroup.CONNECTION)
            .inSentinelToo()
            .since("6.2.0")
            .summary("Ends a pause.")
            .complexity("O(N) with N clients held back")
            .handler(ClientControlCommands::clientUnpause);

    private static void clientUnpause(CommandCall call) {
        call.server().clientLife().endPause();

        call.reply().ok();
    }

    static final CommandSpec UNBLOCK = CommandSpec.named("unblock")
            .arity(-3)
            .flags(ADMIN, NOSCRIPT, LOADING, STALE)
            .acl(AclCategory.CONNECTION)
            .group(CommandGroup.CONNECTION)
            .inSentinelToo()
            .since("5.0.0")
            .summary("Ends the waiting of a connection that a command blocks.")
            .complexity("O(log N) with N connected clients")
            .syntax("client-id:integer [(unblock-type: TIMEOUT | ERROR)]")
            .handler(ClientControlCommands::clientUnblock);

    private static void clientUnblock(CommandCall call) {
        Arguments args = call.args();
        if (args.remaining() > 2) {
            throw Errors.subcommandSyntax(call.request());
        }
        boolean withError = args.remaining() == 2 && args.peek(1).equalsIgnoreCase("error");
        if (args.remaining() == 2 && !withError && !args.peek(1).equalsIgnoreCase("timeout")) {
            throw ConnectionErrors.BAD_REASON;
        }
        Client client = call.server().clients().find(args.nextLong());

        boolean unblocked = client != null && call.server().clientLife().unblock(client, withError);

        call.reply().integer(unblocked ? 1 : 0);
    }
}
