package io.miniredis.compat.script;

import io.miniredis.compat.reply.Reply;
import org.jspecify.annotations.Nullable;

/** What a real server replies to one script, step by step: live or recorded. */
public interface Answers extends AutoCloseable {
    /** The version of the server that replies. */
    Version version();

    /**
     * Plays a step; what its comparison looks at in the reply, or null if it has none. Steps come in the order of the
     * script.
     */
    @Nullable
    Reply answer(Step step);

    @Override
    void close();
}
