package io.miniredis.server.command.replication;

import static io.miniredis.server.command.CommandFlag.FAST;
import static io.miniredis.server.command.CommandFlag.LOADING;
import static io.miniredis.server.command.CommandFlag.NOSCRIPT;
import static io.miniredis.server.command.CommandFlag.STALE;

import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import java.util.List;

/** A server's place among others: whom it copies, who copies it (replication.c). */
public final class ReplicationCommands {
    private ReplicationCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(ROLE);
    }

    static final CommandSpec ROLE = CommandSpec.named("role")
            .arity(1)
            .flags(NOSCRIPT, LOADING, STALE, FAST)
            .acl(AclCategory.ADMIN, AclCategory.DANGEROUS)
            .group(CommandGroup.SERVER)
            .since("2.8.12")
            .summary("Tells what the server is to others: a primary with its replicas, or a replica of a primary.")
            .complexity("O(1)")
            .handler(ReplicationCommands::role);

    private static void role(CommandCall call) {
        call.server().replication().describeRole(call.reply());
    }
}
