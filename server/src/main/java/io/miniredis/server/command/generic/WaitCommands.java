package io.miniredis.server.command.generic;

import io.miniredis.protocol.Errors;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.Arguments;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import java.util.List;

/** Waiting until others have what this client wrote (replication.c). */
public final class WaitCommands {
    private WaitCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(WAIT);
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

    private static void waitForReplicas(CommandCall call) {
        Arguments args = call.args();
        long wanted = args.nextLong();
        long timeoutMillis = nextTimeoutMillis(call);

        long acknowledged = 0;
        if (acknowledged >= wanted || !call.mayBlock()) {
            call.reply().integer(acknowledged);
            return;
        }

        call.server().blockedClients().block(call.client(), timeoutMillis, reply -> reply.integer(acknowledged));
    }

    /** A time-out in milliseconds, 0 for none. */
    private static long nextTimeoutMillis(CommandCall call) {
        long millis = call.args().nextLong(Errors.TIMEOUT_NOT_AN_INTEGER);
        if (millis < 0) {
            throw Errors.TIMEOUT_NEGATIVE;
        }
        if (millis > Long.MAX_VALUE - call.nowMillis()) {
            throw Errors.TIMEOUT_OUT_OF_RANGE;
        }
        return millis;
    }
}
