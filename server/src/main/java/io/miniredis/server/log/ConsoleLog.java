package io.miniredis.server.log;

/** Placeholder log. */
public final class ConsoleLog implements ServerLog {
    @Override
    public void log(LogLevel level, String text) {
        System.out.println(level.sign + " " + text);
    }

    @Override
    public boolean isEnabled(LogLevel level) {
        return level.compareTo(LogLevel.NOTICE) >= 0;
    }

    @Override
    public void failure(String text, Throwable cause) {
        System.out.println(text);
        cause.printStackTrace(System.out);
    }
}
