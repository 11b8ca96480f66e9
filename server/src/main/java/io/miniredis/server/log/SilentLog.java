package io.miniredis.server.log;

/** Says nothing: the log of an embedded server whose owner did not ask for one. */
public enum SilentLog implements ServerLog {
    INSTANCE;

    @Override
    public void log(LogLevel level, String text) {}

    @Override
    public boolean isEnabled(LogLevel level) {
        return false;
    }

    @Override
    public void failure(String text, Throwable cause) {}
}
