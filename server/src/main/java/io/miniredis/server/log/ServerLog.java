package io.miniredis.server.log;

/**
 * Lines of the form {@code 4711:M 22 Nov 2026 21:52:21.123 * Ready to accept connections}: process id, role, local
 * time, level, text. May be called from any thread; each line is flushed.
 */
public interface ServerLog {
    void log(LogLevel level, String text);

    boolean isEnabled(LogLevel level);

    /** From now on lines below this level are left out. */
    default void level(LogLevel lowest) {}

    /** From now on lines say that the server is a primary, {@code M}, or a replica, {@code S}. */
    default void role(char letter) {}

    /** The log for a process of this server's that saves: its lines bear that process's number and a {@code C}. */
    default ServerLog ofChild(long processId) {
        return this;
    }

    /** Text as it is, without the beginning of a line: the logo, a report of several lines. */
    default void raw(String text) {}

    default void debug(String text) {
        log(LogLevel.DEBUG, text);
    }

    default void verbose(String text) {
        log(LogLevel.VERBOSE, text);
    }

    default void notice(String text) {
        log(LogLevel.NOTICE, text);
    }

    default void warning(String text) {
        log(LogLevel.WARNING, text);
    }

    /** A failure of the server itself, with its stack trace. */
    void failure(String text, Throwable cause);
}
