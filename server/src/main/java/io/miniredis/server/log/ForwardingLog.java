package io.miniredis.server.log;

/** Hands everything on to another log; what a subclass wants to see or to do besides it overrides. */
abstract class ForwardingLog implements ServerLog {
    private final ServerLog target;

    ForwardingLog(ServerLog target) {
        this.target = target;
    }

    @Override
    public void log(LogLevel level, String text) {
        target.log(level, text);
    }

    @Override
    public boolean isEnabled(LogLevel level) {
        return target.isEnabled(level);
    }

    @Override
    public void level(LogLevel lowest) {
        target.level(lowest);
    }

    @Override
    public void role(char letter) {
        target.role(letter);
    }

    @Override
    public ServerLog ofChild(long processId) {
        return target.ofChild(processId);
    }

    @Override
    public void raw(String text) {
        target.raw(text);
    }

    @Override
    public void failure(String text, Throwable cause) {
        target.failure(text, cause);
    }
}
