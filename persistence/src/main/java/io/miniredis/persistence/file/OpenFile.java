package io.miniredis.persistence.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * An open file. Belongs to whoever opened it; one thread may force it while another writes.
 *
 * @see FileSystem for what failures look like
 */
public interface OpenFile extends Closeable {
    /**
     * Writes at the end of what was written so far, once.
     *
     * @param source its remaining bytes; its position advances by what was written
     * @return how many bytes were written: fewer than remained if the disk is full or the call was interrupted
     */
    int write(ByteBuffer source) throws IOException;

    /** Writes all remaining bytes. After a failure some of them may have been written. */
    default void writeFully(ByteBuffer source) throws IOException {
        while (source.hasRemaining()) {
            if (write(source) == 0) {
                throw new IOException("No space left on device");
            }
        }
    }

    /**
     * Reads from an offset into what remains of a buffer.
     *
     * @return how many bytes were read, -1 if the file ends at or before the offset
     */
    int readAt(ByteBuffer target, long offset) throws IOException;

    /**
     * Makes written bytes survive a loss of power (fsync).
     *
     * @param metadata false if only what is needed to read them back must survive (fdatasync)
     */
    void force(boolean metadata) throws IOException;

    long size() throws IOException;

    /** Cuts the file off; what is written next goes to its new end. */
    void truncate(long size) throws IOException;
}
