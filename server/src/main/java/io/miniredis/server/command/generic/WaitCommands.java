package io.miniredis.server.command.generic;

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
        long timeoutMillis = args.nextTimeoutMillis(call.nowMillis());

        long acknowledged = 0;
        if (acknowledged >= wanted || !call.mayBlock()) {
            call.reply().integer(acknowledged);
            return;
        }

        call.block(timeoutMillis, reply -> reply.integer(acknowledged));
    }
}
