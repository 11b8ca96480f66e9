package io.miniredis.datastructures;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** How one entry of a {@link ListPack} is written and read; its javadoc draws the kinds. */
final class ListPackFormat {
    static final int HEADER_BYTES = 6;
    static final int END = 0xFF;

    private static final int SMALL_STRING = 0x80;
    private static final int INT_13 = 0xC0;
    private static final int MEDIUM_STRING = 0xE0;
    private static final int LARGE_STRING = 0xF0;
    private static final int INT_16 = 0xF1;
    private static final int INT_24 = 0xF2;
    private static final int INT_32 = 0xF3;
    private static final int INT_64 = 0xF4;

    private static final int MAX_SMALL_STRING = 63;
    private static final int MAX_MEDIUM_STRING = 4095;
    private static final int MAX_BACKLEN_SHIFT = 28;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private ListPackFormat() {}

    static int int32(byte[] bytes, int offset) {
        return (int) INT.get(bytes, offset);
    }

    static void putInt32(byte[] bytes, int offset, int value) {
        INT.set(bytes, offset, value);
    }

    // ---- sizes ----

    /** Bytes of the whole entry at this position, its length at the end included. */
    static int entryBytes(byte[] bytes, int pos) {
        int encoded = encodedBytes(bytes, pos);
        return encoded + backlenBytes(encoded);
    }

    /**
     * Bytes of the entry without its length at the end; 0 if it begins with none of the known kinds or the end mark.
     */
    static int encodedBytes(byte[] bytes, int pos) {
        int lead = bytes[pos] & 0xFF;
        if (lead < SMALL_STRING) {
            return 1;
        }
        if (lead < INT_13) {
            return 1 + (lead & MAX_SMALL_STRING);
        }
        return lead < MEDIUM_STRING ? 2 : encodedBytesOfLarger(bytes, pos, lead);
    }

    private static int encodedBytesOfLarger(byte[] bytes, int pos, int lead) {
        return switch (lead) {
            case LARGE_STRING -> 5 + int32(bytes, pos + 1);
            case INT_16 -> 3;
            case INT_24 -> 4;
            case INT_32 -> 5;
            case INT_64 -> 9;
            default -> lead < LARGE_STRING ? 2 + mediumLength(bytes, pos) : 0;
        };
    }

    /** How many bytes tell an entry's kind and length before its content; 0 for no known kind. */
    static int leadBytes(int lead) {
        if (lead < MEDIUM_STRING || (lead >= INT_16 && lead <= INT_64)) {
            return 1;
        }
        if (lead == LARGE_STRING) {
            return 5;
        }
        return lead < LARGE_STRING ? 2 : 0;
    }

    static int encodedBytesOfString(int length) {
        if (length <= MAX_SMALL_STRING) {
            return 1 + length;
        }
        return length <= MAX_MEDIUM_STRING ? 2 + length : 5 + length;
    }

    static int encodedBytesOf(long value) {
        if (value >= 0 && value <= 127) {
            return 1;
        }
        if (value >= -4096 && value <= 4095) {
            return 2;
        }
        if (value == (short) value) {
            return 3;
        }
        if (value >= -0x80_0000 && value <= 0x7F_FFFF) {
            return 4;
        }
        return value == (int) value ? 5 : 9;
    }

    /** The limits are those of lpEncodeBacklen, which starts each longer form one number early. */
    static int backlenBytes(int encodedBytes) {
        if (encodedBytes <= 127) {
            return 1;
        }
        if (encodedBytes < 16_383) {
            return 2;
        }
        if (encodedBytes < 2_097_151) {
            return 3;
        }
        return encodedBytes < 268_435_455 ? 4 : 5;
    }

    // ---- reading ----

    static boolean isInteger(int lead) {
        return lead < SMALL_STRING || (lead & 0xE0) == INT_13 || (lead >= INT_16 && lead <= INT_64);
    }

    /** The number of an entry that {@link #isInteger}. */
    static long integer(byte[] bytes, int pos) {
        int lead = bytes[pos] & 0xFF;
        if (lead < SMALL_STRING) {
            return lead;
        }
        return switch (lead) {
            case INT_16 -> (short) ((bytes[pos + 1] & 0xFF) | bytes[pos + 2] << 8);
            case INT_24 -> (bytes[pos + 1] & 0xFF) | (bytes[pos + 2] & 0xFF) << 8 | bytes[pos + 3] << 16;
            case INT_32 -> int32(bytes, pos + 1);
            case INT_64 -> (long) LONG.get(bytes, pos + 1);
            // Thirteen bits, the highest of them the sign: shifted up to where an int has its sign, and back.
            default -> ((lead & 0x1F) << 8 | (bytes[pos + 1] & 0xFF)) << 19 >> 19;
        };
    }

    static int stringOffset(byte[] bytes, int pos) {
        int lead = bytes[pos] & 0xFF;
        if (lead < INT_13) {
            return pos + 1;
        }
        return lead < LARGE_STRING ? pos + 2 : pos + 5;
    }

