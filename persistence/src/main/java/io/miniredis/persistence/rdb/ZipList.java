package io.miniredis.persistence.rdb;

import io.miniredis.datastructures.ListPack;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The predecessor of the {@link ListPack}, up to Redis 6.2 ({@code ziplist.c}): read to become one.
 *
 * <pre>
 *   bytes (4) | offset of the last entry (4) | entries (2; FFFF: count them) | entry ... | FF
 *
 *   entry:  length of the entry before, 1 byte, or FE and 4 bytes
 *           00llllll               string of up to 63 bytes       all numbers little-endian,
 *           01llllll l             of up to 16383                 but the lengths of strings
 *           10...... llll          longer
 *           C0 xx, F0 xxx, D0 xxxx, E0 xxxxxxxx                   16, 24, 32, 64 bit integer
 *           FE x                   8 bit integer
 *           F1 to FD               0 to 12
 * </pre>
 */
final class ZipList {
    private static final int HEADER_BYTES = 10;
    private static final int END = 0xFF;
    private static final int LONG_PREVIOUS = 0xFE;
    private static final int MANY = 0xFFFF;
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT_BE = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private final int end;
    private final ListPack target;
    private int at = HEADER_BYTES;

    private ZipList(byte[] bytes, ListPack target) {
        this.bytes = bytes;
        this.end = bytes.length - 1;
        this.target = target;
    }

    /** The same entries as a listpack; null if the bytes are no ziplist from the first to the last. */
    static @Nullable ListPack toListPack(byte[] bytes) {
        int length = bytes.length;
        if (length < HEADER_BYTES + 1
                || (int) INT.get(bytes, 0) != length
                || (bytes[length - 1] & 0xFF) != END
                || length > ListPack.MAX_BYTES) {
            return null;
        }
        ListPack pack = ListPack.withRoom(length);
        return new ZipList(bytes, pack).readAll() ? pack : null;
    }

    private boolean readAll() {
        int count = 0;
        int last = HEADER_BYTES;
        int before = 0;
        while (at < end) {
            int start = at;
            if (!isPrevious(before) || !readEntry()) {
                return false;
            }
            before = at - start;
            last = start;
            count++;
        }
        int told = (bytes[8] & 0xFF) | (bytes[9] & 0xFF) << 8;
        int tail = (int) INT.get(bytes, 4);
        boolean tailIsRight = count == 0 ? tail >= 0 && tail <= end : tail == last;
        return at == end && tailIsRight && (told == MANY || told == count);
    }

    /** Reads how long the entry before is said to be. */
    private boolean isPrevious(int length) {
        int lead = bytes[at] & 0xFF;
        if (lead == END) {
            return false;
        }
        if (lead < LONG_PREVIOUS) {
            at++;
            return lead == length;
        }
        if (end - at < 1 + Integer.BYTES) {
            return false;
        }
        long told = (int) INT.get(bytes, at + 1) & 0xFFFF_FFFFL;
        at += 1 + Integer.BYTES;
        return told == length;
    }

    private boolean readEntry() {
        if (at >= end) {
            return false;
        }
        int lead = bytes[at++] & 0xFF;
        return switch (lead >>> 6) {
            case 0 -> readString(lead);
            case 1 -> at < end && readString((lead & 0x3F) << 8 | (bytes[at++] & 0xFF));
            case 2 -> readLongString();
            default -> readInteger(lead);
        };
    }

    private boolean readLongString() {
        if (end - at < Integer.BYTES) {
            return false;
        }
        int length = (int) INT_BE.get(bytes, at);
        at += Integer.BYTES;
        return readString(length);
    }

    private boolean readString(int length) {
        if (length < 0 || length > end - at || !target.isSafeToAdd(length)) {
            return false;
        }
        target.append(bytes, at, length);
        at += length;
        return true;
    }

    private boolean readInteger(int lead) {
        if (lead > 0xF0 && lead < 0xFE) {
            target.append(lead - 0xF1);
            return true;
        }
        int width = switch (lead) {
            case 0xFE -> 1;
            case 0xC0 -> 2;
            case 0xF0 -> 3;
            case 0xD0 -> 4;
            case 0xE0 -> 8;
            default -> 0;
        };
        if (width == 0 || width > end - at) {
            return false;
        }
        target.append(integer(width));
        at += width;
        return true;
    }

    private long integer(int width) {
        return switch (width) {
            case 1 -> bytes[at];
            case 2 -> (short) ((bytes[at] & 0xFF) | bytes[at + 1] << 8);
            case 3 -> (bytes[at] & 0xFF) | (bytes[at + 1] & 0xFF) << 8 | bytes[at + 2] << 16;
            case 4 -> (int) INT.get(bytes, at);
            default -> (long) LONG.get(bytes, at);
        };
    }
}
