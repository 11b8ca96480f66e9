package io.miniredis.persistence.rdb;

import io.miniredis.persistence.file.OpenFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A file as the source or the sink of an RDB. Who opened it closes it. */
public final class FileBytes implements ByteSource, ByteSink {
    private final OpenFile file;
    private long position;

    /** Reads from this offset on, or writes where the file does. */
    public FileBytes(OpenFile file, long position) {
        this.file = file;
        this.position = position;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = file.readAt(ByteBuffer.wrap(target, offset, length), position);
        position += Math.max(count, 0);
        return count;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        file.writeFully(ByteBuffer.wrap(bytes, offset, length));
        position += length;
    }

    /** How far it has come, in bytes from the file's beginning. */
    public long position() {
        return position;
    }

    @Override
    public String toString() {
        return "FileBytes[at " + position + "]";
    }
}
