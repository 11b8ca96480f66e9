package io.miniredis.datastructures;

/** One of those who share the work of a {@link ConsumerGroup} (streamConsumer). */
public final class StreamConsumer {
    /** {@link #activeMillis} of one who never got an entry. */
    public static final long NEVER = -1;

    private final byte[] name;
    private final PendingEntries pending = new PendingEntries();
    private long seenMillis;
    private long activeMillis = NEVER;

    StreamConsumer(byte[] name, long seenMillis) {
        this.name = name;
        this.seenMillis = seenMillis;
    }

    public byte[] name() {
        return name;
    }

    /** What it has to acknowledge. */
    public PendingEntries pending() {
        return pending;
    }

    /** When it last tried to read or to claim, in milliseconds since 1970-01-01 UTC. */
    public long seenMillis() {
        return seenMillis;
    }

    public void seen(long atMillis) {
        seenMillis = atMillis;
    }

    /** When it last got an entry, in milliseconds since 1970-01-01 UTC, or {@link #NEVER}. */
    public long activeMillis() {
        return activeMillis;
    }

    public void active(long atMillis) {
        activeMillis = atMillis;
    }

    @Override
    public String toString() {
        return "StreamConsumer[" + Ascii.quote(name, 60) + ", " + pending.size() + " pending]";
    }
}
