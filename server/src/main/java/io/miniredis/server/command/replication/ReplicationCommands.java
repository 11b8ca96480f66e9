package io.miniredis.server.command.replication;

import static io.miniredis.server.command.CommandFlag.ADMIN;
import static io.miniredis.server.command.CommandFlag.FAST;
import static io.miniredis.server.command.CommandFlag.LOADING;
import static io.miniredis.server.command.CommandFlag.NOSCRIPT;
import static io.miniredis.server.command.CommandFlag.NO_ASYNC_LOADING;
import static io.miniredis.server.command.CommandFlag.STALE;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Errors;
import io.miniredis.server.client.ClientInfo;
import io.miniredis.server.client.ClientType;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.Arguments;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.replication.Failover;
import io.miniredis.server.replication.Replication;
import java.util.List;

/** A server's place among others: whom it copies, who copies it (replication.c). */
@SuppressWarnings("StaticAssignmentOfThrowable") // errors have no stack trace
public final class ReplicationCommands {
    private static final int HIGHEST_PORT = 65535;
    private static final ErrorReply FAILING_OVER = new ErrorReply("ERR REPLICAOF not allowed while failing over.");
    private static final ErrorReply NOT_FOR_REPLICAS =
            new ErrorReply("ERR Command is not valid when client is a replica.");
    private static final ErrorReply BAD_PORT = new ErrorReply("ERR Invalid master port");
    private static final ErrorReply BAD_TIMEOUT = new ErrorReply("ERR FAILOVER timeout must be greater than 0");

    private ReplicationCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(ROLE, REPLICAOF, SLAVEOF, FAILOVER);
    }

    public static final CommandSpec ROLE = CommandSpec.named("role")
            .arity(1)
            .flags(NOSCRIPT, LOADING, STALE, FAST)
            .acl(AclCategory.ADMIN, AclCategory.DANGEROUS)
            .group(CommandGroup.SERVER)
            .inSentinelToo()
            .since("2.8.12")
            .summary("Tells what the server is to others: a primary with its replicas, or a replica of a primary.")
            .complexity("O(1)")
            .handler(ReplicationCommands::role);

    private static void role(CommandCall call) {
        call.server().replication().describeRole(call.reply());
    }

    static final CommandSpec REPLICAOF = CommandSpec.named("replicaof")
            .arity(3)
            .flags(NO_ASYNC_LOADING, ADMIN, NOSCRIPT, STALE)
            .group(CommandGroup.SERVER)
            .since("5.0.0")
            .summary("Makes the server a replica of another one, or a primary.")
            .complexity("O(1)")
            .syntax("(args: {host-port: host:string port:integer} | {no-one: NO ONE})")
            .handler(ReplicationCommands::replicaof);

    static final CommandSpec SLAVEOF = CommandSpec.named("slaveof")
            .arity(3)
            .flags(NO_ASYNC_LOADING, ADMIN, NOSCRIPT, STALE)
            .group(CommandGroup.SERVER)
            .since("1.0.0")
            .deprecated("5.0.0", "`REPLICAOF`")
            .summary("Makes the server a replica of another one, or a primary.")
            .complexity("O(1)")
            .syntax("(args: {host-port: host:string port:integer} | {no-one: NO ONE})")
            .handler(ReplicationCommands::replicaof);

    private static void replicaof(CommandCall call) {
        call.requireNoCluster(Errors.REPLICAOF_IN_CLUSTER);
        Arguments args = call.args();
        ByteString host = args.next();
        ByteString port = args.peek();
        Replication replication = call.server().replication();
        if (replication.failover().isBegun()) {
            throw FAILING_OVER;
        }
        if (host.equalsIgnoreCase("no") && port.equalsIgnoreCase("one")) {
            noOne(call, replication);
            return;
        }
        if (call.client().type() == ClientType.REPLICA) {
            throw NOT_FOR_REPLICAS;
        }
        int number = (int) args.nextLong(0, HIGHEST_PORT, BAD_PORT);

        if (replication.follows(host.utf8(), number)) {
            call.server()
                    .log()
                    .notice("REPLICAOF would result into synchronization with the master we are already connected with."
                            + " No operation performed.");
            call.reply().simple("OK Already connected to specified master");
            return;
        }
        replication.follow(host.utf8(), number);
        call.server()
                .log()
                .notice("REPLICAOF " + host.utf8() + ":" + number + " enabled (user request from '"
                        + ClientInfo.line(call.client(), call.nowMillis()) + "')");

        call.reply().ok();
    }

    private static void noOne(CommandCall call, Replication replication) {
        if (replication.becomePrimary()) {
            call.server()
                    .log()
                    .notice("MASTER MODE enabled (user request from '"
                            + ClientInfo.line(call.client(), call.nowMillis()) + "')");
        }

        call.reply().ok();
    }

    static final CommandSpec FAILOVER = CommandSpec.named("failover")
            .arity(-1)
            .flags(ADMIN, NOSCRIPT, STALE)
            .group(CommandGroup.SERVER)
            .since("6.2.0")
            .summary("Lets the server and one of its replicas change places.")
            .complexity("O(1)")
            .syntax("[TO {target: host:string port:integer [FORCE]}] [ABORT] [TIMEOUT milliseconds:integer]")
            .handler(ReplicationCommands::failover);

    private static void failover(CommandCall call) {
        call.requireNoCluster(Errors.FAILOVER_IN_CLUSTER);
        Arguments args = call.args();
        Failover failover = call.server().replication().failover();
        if (args.remaining() == 1 && args.acceptToken("abort")) {
            failover.abortByCommand();
        } else {
            failover.begin(failoverRequest(args));
        }

        call.reply().ok();
    }

    private static Failover.Request failoverRequest(Arguments args) {
        String host = null;
        int port = 0;
        boolean force = false;
        long timeoutMillis = 0;
        while (args.hasNext()) {
            if (timeoutMillis == 0 && args.acceptOption("timeout")) {
                timeoutMillis = args.nextLong();
                if (timeoutMillis <= 0) {
                    throw BAD_TIMEOUT;
                }
            } else if (host == null && args.remaining() > 2 && args.acceptToken("to")) {
                host = args.next().utf8();
                port = (int) args.nextLong();
            } else if (!force && args.acceptToken("force")) {
                force = true;
            } else {
                throw Errors.SYNTAX;
            }
        }
        return new Failover.Request(host, port, force, timeoutMillis);
    }
}
