package io.miniredis.protocol;

/**
 * How large a request may be. One object per server, shared by the decoders of all its connections and read at every
 * use, so that CONFIG SET takes effect at once; any thread may read and write it.
 */
public final class DecoderLimits {
    /** {@code proto-max-bulk-len}'s default: 512 MB. */
    public static final long DEFAULT_MAX_BULK_LENGTH = 512L * 1024 * 1024;

    /** What a JVM can hold in one array, with room for its header. */
    public static final int LARGEST_BULK = Integer.MAX_VALUE - 16;

    /** The longest inline request or header line in bytes (PROTO_INLINE_MAX_SIZE). */
    public static final int MAX_INLINE = 64 * 1024;

    /** The arguments a client may send before it has authenticated. */
    public static final int MAX_UNAUTHENTICATED_MULTIBULK = 10;

    /** The length of an argument in bytes a client may send before it has authenticated. */
    public static final int MAX_UNAUTHENTICATED_BULK = 16384;

    private final InboundBudget budget;
    private volatile long maxBulkLength = DEFAULT_MAX_BULK_LENGTH;

    public DecoderLimits() {
        this(new InboundBudget());
    }

    public DecoderLimits(InboundBudget budget) {
        this.budget = budget;
    }

    /** The longest argument in bytes, 1 MB or more ({@code proto-max-bulk-len}). */
    public long maxBulkLength() {
        return maxBulkLength;
    }

    public void maxBulkLength(long bytes) {
        maxBulkLength = bytes;
    }

    /** The longest inline request or header line in bytes. */
    public int maxInline() {
        return MAX_INLINE;
    }

    /** The most arguments of one request. */
    public int maxMultibulk() {
        return Integer.MAX_VALUE;
    }

    /** What announced arguments may reserve before their bytes are here. */
    public InboundBudget budget() {
        return budget;
    }

    @Override
    public String toString() {
        return "DecoderLimits[proto-max-bulk-len " + maxBulkLength + ", " + budget + "]";
    }
}
