package io.miniredis.server.log;

import java.util.ArrayList;
import java.util.List;

/**
 * Remembers the warnings of a start, for the exception that its failure becomes: the log of an embedded server may be
 * silent.
 */
public final class StartLog extends ForwardingLog {
    private final List<String> warnings = new ArrayList<>();
    private volatile boolean started;

    public StartLog(ServerLog target) {
        super(target);
    }

    /** From now on nothing is remembered. */
    public void started() {
        started = true;
    }

    /** What happened, with all the warnings that led to it. */
    public synchronized String reason(Exception failure) {
        String message = String.valueOf(failure.getMessage());
        warnings.remove(message);
        return warnings.isEmpty() ? message : message + " " + String.join(" ", warnings);
    }

    private synchronized void remember(String warning) {
        warnings.add(warning);
    }

    @Override
    public void log(LogLevel level, String text) {
        if (!started && level == LogLevel.WARNING) {
            remember(text);
        }
        super.log(level, text);
    }

    @Override
    public void failure(String text, Throwable cause) {
        if (!started) {
            remember(text + ": " + cause);
        }
        super.failure(text, cause);
    }
}
