package io.miniredis.server.command.generic;

import static io.miniredis.server.command.CommandFlag.NOSCRIPT;

import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Errors;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.Arguments;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import java.util.List;

/** Waiting until others have what this client wrote (replication.c). */
@SuppressWarnings("StaticAssignmentOfThrowable") // errors have no stack trace
public final class WaitCommands {
    private static final ErrorReply WAIT_ON_REPLICA = new ErrorReply(
            "ERR WAIT cannot be used with replica instances. Please also note that since Redis 4.0 if a replica"
                    + " is configured to be writable (which is not the default) writes to replicas are just local and are not"
                    + " propagated.");
    private static final ErrorReply WAITAOF_ON_REPLICA = new ErrorReply(
            "ERR WAITAOF cannot be used with replica instances. Please also note that writes to replicas are"
                    + " just local and are not propagated.");

    private WaitCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(WAIT, WAITAOF);
    }

    static final CommandSpec WAIT = CommandSpec.named("wait")
            .arity(3)
            .acl(AclCategory.CONNECTION)
            .group(CommandGroup.GENERIC)
            .since("3.0.0")
            .summary("Waits until so many replicas have all that this client wrote, and tells how many do.")
            .complexity("O(1)")
            .syntax("numreplicas:integer timeout:integer")
            .tips("request_policy:all_shards", "response_policy:agg_min")
            .handler(WaitCommands::waitForReplicas);

    /** Not wait, as its command: every object has a method of that name. */
    private static void waitForReplicas(CommandCall call) {
        Arguments args = call.args();
        long wanted = args.nextLong();
        long timeoutMillis = args.nextTimeoutMillis(call.nowMillis());

        if (call.server().replication().isReplica()) {
            throw WAIT_ON_REPLICA;
        }

        call.server().replication().waiters().awaitReplicas(call, wanted, timeoutMillis);
    }

    static final CommandSpec WAITAOF = CommandSpec.named("waitaof")
            .arity(4)
            .flags(NOSCRIPT)
            .acl(AclCategory.CONNECTION)
            .group(CommandGroup.GENERIC)
            .since("7.2.0")
            .summary("Waits until all that this client wrote is on disk, here and with so many replicas.")
            .complexity("O(1)")
            .syntax("numlocal:integer numreplicas:integer timeout:integer")
            .tips("request_policy:all_shards", "response_policy:agg_min")
            .handler(WaitCommands::waitaof);

    private static void waitaof(CommandCall call) {
        Arguments args = call.args();
        long local = args.nextLong();
        if (local < 0 || local > 1) {
            throw Errors.NOT_0_OR_1;
        }
        long replicas = args.nextLong(0, Long.MAX_VALUE, Errors.NOT_POSITIVE);
        long timeoutMillis = args.nextTimeoutMillis(call.nowMillis());
        if (call.server().replication().isReplica()) {
            throw WAITAOF_ON_REPLICA;
        }
        if (local > 0 && !call.server().config().persistence.appendOnly.value()) {
            throw Errors.AOF_DISABLED;
        }

        call.server().replication().waiters().awaitFiles(call, local, replicas, timeoutMillis);
    }
}
