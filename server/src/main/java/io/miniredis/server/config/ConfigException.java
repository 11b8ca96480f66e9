package io.miniredis.server.config;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A configuration that a server cannot start with: what the user wrote wrong and where. Of a file it is told in Redis's
 * form; of a parameter that a program has set, in one line, and the stack trace says where.
 */
public final class ConfigException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String reason;

    private ConfigException(String text, String reason) {
        super(text, null, false, false);
        this.reason = reason;
    }

    private ConfigException(String text, ConfigException refused) {
        super(text);
        this.reason = refused.reason;
    }

    /** A parameter that a program has set wrong. */
    static ConfigException ofParameter(String line, ConfigException refused) {
        return new ConfigException(line + ": " + refused.reason, refused);
    }

    /** A directive that is wrong. */
    static ConfigException atLine(String version, int number, String line, String reason) {
        return new ConfigException(
                heading(version) + "Reading the configuration file, at line " + number + "\n>>> '" + line + "'\n"
                        + reason,
                reason);
    }

    /** Directives that are right, but not together. */
    static ConfigException afterReading(String version, String reason) {
        return new ConfigException(heading(version) + reason, reason);
    }

    /** A file that cannot be read. */
    static ConfigException unreadable(String file, String reason) {
        return new ConfigException("Fatal error, can't open config file '" + file + "': " + reason, reason);
    }

    private static String heading(String version) {
        return "\n*** FATAL CONFIG FILE ERROR (Redis " + version + ") ***\n";
    }

    /** All that is to be written to the standard error, several lines without the last line end. */
    public String text() {
        @Nullable String text = getMessage();
        return text == null ? "" : text;
    }

    /** The last line alone: {@code argument must be 'yes' or 'no'}. */
    public String reason() {
        return reason;
    }
}
