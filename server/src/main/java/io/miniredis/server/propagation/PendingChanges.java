package io.miniredis.server.propagation;

import io.miniredis.protocol.Request;
import io.miniredis.protocol.RequestEncoder;
import java.util.Arrays;

/**
 * Changes in RESP, one behind the other in one array that is used again and again: a change costs no object.
 *
 * <pre>
 *   bytes     *3 SET a 1   *2 DEL b   *3 SET c 2
 *   ends                  ^          ^           ^
 * </pre>
 */
final class PendingChanges {
    private static final int FIRST_BYTES = 1024;

    /** An array that grew longer than this is not kept. */
    private static final int KEPT_BYTES = 1024 * 1024;

    private static final int FIRST_CHANGES = 16;
    private static final int KEPT_CHANGES = 64 * 1024;
    private static final int MAX_ARRAY_BYTES = Integer.MAX_VALUE - 8;

    private byte[] bytes = new byte[FIRST_BYTES];
    private int[] ends = new int[FIRST_CHANGES];
    private int[] databases = new int[FIRST_CHANGES];
    private Targets[] targets = new Targets[FIRST_CHANGES];
    private int count;

    int count() {
        return count;
    }

    void add(int database, Request change, Targets heardBy) {
        int start = start(count);
        long end = start + RequestEncoder.encodedLength(change);
        if (end > bytes.length) {
            growBytes(end);
        }
        if (count == ends.length) {
            growTable(2 * count);
        }
        ends[count] = RequestEncoder.encode(change, bytes, start);
        databases[count] = database;
        targets[count] = heardBy;
        count++;
    }

    private void growBytes(long wanted) {
        if (wanted > MAX_ARRAY_BYTES) {
            throw new IllegalStateException("one call changed more than fits into 2 GB");
        }
        bytes = Arrays.copyOf(bytes, (int) Math.min(Math.max(wanted, 2L * bytes.length), MAX_ARRAY_BYTES));
    }

    private void growTable(int room) {
        ends = Arrays.copyOf(ends, room);
        databases = Arrays.copyOf(databases, room);
        targets = Arrays.copyOf(targets, room);
    }

    /** What they all stand in. */
    byte[] bytes() {
        return bytes;
    }

    /** Where a change begins. */
    int start(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    int length(int index) {
        return ends[index] - start(index);
    }

    int database(int index) {
        return databases[index];
    }

    Targets targets(int index) {
        return targets[index];
    }

    void clear() {
        count = 0;
        if (bytes.length > KEPT_BYTES) {
            bytes = new byte[FIRST_BYTES];
        }
        if (ends.length > KEPT_CHANGES) {
            growTable(FIRST_CHANGES);
        }
    }

    @Override
    public String toString() {
        return "PendingChanges[" + count + ", " + start(count) + " B]";
    }
}
