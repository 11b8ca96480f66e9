package io.miniredis.datastructures;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The name of an entry of a stream, written {@code ms-seq} ({@code streamID}): 128 bits that only grow.
 *
 * @param ms milliseconds since 1970 by the clock of whoever added it, unsigned
 * @param seq which entry of that millisecond, from 0 on, unsigned
 */
public record StreamId(long ms, long seq) implements Comparable<StreamId> {
    /** Below every entry's id. */
    public static final StreamId ZERO = new StreamId(0, 0);

    /** The last of all. */
    public static final StreamId MAX = new StreamId(-1, -1);

    /** Of the big-endian form, which sorts like the ids. */
    public static final int BYTES = 16;

    /** The longest text: two numbers of 20 digits and a hyphen. */
    public static final int MAX_TEXT_BYTES = 41;

    /** Longer arguments are never ids. */
    private static final int MAX_PARSED_BYTES = 127;

    /** Id 0-0. */
    public boolean isZero() {
        return ms == 0 && seq == 0;
    }

    /** The id one above; 0-0 after the last. */
    public StreamId next() {
        return seq == -1 ? new StreamId(ms + 1, 0) : new StreamId(ms, seq + 1);
    }

    /** The id one below; the last before 0-0. */
    public StreamId previous() {
        return seq == 0 ? new StreamId(ms - 1, -1) : new StreamId(ms, seq - 1);
    }

    @Override
    public int compareTo(StreamId other) {
        return compare(ms, seq, other.ms, other.seq);
    }

    /** {@link #compareTo} for ids in pieces. */
    public static int compare(long ms, long seq, long otherMs, long otherSeq) {
        int byTime = Long.compareUnsigned(ms, otherMs);
        return byTime != 0 ? byTime : Long.compareUnsigned(seq, otherSeq);
    }

    public boolean isAbove(StreamId other) {
        return compareTo(other) > 0;
    }

    public boolean isBelow(StreamId other) {
        return compareTo(other) < 0;
    }

    /** Sixteen bytes, big-endian: the key under which a stream's node stands in its radix tree. */
    public byte[] toBytes() {
        return ByteBuffer.allocate(BYTES).putLong(ms).putLong(seq).array();
    }

    /** The id that {@link #toBytes} wrote. */
    public static StreamId ofBytes(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new StreamId(buffer.getLong(), buffer.getLong());
    }

    // ---- text ----

    /** {@code ms-seq}. */
    public byte[] text() {
        byte[] text = new byte[MAX_TEXT_BYTES];
        return Arrays.copyOf(text, write(ms, seq, text));
    }

    /** Writes {@code ms-seq} to the beginning of an array of {@link #MAX_TEXT_BYTES} and returns its length. */
    public static int write(long ms, long seq, byte[] target) {
        int at = writeUnsigned(ms, target, 0);
        target[at++] = '-';
        return writeUnsigned(seq, target, at);
    }

    private static int writeUnsigned(long value, byte[] target, int offset) {
        if (value >= 0) {
            return Numbers.writeDigits(value, target, offset);
        }
        byte[] digits = Ascii.bytes(Long.toUnsignedString(value));
        System.arraycopy(digits, 0, target, offset, digits.length);
        return offset + digits.length;
    }

    /**
     * Reads {@code ms-seq} or {@code ms} alone.
     *
     * @param missingSeq what the sequence number is if there is none
     * @return null if the text, from the offset on, is neither
     */
    public static @Nullable StreamId parse(byte[] text, int offset, long missingSeq) {
        int end = endOf(text, offset);
        int hyphen = hyphen(text, offset, end);
        if (end - offset > MAX_PARSED_BYTES || !isUnsigned(text, offset, hyphen)) {
            return null;
        }
        long ms = unsigned(text, offset, hyphen);
        if (hyphen == end) {
            return new StreamId(ms, missingSeq);
        }
        return isUnsigned(text, hyphen + 1, end) ? new StreamId(ms, unsigned(text, hyphen + 1, end)) : null;
    }

    /** Reads {@code ms-*} as {@code ms-0}; null if the text is something else. */
    public static @Nullable StreamId parseWithoutSequence(byte[] text) {
        int end = endOf(text, 0);
        int hyphen = hyphen(text, 0, end);
        boolean fits = end <= MAX_PARSED_BYTES && hyphen + 2 == end && text[hyphen + 1] == '*';
        return fits && isUnsigned(text, 0, hyphen) ? new StreamId(unsigned(text, 0, hyphen), 0) : null;
    }

    // Redis reads ids as C strings, up to the first zero byte.
    private static int endOf(byte[] text, int offset) {
        int end = offset;
        while (end < text.length && text[end] != 0) {
            end++;
        }
        return end;
    }

    private static int hyphen(byte[] text, int offset, int end) {
        int at = offset;
        while (at < end && text[at] != '-') {
            at++;
        }
        return at;
    }

    // As string2ull: what is no strict integer is read by strtoull, which takes blanks, a sign and zeros in front.

    private static boolean isUnsigned(byte[] text, int from, int end) {
        if (Numbers.isLong(text, from, end - from)) {
            return text[from] != '-';
        }
        int digits = skipSign(text, skipBlanks(text, from, end), end);
        if (digits == end) {
            return false;
        }
        long value = 0;
        for (int i = digits; i < end; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9 || overflows(value, digit)) {
                return false;
            }
            value = value * 10 + digit;
        }
        return true;
    }

    private static boolean overflows(long value, int digit) {
        int side = Long.compareUnsigned(value, Long.divideUnsigned(-1, 10));
        return side > 0 || (side == 0 && digit > 5);
    }

    private static long unsigned(byte[] text, int from, int end) {
        int sign = skipBlanks(text, from, end);
        long value = 0;
        for (int i = skipSign(text, sign, end); i < end; i++) {
            value = value * 10 + (text[i] - '0');
        }
        return text[sign] == '-' ? -value : value;
    }

    private static int skipBlanks(byte[] text, int from, int end) {
        int at = from;
        while (at < end && (text[at] == ' ' || (text[at] >= '\t' && text[at] <= '\r'))) {
            at++;
        }
        return at;
    }

    private static int skipSign(byte[] text, int from, int end) {
        return from < end && (text[from] == '+' || text[from] == '-') ? from + 1 : from;
    }

    @Override
    public String toString() {
        return Long.toUnsignedString(ms) + "-" + Long.toUnsignedString(seq);
    }
}
