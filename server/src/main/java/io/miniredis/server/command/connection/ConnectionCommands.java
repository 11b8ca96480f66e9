package io.miniredis.server.command.connection;

import static io.miniredis.server.command.CommandFlag.FAST;

import io.miniredis.protocol.Errors;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import java.util.List;

/** Commands about the connection itself (server.c, networking.c). */
public final class ConnectionCommands {
    private ConnectionCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(PING);
    }

    static final CommandSpec PING = CommandSpec.named("ping")
            .arity(-1)
            .flags(FAST)
            .acl(AclCategory.CONNECTION)
            .group(CommandGroup.CONNECTION)
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

        if (call.args().hasNext()) {
            call.reply().bulk(call.args().next());
        } else {
            call.reply().simple("PONG");
        }
    }
}
