package io.miniredis.replication;

import io.miniredis.datastructures.Ascii;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds a snapshot in the bytes that a primary sends: its beginning, which may come after empty lines, and its end
 * (readSyncBulkPayload).
 *
 * <pre>
 *   \n \n  $1234\r\n              1234 bytes of RDB               the stream of changes
 *   \n \n  $EOF:&lt;40 characters&gt;\r\n   RDB   the same 40 characters    nothing, until the replica has said that it is there
 * </pre>
 *
 * <p>Whether the last 40 bytes are the mark is looked at where a piece from the network ends, since nothing follows it.
 * Belongs to one thread.
 */
public final class SnapshotPayload {
    private static final int MARK_BYTES = 40;
    private static final int LONGEST_LINE = 1024;
    private static final long UNKNOWN = -1;

    /** Who gets the snapshot's bytes; the array is the caller's again afterwards. */
    @FunctionalInterface
    public interface Target {
        void bytes(byte[] bytes, int offset, int length);
    }

    private final byte[] line = new byte[LONGEST_LINE];
    private int lineLength;
    private boolean hasBegun;
    private boolean complete;
    private long size = UNKNOWN;
    private long received;
    private byte @Nullable [] mark;
    /** The last bytes that came, which may be the mark. */
    private final byte[] tail = new byte[MARK_BYTES];

    private int tailLength;
    private @Nullable String failure;

    /**
     * Takes some bytes, up to the snapshot's end or to the end of the line before it: whoever is told that it has begun
     * calls again.
     *
     * @return the offset of the first byte not taken
     */
    public int take(byte[] bytes, int from, int to, Target target) {
        if (!hasBegun) {
            return takeLine(bytes, from, to);
        }
        if (complete || failure != null) {
            return from;
        }
        return mark == null ? takeCounted(bytes, from, to, target) : takeMarked(bytes, from, to, target);
    }

    private int takeLine(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if (bytes[at] != '\n') {
                if (lineLength == line.length) {
                    failure = "I/O error reading bulk count from MASTER: the line is too long";
                    return to;
                }
                line[lineLength++] = bytes[at];
                continue;
            }
            String text = Ascii.text(Arrays.copyOf(line, lineLength)).strip();
            lineLength = 0;
            if (!text.isEmpty()) {
                begin(text);
                return at + 1;
            }
        }
        return to;
    }

    private void begin(String text) {
        if (text.startsWith("-")) {
            failure = "MASTER aborted replication with an error: " + text.substring(1);
        } else if (!text.startsWith("$")) {
            failure = "Bad protocol from MASTER, the first byte is not '$' (we received '" + text
                    + "'), are you sure the host and port are right?";
        } else if (text.startsWith("$EOF:") && text.length() == 5 + MARK_BYTES) {
            mark = Ascii.bytes(text.substring(5));
            hasBegun = true;
        } else {
            beginCounted(text.substring(1));
        }
    }

    private void beginCounted(String digits) {
        try {
            size = Long.parseLong(digits);
            hasBegun = true;
            complete = size == 0;
        } catch (NumberFormatException e) {
            failure = "Bad protocol from MASTER, the length is no number: " + digits;
        }
    }

    private int takeCounted(byte[] bytes, int from, int to, Target target) {
        int length = (int) Math.min(to - from, size - received);
        target.bytes(bytes, from, length);
        received += length;
        complete = received == size;
        return from + length;
    }

    private int takeMarked(byte[] bytes, int from, int to, Target target) {
        received += to - from;
        int all = tailLength + to - from;
        int passed = Math.max(0, all - MARK_BYTES);
        int fromTail = Math.min(passed, tailLength);
        target.bytes(tail, 0, fromTail);
        target.bytes(bytes, from, passed - fromTail);
        System.arraycopy(tail, fromTail, tail, 0, tailLength - fromTail);
        tailLength -= fromTail;
        int rest = to - from - (passed - fromTail);
        System.arraycopy(bytes, to - rest, tail, tailLength, rest);
        tailLength += rest;
        complete = Arrays.equals(tail, mark);
        return to;
    }

    /** True when its first line has come. */
    public boolean hasBegun() {
        return hasBegun;
    }

    /** True when all of it was taken. */
    public boolean isComplete() {
        return complete;
    }

    /** True if a mark says where it ends, and nobody knows before. */
    public boolean endsWithMark() {
        return mark != null;
    }

    /** Its length in bytes, or -1 if that is not known. */
    public long sizeBytes() {
        return size;
    }

    /** How much of it has come, the mark included. */
    public long receivedBytes() {
        return received;
    }

    /** What is wrong with it, for the log, or null. */
    public @Nullable String failure() {
        return failure;
    }

    @Override
    public String toString() {
        return "SnapshotPayload[" + received + " of " + (size == UNKNOWN ? "?" : String.valueOf(size)) + " B"
                + (complete ? ", complete]" : "]");
    }
}
