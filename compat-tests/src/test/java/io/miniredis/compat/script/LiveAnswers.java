package io.miniredis.compat.script;

import io.miniredis.compat.reply.Reply;
import io.miniredis.compat.servers.Target;
import org.jspecify.annotations.Nullable;

/** Replies of a running server, which is closed with them. */
public final class LiveAnswers implements Answers {
    private final Target target;
    private final Version version;
    private final Player player;

    public LiveAnswers(Target target, Version version, int protocol) {
        this.target = target;
        this.version = version;
        this.player = new Player(target, protocol);
    }

    @Override
    public Version version() {
        return version;
    }

    @Override
    public @Nullable Reply answer(Step step) {
        Reply reply = player.play(step);
        return reply == null ? null : step.modifiers().comparison().essence(reply);
    }

    @Override
    public void close() {
        player.close();
        target.close();
    }
}
