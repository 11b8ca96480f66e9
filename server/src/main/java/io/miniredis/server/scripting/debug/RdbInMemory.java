package io.miniredis.server.scripting.debug;

import io.miniredis.persistence.rdb.ByteSink;
import io.miniredis.persistence.rdb.ByteSource;
import java.util.ArrayList;
import java.util.List;

/** The bytes of an RDB in pieces, written first and read then; a piece that was read is forgotten. */
final class RdbInMemory implements ByteSink, ByteSource {
    private final List<byte[]> pieces = new ArrayList<>();
    private long size;
    private int piece;
    private int offset;

    @Override
    public void write(byte[] bytes, int from, int length) {
        byte[] copied = new byte[length];
        System.arraycopy(bytes, from, copied, 0, length);
        pieces.add(copied);
        size += length;
    }

    @Override
    public int read(byte[] target, int at, int length) {
        if (piece == pieces.size()) {
            return -1;
        }
        byte[] current = pieces.get(piece);
        int count = Math.min(length, current.length - offset);
        System.arraycopy(current, offset, target, at, count);
        offset += count;
        if (offset == current.length) {
            pieces.set(piece++, new byte[0]);
            offset = 0;
        }
        return count;
    }

    /** What was written, in bytes. */
    long size() {
        return size;
    }

    @Override
    public String toString() {
        return "RdbInMemory[" + size + " B]";
    }
}
