package io.miniredis.server.config;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/** What the operating system says of a failed file operation, in the words of C's strerror. */
public final class SystemError {
    static final String NO_SUCH_FILE = "No such file or directory";
    static final String PERMISSION_DENIED = "Permission denied";

    private SystemError() {}

    public static String of(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return NO_SUCH_FILE;
        }
        if (failure instanceof AccessDeniedException) {
            return PERMISSION_DENIED;
        }
        String reason = failure instanceof FileSystemException detailed ? detailed.getReason() : failure.getMessage();
        return orUnknown(reason);
    }

    private static String orUnknown(@Nullable String reason) {
        return reason == null ? "Input/output error" : reason;
    }
}
