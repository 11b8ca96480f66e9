package io.miniredis.persistence.aof;

import org.jspecify.annotations.Nullable;

/** The manifest is not one. */
@SuppressWarnings("serial")
public final class AofManifestException extends Exception {
    private final int lineNumber;
    private final @Nullable String line;

    AofManifestException(String reason, int lineNumber, @Nullable String line) {
        super(reason);
        this.lineNumber = lineNumber;
        this.line = line;
    }

    /** The number of the bad line, from 1. */
    public int lineNumber() {
        return lineNumber;
    }

    /** The bad line without blanks around it, or null if it is no line's fault. */
    public @Nullable String line() {
        return line;
    }

    /** The reason. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
