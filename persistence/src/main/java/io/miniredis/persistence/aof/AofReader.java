package io.miniredis.persistence.aof;

import io.miniredis.datastructures.ByteString;
import io.miniredis.persistence.file.OpenFile;
import io.miniredis.protocol.Request;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the commands of an append-only file (loadSingleAppendOnlyFile).
 *
 * <pre>
 *   #TS:1700000000\r\n                              an annotation, passed over
 *   *3\r\n $3\r\nSET\r\n $1\r\nk\r\n $1\r\nv\r\n    a command
 * </pre>
 *
 * <p>A file that ends in the middle of a record was cut off, by a crash or a full disk: {@link #isTruncated}. Anything
 * else that is no record is an {@link AofFormatException}.
 *
 * <p>The file is read in large pieces, and of a record only its arguments are copied. It stays the caller's.
 */
public final class AofReader {
    private static final int BUFFER_BYTES = 256 * 1024;

    /** Larger arguments are read from the file straight into their arrays. */
    private static final int LARGE_BYTES = 64 * 1024;

    /** Longer lines are no header. */
    private static final int LONGEST_HEADER = 128;

    private static final int LONGEST_ANNOTATION = 1024;

    /** The array of arguments is made for as many as are announced, but for no more than these in advance. */
    private static final int MOST_ARGUMENTS_BELIEVED = 1024;

    private static final long CUT_OFF = -1;

    private final OpenFile file;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final ByteBuffer target = ByteBuffer.wrap(buffer);
    private int at;
    private int end;
    /** Where in the file the buffer's end is. */
    private long endOffset;

    private final long size;
    private long validOffset;
    private boolean truncated;
    private ByteString lastName = ByteString.EMPTY;

    /** @param from where the commands begin: behind a snapshot, or 0 */
    public AofReader(OpenFile file, long from) throws IOException {
        this.file = file;
        this.size = file.size();
        this.endOffset = from;
        this.validOffset = from;
    }

    /** The next command, or null at the end. */
    public @Nullable Request next() throws IOException, AofFormatException {
        while (!truncated && ensure(1)) {
            if (buffer[at] == '#') {
                skipAnnotation();
                continue;
            }
            Request request = record();
            if (request != null) {
                validOffset = offset();
            }
            return request;
        }
        return null;
    }

    /** True if the file ends in the middle of a record. */
    public boolean isTruncated() {
        return truncated;
    }

    /** Where the last command ends that was read, in bytes. */
    public long validOffset() {
        return validOffset;
    }

    private long offset() {
        return endOffset - (end - at);
    }

    private @Nullable Request record() throws IOException, AofFormatException {
        long start = offset();
        long count = header('*', start);
        if (count == CUT_OFF) {
            return cutOff();
        }
        if (count < 1 || count > Integer.MAX_VALUE) {
            throw new AofFormatException("a command of " + count + " arguments", start);
        }
        ByteString[] argv = new ByteString[(int) Math.min(count, MOST_ARGUMENTS_BELIEVED)];
        long bytes = 0;
        for (int i = 0; i < count; i++) {
            long length = header('$', start);
            if (length == CUT_OFF || length + 2 > size - offset()) {
                return cutOff();
            }
            if (i == argv.length) {
                argv = Arrays.copyOf(argv, (int) Math.min(count, argv.length * 2L));
            }
            argv[i] = argument((int) length, i == 0);
            bytes += length;
        }
        return new Request(argv, bytes);
    }

    private @Nullable Request cutOff() {
        truncated = true;
        return null;
    }

    /** A number after a letter, 0 or more, or {@link #CUT_OFF}. */
    private long header(char letter, long start) throws IOException, AofFormatException {
        if (end - at >= 4 && buffer[at] == letter && buffer[at + 2] == '\r' && buffer[at + 3] == '\n') {
            int digit = buffer[at + 1] - '0';
            if (digit >= 0 && digit <= 9) {
                at += 4;
                return digit;
            }
        }
        return longHeader(letter, start);
    }

    private long longHeader(char letter, long start) throws IOException, AofFormatException {
        if (!ensure(1)) {
            return CUT_OFF;
        }
        if (buffer[at] != letter) {
            throw new AofFormatException("expected '" + letter + "'", start);
        }
        long value = 0;
        for (int i = 1; i < LONGEST_HEADER; i++) {
            if (end - at <= i && !ensure(i + 1)) {
                return CUT_OFF;
            }
            byte b = buffer[at + i];
            if (b == '\n') {
                at += i + 1;
                return value;
            }
            boolean isDigit = b >= '0' && b <= '9' && value < Integer.MAX_VALUE;
            if (!isDigit && b != '\r') {
                throw new AofFormatException("no number after '" + letter + "'", start);
            }
            value = isDigit ? value * 10 + b - '0' : value;
        }
        throw new AofFormatException("no number after '" + letter + "'", start);
    }

    /** An argument whose bytes are all in the file; the name of the command before is used again if it is the same. */
    private ByteString argument(int length, boolean isName) throws IOException, AofFormatException {
        if (length > LARGE_BYTES) {
            return largeArgument(length);
        }
        if (end - at < length + 2 && !ensure(length + 2)) {
            throw new IOException("Input/output error");
        }
        int start = at;
        at += length + 2;
        if (isName && Arrays.equals(lastName.bytes(), 0, lastName.length(), buffer, start, start + length)) {
            return lastName;
        }
        ByteString argument = ByteString.wrap(Arrays.copyOfRange(buffer, start, start + length));
        lastName = isName ? argument : lastName;
        return argument;
    }

    private ByteString largeArgument(int length) throws IOException {
        byte[] bytes = new byte[length];
        int here = Math.min(length, end - at);
        System.arraycopy(buffer, at, bytes, 0, here);
        at += here;
        ByteBuffer rest = ByteBuffer.wrap(bytes, here, length - here);
        while (rest.hasRemaining()) {
            int read = file.readAt(rest, endOffset);
            if (read <= 0) {
                throw new IOException("Input/output error");
            }
            endOffset += read;
        }
        if (!ensure(2)) {
            throw new IOException("Input/output error");
        }
        at += 2;
        return ByteString.wrap(bytes);
    }

    private void skipAnnotation() throws IOException, AofFormatException {
        long start = offset();
        for (int i = 0; i < LONGEST_ANNOTATION; i++) {
            if (end - at <= i && !ensure(i + 1)) {
                truncated = true;
                return;
            }
            if (buffer[at + i] == '\n') {
                at += i + 1;
                return;
            }
        }
        throw new AofFormatException("an annotation without an end", start);
    }

    /** True if so many bytes lie in the buffer now, false if the file ends before. */
    private boolean ensure(int bytes) throws IOException {
        while (end - at < bytes) {
            if (bytes > buffer.length - at) {
                System.arraycopy(buffer, at, buffer, 0, end - at);
                end -= at;
                at = 0;
            } else if (at == end) {
                at = 0;
                end = 0;
            }
            target.limit(buffer.length).position(end);
            int read = file.readAt(target, endOffset);
            if (read <= 0) {
                return false;
            }
            end += read;
            endOffset += read;
        }
        return true;
    }

    @Override
    public String toString() {
        return "AofReader[at " + offset() + " of " + size + " B" + (truncated ? ", cut off]" : "]");
    }
}
