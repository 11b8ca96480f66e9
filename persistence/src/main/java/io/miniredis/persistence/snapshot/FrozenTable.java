package io.miniredis.persistence.snapshot;

import io.miniredis.datastructures.HashValue;
import io.miniredis.datastructures.StringSink;
import io.miniredis.datastructures.TableElements;
import io.miniredis.datastructures.ValueType;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A set, hash or sorted set of a frozen view, read from the first element to the last in the order in which they come:
 *
 * <pre>
 *   while (table.next()) {
 *       table.writeKey(sink);
 *       ... table.score() ...
 *   }
 * </pre>
 *
 * <p>Elements may still be on their way from the main thread: {@link #next} waits for them.
 */
public final class FrozenTable {
    private final ValueType type;
    private final int count;
    private final long earliestExpiryMillis;
    private final Source source;
    private @Nullable TableElements piece;
    private int index = -1;
    private boolean ended;

    /** Where the elements come from. */
    interface Source {
        /** The next ones; null if there are no more. */
        @Nullable
        TableElements next() throws IOException;
    }

    FrozenTable(ValueType type, int count, long earliestExpiryMillis, Source source) {
        this.type = type;
        this.count = count;
        this.earliestExpiryMillis = earliestExpiryMillis;
        this.source = source;
    }

    /** SET, HASH or ZSET. */
    public ValueType type() {
        return type;
    }

    /** How many elements there are in all. */
    public int count() {
        return count;
    }

    /** The earliest time at which a hash's field expires, or {@link HashValue#NO_EXPIRE}. */
    public long earliestExpiryMillis() {
        return earliestExpiryMillis;
    }

    public boolean hasExpiringFields() {
        return earliestExpiryMillis != HashValue.NO_EXPIRE;
    }

    /** Goes to the next element, at the beginning to the first. Returns false at the end. */
    public boolean next() throws IOException {
        index++;
        while (!ended && (piece == null || index >= piece.count())) {
            piece = source.next();
            index = 0;
            ended = piece == null;
        }
        return !ended;
    }

    /** What nobody was interested in. */
    void skipRest() throws IOException {
        while (!ended) {
            ended = source.next() == null;
        }
    }

    /** The member of a set or a sorted set, the field of a hash. */
    public void writeKey(StringSink sink) {
        current().writeKey(index, sink);
    }

    /** The value of a hash's field. */
    public void writeValue(StringSink sink) {
        current().writeValue(index, sink);
    }

    /** The score of a sorted set's member. */
    public double score() {
        return current().score(index);
    }

    /** When a hash's field expires, in milliseconds since 1970, or {@link HashValue#NO_EXPIRE}. */
    public long expireAtMillis() {
        return current().expireAtMillis(index);
    }

    private TableElements current() {
        if (piece == null) {
            throw new IllegalStateException("before the first element or behind the last");
        }
        return piece;
    }

    @Override
    public String toString() {
        return "FrozenTable[" + type + " of " + count + "]";
    }
}
