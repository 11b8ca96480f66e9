package io.miniredis.server.log;

/** The importance of a log line, as {@code loglevel} names it, with the sign that marks it in the log. */
public enum LogLevel {
    DEBUG('.'),
    VERBOSE('-'),
    NOTICE('*'),
    WARNING('#'),
    /** Above every line: {@code loglevel nothing}. */
    NOTHING(' ');

    private final char sign;

    LogLevel(char sign) {
        this.sign = sign;
    }

    /** The character between the time and the text. */
    public char sign() {
        return sign;
    }
}
