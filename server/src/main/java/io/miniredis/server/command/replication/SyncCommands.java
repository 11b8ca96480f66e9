package io.miniredis.server.command.replication;

import static io.miniredis.server.command.CommandFlag.ADMIN;
import static io.miniredis.server.command.CommandFlag.ALLOW_BUSY;
import static io.miniredis.server.command.CommandFlag.LOADING;
import static io.miniredis.server.command.CommandFlag.NOSCRIPT;
import static io.miniredis.server.command.CommandFlag.NO_ASYNC_LOADING;
import static io.miniredis.server.command.CommandFlag.NO_MULTI;
import static io.miniredis.server.command.CommandFlag.STALE;

import io.miniredis.datastructures.ByteString;
import io.miniredis.server.command.Arguments;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.replication.ReplicaOptions;
import java.util.List;

/** What a replica says to its primary (replication.c). Who is one gets no replies but the stream of changes. */
public final class SyncCommands {
    private SyncCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(SYNC, PSYNC, REPLCONF);
    }

    static final CommandSpec SYNC = CommandSpec.named("sync")
            .arity(1)
            .flags(NO_ASYNC_LOADING, ADMIN, NO_MULTI, NOSCRIPT)
            .group(CommandGroup.SERVER)
            .since("1.0.0")
            .summary("Asks for all data and every change from then on.")
            .handler(SyncCommands::sync);

    private static void sync(CommandCall call) {
        call.server().replication().replicas().sync(call.client());
    }

    static final CommandSpec PSYNC = CommandSpec.named("psync")
            .arity(-3)
            .flags(NO_ASYNC_LOADING, ADMIN, NO_MULTI, NOSCRIPT)
            .group(CommandGroup.SERVER)
            .since("2.8.0")
            .summary("Asks for every change from an offset on, and for all data if that is not known.")
            .syntax("replicationid:string offset:integer")
            .handler(SyncCommands::psync);

    private static void psync(CommandCall call) {
        Arguments args = call.args();
        ByteString id = args.next();
        ByteString offset = args.next();

        boolean takesOver = args.acceptToken("failover");

        call.server().replication().replicas().partialSync(call.client(), id, offset, takesOver);
    }

    static final CommandSpec REPLCONF = CommandSpec.named("replconf")
            .arity(-1)
            .flags(ADMIN, NOSCRIPT, LOADING, STALE, ALLOW_BUSY)
            .group(CommandGroup.SERVER)
            .since("3.0.0")
            .summary("Tells a primary about its replica: where it listens, what it understands, how far it is.")
            .complexity("O(1)")
            .systemCommand()
            .handler(SyncCommands::replconf);

    private static void replconf(CommandCall call) {
        new ReplicaOptions(call).read();
    }
}