    static int stringLength(byte[] bytes, int pos) {
        int lead = bytes[pos] & 0xFF;
        if (lead < INT_13) {
            return lead & MAX_SMALL_STRING;
        }
        return lead < LARGE_STRING ? mediumLength(bytes, pos) : int32(bytes, pos + 1);
    }

    private static int mediumLength(byte[] bytes, int pos) {
        return (bytes[pos] & 0xF) << 8 | (bytes[pos + 1] & 0xFF);
    }

    static boolean stringEquals(byte[] bytes, int pos, byte[] value) {
        int length = stringLength(bytes, pos);
        if (length != value.length) {
            return false;
        }
        int offset = stringOffset(bytes, pos);
        // Names in one collection often begin alike, so the last byte is asked first.
        return length == 0
                || (bytes[offset + length - 1] == value[length - 1]
                        && Arrays.equals(bytes, offset, offset + length, value, 0, length));
    }

    /** The length told at the end of the entry that ends before {@code end}, or -1 if that is no length. */
    static int backlen(byte[] bytes, int end) {
        long length = 0;
        int at = end;
        for (int shift = 0; shift <= MAX_BACKLEN_SHIFT; shift += 7) {
            at--;
            length |= (long) (bytes[at] & 0x7F) << shift;
            if (bytes[at] >= 0) {
                return length <= Integer.MAX_VALUE ? (int) length : -1;
            }
        }
        return -1;
    }

    // ---- writing ----

    static void writeString(byte[] target, int pos, byte[] source, int offset, int length) {
        int at = pos;
        if (length <= MAX_SMALL_STRING) {
            target[at++] = (byte) (SMALL_STRING | length);
        } else if (length <= MAX_MEDIUM_STRING) {
            target[at++] = (byte) (MEDIUM_STRING | length >> 8);
            target[at++] = (byte) length;
        } else {
            target[at] = (byte) LARGE_STRING;
            putInt32(target, at + 1, length);
            at += 5;
        }
        System.arraycopy(source, offset, target, at, length);
        writeBacklen(target, at + length, at + length - pos);
    }

    static void writeInteger(byte[] target, int pos, long value) {
        int encodedBytes = encodedBytesOf(value);
        int bits = (int) value;
        switch (encodedBytes) {
            case 1 -> target[pos] = (byte) bits;
            case 2 -> {
                target[pos] = (byte) (INT_13 | (bits >> 8 & 0x1F));
                target[pos + 1] = (byte) bits;
            }
            case 3 -> writeLittleEndian(target, pos, INT_16, bits, 2);
            case 4 -> writeLittleEndian(target, pos, INT_24, bits, 3);
            case 5 -> writeLittleEndian(target, pos, INT_32, bits, 4);
            default -> {
                target[pos] = (byte) INT_64;
                LONG.set(target, pos + 1, value);
            }
        }
        target[pos + encodedBytes] = (byte) encodedBytes;
    }

    private static void writeLittleEndian(byte[] target, int pos, int lead, int bits, int count) {
        target[pos] = (byte) lead;
        for (int i = 0; i < count; i++) {
            target[pos + 1 + i] = (byte) (bits >> (8 * i));
        }
    }

    /**
     * Seven bits a byte, the lowest last; all bytes but the first have their top bit set: made to be read backwards.
     */
    static void writeBacklen(byte[] target, int pos, int encodedBytes) {
        int first = pos;
        int rest = encodedBytes;
        for (int at = pos + backlenBytes(encodedBytes) - 1; at > first; at--) {
            target[at] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        target[first] = (byte) rest;
    }

    // ---- trust ----

    /**
     * True if the bytes are a listpack from the first to the last: sizes, kinds, lengths and count
     * (lpValidateIntegrity, deep).
     */
    static boolean isValid(byte[] bytes) {
        int end = bytes.length - 1;
        if (end < HEADER_BYTES || int32(bytes, 0) != bytes.length || (bytes[end] & 0xFF) != END) {
            return false;
        }
        int count = 0;
        int pos = HEADER_BYTES;
        while (pos < end) {
            int size = validEntryBytes(bytes, pos, end);
            if (size == 0) {
                return false;
            }
            pos += size;
            count++;
        }
        int told = (bytes[4] & 0xFF) | (bytes[5] & 0xFF) << 8;
        return pos == end && (told == 0xFFFF || told == count);
    }

    /** The entry's size, or 0 if it is none or reaches beyond the end. */
    private static int validEntryBytes(byte[] bytes, int pos, int end) {
        int lead = bytes[pos] & 0xFF;
        int leadBytes = leadBytes(lead);
        if (leadBytes == 0 || pos + leadBytes > end) {
            return 0;
        }
        int encoded = encodedBytes(bytes, pos);
        if (encoded < leadBytes || encoded >= end - pos) {
            return 0;
        }
        int size = encoded + backlenBytes(encoded);
        boolean fits = size <= end - pos;
        return fits && backlen(bytes, pos + size) == encoded ? size : 0;
    }
}
