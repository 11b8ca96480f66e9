package io.miniredis.persistence.rdb;

import io.miniredis.persistence.file.OpenFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A file that is flushed to the disk as it grows (rioSetAutoSync): the disk is kept busy while it is written, lest all
 * of it has to be flushed at the end.
 *
 * <p>Used by one thread; closes nothing.
 */
public final class FileSink implements ByteSink {
    /** How much may wait to be flushed (REDIS_AUTOSYNC_BYTES). */
    public static final long SYNC_BYTES = 4L << 20;

    private final OpenFile file;
    private final long syncEveryBytes;
    private long unsyncedBytes;

    /** @param syncEveryBytes after how many bytes the file is flushed; 0: never */
    public FileSink(OpenFile file, long syncEveryBytes) {
        this.file = file;
        this.syncEveryBytes = syncEveryBytes;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        file.writeFully(ByteBuffer.wrap(bytes, offset, length));
        unsyncedBytes += length;
        if (syncEveryBytes > 0 && unsyncedBytes >= syncEveryBytes) {
            unsyncedBytes = 0;
            file.force(false);
        }
    }

    @Override
    public String toString() {
        return "FileSink[" + file + ", " + unsyncedBytes + " bytes unsynced]";
    }
}
