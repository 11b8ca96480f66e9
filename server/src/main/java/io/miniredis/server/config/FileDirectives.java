package io.miniredis.server.config;

import io.miniredis.datastructures.ByteString;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The directives of a configuration file that are no parameters, for whoever knows commands and users. Each method
 * takes a directive when its line is read and returns why it is wrong, or null; the reason is reported with the line.
 */
public interface FileDirectives {
    /** Takes every directive unseen; {@link ServerConfig} remembers them in any case. */
    FileDirectives REMEMBERED = new FileDirectives() {};

    /** {@code rename-command from to}; an empty {@code to} removes the command. */
    default @Nullable String renameCommand(ByteString from, ByteString to) {
        return null;
    }

    /** {@code user name rules…}. */
    default @Nullable String user(List<ByteString> nameAndRules) {
        return null;
    }
}
