package io.miniredis.datastructures;

import org.jspecify.annotations.Nullable;

/**
 * A kind of integer that BITFIELD reads and writes: {@code i16}, {@code u8}.
 *
 * @param signed in two's complement
 * @param width in bits: 1 to 64 if signed, else to 63, since replies have no unsigned 64 bits
 */
public record BitField(boolean signed, int width) {
    private static final int MAX_SIGNED_WIDTH = 64;
    private static final int MAX_UNSIGNED_WIDTH = 63;

    /** What to do with a number that does not fit. */
    public enum Overflow {
        /** The low bits stay. */
        WRAP,
        /** The nearest number that fits. */
        SAT,
        /** Nothing is written. */
        FAIL
    }

    /** The kind that a text names, or null. */
    public static @Nullable BitField parse(byte[] text) {
        if (text.length < 2 || (text[0] != 'i' && text[0] != 'u') || !Numbers.isLong(text, 1, text.length - 1)) {
            return null;
        }
        boolean signed = text[0] == 'i';
        long width = Numbers.knownLong(text, 1, text.length - 1);
        int most = signed ? MAX_SIGNED_WIDTH : MAX_UNSIGNED_WIDTH;
        return width < 1 || width > most ? null : new BitField(signed, (int) width);
    }

    /** The number at an offset in bits; what lies behind {@code length} bytes is zero. */
    public long read(byte[] bytes, int length, long offset) {
        long number = Bits.read(bytes, length, offset, width);
        return signed ? signExtended(number) : number;
    }

    private long signExtended(long number) {
        int unused = Long.SIZE - width;
        return number << unused >> unused;
    }

    /**
     * True if the sum is not of this kind.
     *
     * @param value of this kind if something is added to it, otherwise any number, taken as unsigned if the kind is
     */
    public boolean overflows(long value, long increment) {
        return direction(value, increment) != 0;
    }

    /** The sum if it fits, else what WRAP or SAT make of it. */
    public long sum(long value, long increment, Overflow overflow) {
        int direction = direction(value, increment);
        if (direction == 0) {
            return value + increment;
        }
        if (overflow == Overflow.SAT) {
            return direction > 0 ? max() : min();
        }
        long wrapped = value + increment;
        return signed ? signExtended(wrapped) : wrapped & max();
    }

    /** 1 if the sum is too large, -1 if it is too small, 0 if it fits. */
    private int direction(long value, long increment) {
        return signed ? signedDirection(value, increment) : unsignedDirection(value, increment);
    }

    private int unsignedDirection(long value, long increment) {
        if (Long.compareUnsigned(value, max()) > 0 || (increment > 0 && increment > max() - value)) {
            return 1;
        }
        return increment < 0 && increment < -value ? -1 : 0;
    }

    /**
     * checkSignedBitfieldOverflow. Differences wrap as they do there: a value far below the smallest is then taken as
     * too large, and SAT makes the largest of it.
     */
    private int signedDirection(long value, long increment) {
        boolean narrow = width < MAX_SIGNED_WIDTH;
        long up = max() - value;
        long down = min() - value;
        if (value > max() || (narrow && increment > up) || (value >= 0 && increment > 0 && increment > up)) {
            return 1;
        }
        boolean below = (narrow && increment < down) || (value < 0 && increment < 0 && increment < down);
        return value < min() || below ? -1 : 0;
    }

    private long max() {
        return signed ? Long.MAX_VALUE >>> (MAX_SIGNED_WIDTH - width) : (1L << width) - 1;
    }

    private long min() {
        return signed ? -max() - 1 : 0;
    }

    @Override
    public String toString() {
        return (signed ? "i" : "u") + width;
    }
}
