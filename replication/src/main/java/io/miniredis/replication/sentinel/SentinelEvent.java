package io.miniredis.replication.sentinel;

/**
 * Something that happened: {@code +sdown master mymaster 127.0.0.1 6379}.
 *
 * @param type also the channel on which it is published; empty for a line of the log alone
 */
public record SentinelEvent(Level level, String type, String text) {
    /** As in the log. What is a warning is told to notification scripts, too. */
    public enum Level {
        DEBUG,
        VERBOSE,
        NOTICE,
        WARNING
    }

    /** A line of the log that is published nowhere. */
    static SentinelEvent logLine(Level level, String text) {
        return new SentinelEvent(level, "", text);
    }

    public boolean isPublished() {
        return level != Level.DEBUG && !type.isEmpty();
    }

    /** As the log has it. */
    public String line() {
        return type.isEmpty() ? text : type + " " + text;
    }

    @Override
    public String toString() {
        return line();
    }
}
