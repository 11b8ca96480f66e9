package io.miniredis.persistence.rdb;

import java.io.IOException;

/** The bytes are no RDB, or an RDB that is damaged, cut off or of a kind that cannot be read. */
public final class RdbException extends IOException {
    private static final long serialVersionUID = 1;

    private final long offset;
    private final boolean isCutOff;

    RdbException(String reason, long offset) {
        this(reason, offset, false);
    }

    RdbException(String reason, long offset, boolean isCutOff) {
        super(reason);
        this.offset = offset;
        this.isCutOff = isCutOff;
    }

    /** For targets that cannot take what was read: {@link RdbReader} knows the place. */
    public RdbException(String reason) {
        this(reason, -1);
    }

    /** What is wrong, as Redis says it where it says anything. */
    public String reason() {
        return String.valueOf(getMessage());
    }

    /** How many bytes were read when it was noticed; -1 if nobody knows. */
    public long offset() {
        return offset;
    }

    /** True if the bytes end too early; they may be right as far as they go. */
    public boolean isCutOff() {
        return isCutOff;
    }

    /** True if already the first bytes say that it is no RDB file, or one of another time. */
    public boolean isForeign() {
        return offset == RdbFormat.HEADER_BYTES && !isCutOff;
    }

    RdbException at(long place) {
        return offset >= 0 ? this : new RdbException(reason(), place, isCutOff);
    }

    /** All of it in Redis's words, for a log. */
    public String report() {
        return "Internal error in RDB reading offset " + offset + " -> " + reason();
    }
}
