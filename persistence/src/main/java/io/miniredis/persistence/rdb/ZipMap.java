package io.miniredis.persistence.rdb;

import io.miniredis.datastructures.ListPack;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * A small hash as Redis 2.4 had it ({@code zipmap.c}): read to become a {@link ListPack} of fields and values.
 *
 * <pre>
 *   fields (254 or more: count them) | field | value ... | FF
 *
 *   field:  length, bytes
 *   value:  length, one byte that says how many are unused behind it, bytes, the unused ones
 *   length: one byte up to 253, or FE (or FF) and 4 bytes, little-endian
 * </pre>
 */
final class ZipMap {
    private static final int END = 0xFF;
    private static final int BIG = 254;
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private final int end;
    private int at = 1;

    private ZipMap(byte[] bytes) {
        this.bytes = bytes;
        this.end = bytes.length - 1;
    }

    /** Fields and values in turn; null if the bytes are no zipmap from the first to the last, or an empty one. */
    static @Nullable ListPack toListPack(byte[] bytes) {
        if (bytes.length < 2 || (bytes[bytes.length - 1] & 0xFF) != END || bytes.length > ListPack.MAX_BYTES) {
            return null;
        }
        return new ZipMap(bytes).read();
    }

    private @Nullable ListPack read() {
        ListPack pack = ListPack.withRoom(bytes.length);
        int count = 0;
        while (at < end && (bytes[at] & 0xFF) != END) {
            if (!readString(pack, false) || at >= end || !readString(pack, true)) {
                return null;
            }
            count++;
        }
        int told = bytes[0] & 0xFF;
        boolean isRight = at == end && count > 0 && (told == BIG || told == count);
        return isRight ? pack : null;
    }

    private boolean readString(ListPack pack, boolean isValue) {
        int lengthBytes = (bytes[at] & 0xFF) < BIG ? 1 : 1 + Integer.BYTES;
        int unusedBytes = isValue ? 1 : 0;
        if (lengthBytes + unusedBytes > end - at) {
            return false;
        }
        long length = lengthBytes == 1 ? bytes[at] & 0xFF : (int) INT.get(bytes, at + 1) & 0xFFFF_FFFFL;
        at += lengthBytes;
        int unused = isValue ? bytes[at++] & 0xFF : 0;
        if (length + unused > end - at || !pack.isSafeToAdd(length)) {
            return false;
        }
        pack.append(bytes, at, (int) length);
        at += (int) length + unused;
        return true;
    }
}
