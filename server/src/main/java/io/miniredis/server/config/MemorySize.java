package io.miniredis.server.config;

import io.miniredis.datastructures.ByteString;
import java.util.OptionalLong;

/**
 * An amount of memory as redis.conf writes it: {@code 1k} is 1000 bytes, {@code 1kb} 1024, likewise {@code m mb g gb},
 * in any case of letters; {@code b} or nothing is bytes. (Redis: memtoull in util.c, rewriteConfigFormatMemory.)
 */
public final class MemorySize {
    private static final long KB = 1024;
    private static final long MB = 1024 * KB;
    private static final long GB = 1024 * MB;

    private MemorySize() {}

    /**
     * The number of bytes, an unsigned 64-bit number, or nothing if the text is none. As in Redis digits beyond 64 bits
     * count as 2^64-1, the multiplication by the unit wraps around, and no digits at all are 0.
     */
    public static OptionalLong parse(ByteString text) {
        int digits = 0;
        while (digits < text.length() && isDigit(text.byteAt(digits))) {
            digits++;
        }
        long unit = unit(text, digits);
        return unit == 0 ? OptionalLong.empty() : OptionalLong.of(unsigned(text, digits) * unit);
    }

    /** Bytes as CONFIG GET shows them: plain unsigned digits. */
    public static String plain(long bytes) {
        return Long.toUnsignedString(bytes);
    }

    /** The shortest exact form a file can hold: {@code 100mb}, {@code 4gb}, {@code 1000001}. */
    public static String compact(long bytes) {
        if (bytes != 0 && bytes % GB == 0) {
            return bytes / GB + "gb";
        }
        if (bytes != 0 && bytes % MB == 0) {
            return bytes / MB + "mb";
        }
        if (bytes != 0 && bytes % KB == 0) {
            return bytes / KB + "kb";
        }
        return plain(bytes);
    }

    /** Bytes in one unit, the text from an index on; 0 if it names none. */
    private static long unit(ByteString text, int from) {
        int length = text.length() - from;
        if (length == 0) {
            return 1;
        }
        char first = lower(text.byteAt(from));
        if (length == 1) {
            return switch (first) {
                case 'b' -> 1;
                case 'k' -> 1_000;
                case 'm' -> 1_000_000;
                case 'g' -> 1_000_000_000;
                default -> 0;
            };
        }
        if (length > 2 || lower(text.byteAt(from + 1)) != 'b') {
            return 0;
        }
        return switch (first) {
            case 'k' -> KB;
            case 'm' -> MB;
            case 'g' -> GB;
            default -> 0;
        };
    }

    private static long unsigned(ByteString text, int digits) {
        long limit = Long.divideUnsigned(-1L, 10);
        long value = 0;
        for (int i = 0; i < digits; i++) {
            int digit = text.byteAt(i) - '0';
            if (Long.compareUnsigned(value, limit) > 0 || (value == limit && digit > 5)) {
                return -1L;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static char lower(byte b) {
        return (char) (b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b & 0xff);
    }
}
