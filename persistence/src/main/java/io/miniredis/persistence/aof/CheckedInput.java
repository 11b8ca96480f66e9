package io.miniredis.persistence.aof;

import io.miniredis.persistence.file.OpenFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A file read in small pieces from its beginning to its end, by who wants to know every byte. The file stays the
 * caller's.
 */
final class CheckedInput {
    static final int END = -1;

    private final OpenFile file;
    private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024).limit(0);
    private long readOffset;

    CheckedInput(OpenFile file, long from) {
        this.file = file;
        this.readOffset = from;
    }

    /** Where the next byte is. */
    long offset() {
        return readOffset - buffer.remaining();
    }

    /** The next byte, 0 to 255, which stays the next; {@link #END} at the end. */
    int peek() throws IOException {
        if (!buffer.hasRemaining()) {
            buffer.clear();
            int read = Math.max(0, file.readAt(buffer, readOffset));
            buffer.flip();
            readOffset += read;
        }
        return buffer.hasRemaining() ? buffer.get(buffer.position()) & 0xff : END;
    }

    int next() throws IOException {
        int next = peek();
        if (next != END) {
            buffer.get();
        }
        return next;
    }

    /** A line with its end, or a piece of it if it is longer; empty at the end. One char a byte. */
    String line(int longest) throws IOException {
        StringBuilder line = new StringBuilder();
        int next = 0;
        while (line.length() < longest && next != '\n') {
            next = next();
            if (next == END) {
                break;
            }
            line.append((char) next);
        }
        return line.toString();
    }

    /** Passes over so many bytes. Returns how many there were. */
    long skip(long count) throws IOException {
        long skipped = 0;
        while (skipped < count && peek() != END) {
            int step = (int) Math.min(count - skipped, buffer.remaining());
            buffer.position(buffer.position() + step);
            skipped += step;
        }
        return skipped;
    }

    @Override
    public String toString() {
        return "CheckedInput[at " + offset() + "]";
    }
}
