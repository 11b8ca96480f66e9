package io.miniredis.server.command;

import io.miniredis.server.RedisServer;
import io.miniredis.server.propagation.PropagationSink;

/** Commands that make the server fail where no client's mistake could. */
public final class CommandFailures {
    private CommandFailures() {}

    /** Fails before it is executed: it says that a parameter protects it, and there is none of that name. */
    public static void addInAdmission(RedisServer server, String name) {
        add(server, name, call -> call.reply().ok(), CommandFlag.PROTECTED);
    }

    /** Fails once, when it was executed: nobody can take what is propagated of it. */
    public static void addBehindTheReply(RedisServer server, String name) {
        add(server, name, call -> {
            server.propagation().addSink(new PropagationSink() {
                @Override
                public void append(int database, byte[] resp, int offset, int length) {
                    server.propagation().removeSink(this);
                    throw new IllegalStateException("no");
                }
            });
            call.propagateVerbatim();
            call.reply().ok();
        });
    }

    private static void add(RedisServer server, String name, CommandHandler handler, CommandFlag... flags) {
        CommandSpec spec = CommandSpec.named(name)
                .arity(-1)
                .flags(flags)
                .group(CommandGroup.GENERIC)
                .since("1.0.0")
                .summary("Test.")
                .complexity("O(1)")
                .handler(handler);
        server.commands().put(name, new Command(spec, null));
    }
}
