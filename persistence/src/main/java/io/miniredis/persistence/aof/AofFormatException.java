package io.miniredis.persistence.aof;

/** What stands in an append-only file is no command. */
@SuppressWarnings("serial")
public final class AofFormatException extends Exception {
    private final long offset;

    AofFormatException(String message, long offset) {
        super(message, null, false, false);
        this.offset = offset;
    }

    /** Where the record begins that is none, in bytes. */
    public long offset() {
        return offset;
    }
}
