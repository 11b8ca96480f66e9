package io.miniredis.compat.script;

import io.miniredis.compat.reply.Reply;
import org.jspecify.annotations.Nullable;

/** Replies read back from a recording. */
public final class RecordedAnswers implements Answers {
    private final Recording recording;
    private int next;

    public RecordedAnswers(Recording recording) {
        this.recording = recording;
    }

    @Override
    public Version version() {
        return recording.version();
    }

    @Override
    public @Nullable Reply answer(Step step) {
        if (!step.replies()) {
            return null;
        }
        String recorded = next < recording.entries().size()
                ? recording.entries().get(next).step()
                : "the end";
        if (!recorded.equals(step.text())) {
            throw new IllegalStateException("the recording does not fit the script (record it again, see the README): "
                    + recorded + " in place of " + step.text());
        }
        return recording.entries().get(next++).reply();
    }

    @Override
    public void close() {}
}
