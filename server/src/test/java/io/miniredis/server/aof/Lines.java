package io.miniredis.server.aof;

import io.miniredis.server.log.LogLevel;
import io.miniredis.server.log.ServerLog;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A log that is kept. */
final class Lines implements ServerLog {
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

    boolean contain(String text) {
        return lines.stream().anyMatch(line -> line.contains(text));
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}
