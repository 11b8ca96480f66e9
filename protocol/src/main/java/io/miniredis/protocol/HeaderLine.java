package io.miniredis.protocol;

import io.miniredis.datastructures.Numbers;

/** RESP's header lines, a type and a number: {@code $12\r\n}. */
final class HeaderLine {
    /** A type byte, digits, CR, LF. */
    static final int MAX_BYTES = 1 + Numbers.MAX_LONG_DIGITS + 2;

    private HeaderLine() {}

    /** Writes {@code <type><value>\r\n} and returns the offset behind it; there is room for {@link #MAX_BYTES}. */
    static int write(byte[] target, int offset, char type, long value) {
        target[offset] = (byte) type;
        int at = offset + 1;
        if (value >= 0 && value < 10) {
            target[at++] = (byte) ('0' + value);
        } else if (value >= 10 && value < 100) {
            int tens = (int) value / 10;
            target[at++] = (byte) ('0' + tens);
            target[at++] = (byte) ('0' + (int) value - 10 * tens);
        } else {
            at = Numbers.writeDigits(value, target, at);
        }
        target[at] = '\r';
        target[at + 1] = '\n';
        return at + 2;
    }

    /** The length of the line in bytes. */
    static int length(long value) {
        return Numbers.digitCount(value) + 3;
    }
}
