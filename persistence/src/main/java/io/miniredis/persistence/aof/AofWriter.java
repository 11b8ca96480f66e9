package io.miniredis.persistence.aof;

import io.miniredis.persistence.file.OpenFile;
import io.miniredis.protocol.Request;
import io.miniredis.protocol.RequestEncoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what is appended, and writes it to the increment: at once, so that a command is never cut in two by anything
 * but a crash or a full disk. What could not be written stays here and is written, behind nothing of its own, the next
 * time (aof_buf, aofWrite).
 *
 * <p>Used by one thread; only {@link OpenFile#force} of its file may be called by another.
 */
public final class AofWriter {
    private static final int FIRST_BYTES = 4 * 1024;

    /** A buffer that grew larger than this is not kept. */
    private static final int KEPT_BYTES = 1024 * 1024;

    private static final int STAGE_BYTES = 256 * 1024;

    private byte[] buffer = new byte[FIRST_BYTES];
    private int length;

    /** What the operating system reads from: it cannot read from an array. */
    private @Nullable ByteBuffer stage;

    private @Nullable OpenFile file;
    private long fileBytes;

    /** From now on writes to this file. */
    public void open(OpenFile newFile, long sizeBytes) {
        file = newFile;
        fileBytes = sizeBytes;
    }

    /** The file that is written, or null. */
    public @Nullable OpenFile file() {
        return file;
    }

    /** Gives the file back. */
    public @Nullable OpenFile close() {
        OpenFile was = file;
        file = null;
        fileBytes = 0;
        return was;
    }

    /** Forgets what was not written. */
    public void clear() {
        length = 0;
    }

    public void append(byte[] bytes) {
        append(bytes, 0, bytes.length);
    }

    public void append(byte[] bytes, int from, int count) {
        if (count > buffer.length - length) {
            grow(count);
        }
        System.arraycopy(bytes, from, buffer, length, count);
        length += count;
    }

    /** Encodes a command into the buffer. */
    public void append(Request command) {
        long most = RequestEncoder.mostLength(command);
        if (most > buffer.length - length) {
            grow(most);
        }
        length = RequestEncoder.encode(command, buffer, length);
    }

    private void grow(long count) {
        long wanted = Math.max(length + count, Math.min(2L * buffer.length, Integer.MAX_VALUE - 8));
        if (wanted > Integer.MAX_VALUE - 8) {
            throw new IllegalStateException("more than 2 GB wait to be written to the append-only file");
        }
        buffer = Arrays.copyOf(buffer, (int) wanted);
    }

    /** Bytes that are not written yet. */
    public int pendingBytes() {
        return length;
    }

    public int bufferBytes() {
        return buffer.length;
    }

    /** What the file holds, in bytes. */
    public long fileBytes() {
        return fileBytes;
    }

    /**
     * Writes what is pending.
     *
     * @return how many bytes were written
     */
    public int write() throws AofWriteException {
        OpenFile target = file;
        if (target == null) {
            throw new IllegalStateException("no file is open");
        }
        int written = 0;
        try {
            while (written < length) {
                written += writeSome(target, written);
            }
        } catch (IOException e) {
            throw failed(target, written, e);
        }
        fileBytes += written;
        length = 0;
        if (buffer.length > KEPT_BYTES) {
            buffer = new byte[FIRST_BYTES];
        }
        return written;
    }

    private int writeSome(OpenFile target, int from) throws IOException {
        ByteBuffer staged = stage;
        if (staged == null) {
            staged = ByteBuffer.allocateDirect(STAGE_BYTES);
            stage = staged;
        }
        int count = Math.min(length - from, STAGE_BYTES);
        staged.clear().put(buffer, from, count).flip();
        int written = target.write(staged);
        if (written == 0) {
            throw new IOException("No space left on device");
        }
        return written;
    }

    /** Takes back what was written of it, so that no half command stands in the file. */
    private AofWriteException failed(OpenFile target, int written, IOException cause) {
        if (written == 0) {
            return new AofWriteException(List.of("Error writing to the AOF file: " + cause.getMessage()), cause);
        }
        String line = "Short write while writing to the AOF file: (nwritten=" + written + ", expected=" + length + ")";
        try {
            target.truncate(fileBytes);
            return new AofWriteException(List.of(line), cause);
        } catch (IOException e) {
            // Half a command stands there: the other half comes next.
            fileBytes += written;
            System.arraycopy(buffer, written, buffer, 0, length - written);
            length -= written;
            return new AofWriteException(
                    List.of(
                            line,
                            "Could not remove short write from the append-only file.  Redis may refuse to load the AOF"
                                    + " the next time it starts.  ftruncate: " + e.getMessage()),
                    cause);
        }
    }

    @Override
    public String toString() {
        return "AofWriter[" + fileBytes + " B in the file, " + length + " B to write]";
    }
}
