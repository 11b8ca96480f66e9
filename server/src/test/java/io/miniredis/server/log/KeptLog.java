package io.miniredis.server.log;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A log that is kept, for tests that look into it. A failure of the server is one of the test. */
public final class KeptLog implements ServerLog {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void log(LogLevel level, String text) {
        lines.add(text);
    }

    @Override
    public boolean isEnabled(LogLevel level) {
        return true;
    }

    @Override
    public void failure(String text, Throwable cause) {
        throw new AssertionError(text, cause);
    }

    /** True if a line has this text in it. */
    public boolean contains(String text) {
        return lines.stream().anyMatch(line -> line.contains(text));
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}
