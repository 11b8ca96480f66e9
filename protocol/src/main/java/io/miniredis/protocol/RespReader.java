package io.miniredis.protocol;

import io.miniredis.datastructures.ByteString;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads replies, RESP2 and RESP3, from a stream and waits for bytes as the stream does.
 *
 * <p>What a reply announces is not believed: arrays grow as their bytes arrive, nesting ends at {@link #MAX_DEPTH}.
 * What comes after a reply stays here, so whoever goes on to read something else (a snapshot in a replication stream)
 * does it through {@link #readLine} and {@link #readFully}.
 *
 * <p>For one thread; the stream stays its owner's.
 */
public final class RespReader {
    /** The deepest nesting of aggregates accepted. */
    public static final int MAX_DEPTH = 128;

    /** The longest line: an error that quotes much is still far below. */
    public static final int MAX_LINE = 1024 * 1024;

    private static final int BUFFER_BYTES = 16 * 1024;
    private static final int CHUNK_BYTES = 1024 * 1024;

    private final InputStream source;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int at;
    private int end;

    public RespReader(InputStream source) {
        this.source = source;
    }

    /**
     * The next reply.
     *
     * @throws EOFException if the stream ends, between replies or within one
     * @throws MalformedReplyException if the bytes are no reply
     */
    public RespValue read() throws IOException {
        return read(0);
    }

    /** The bytes up to the next CR LF or LF, which is consumed. */
    public byte[] readLine() throws IOException {
        byte[] line = new byte[64];
        int length = 0;
        while (true) {
            byte next = readByte();
            if (next == '\n') {
                boolean hasReturn = length > 0 && line[length - 1] == '\r';
                return Arrays.copyOf(line, hasReturn ? length - 1 : length);
            }
            if (length == MAX_LINE) {
                throw new MalformedReplyException("a line of more than " + MAX_LINE + " B");
            }
            if (length == line.length) {
                line = Arrays.copyOf(line, 2 * length);
            }
            line[length++] = next;
        }
    }

    /** Reads exactly so many bytes. */
    public void readFully(byte[] target, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            int bytes = read(target, offset + done, length - done);
            if (bytes < 0) {
                throw new EOFException("the connection ended within a reply");
            }
            done += bytes;
        }
    }

    /** Reads up to so many bytes, those already here first; -1 at the end of the stream. */
    public int read(byte[] target, int offset, int length) throws IOException {
        if (at == end) {
            return source.read(target, offset, length);
        }
        int bytes = Math.min(length, end - at);
        System.arraycopy(buffer, at, target, offset, bytes);
        at += bytes;
        return bytes;
    }

    /** True if bytes are here that no call has returned yet. */
    public boolean hasBuffered() {
        return at < end;
    }

    private RespValue read(int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new MalformedReplyException("replies nested deeper than " + MAX_DEPTH);
        }
        byte type = readByte();
        byte[] line = readLine();
        return switch (type) {
            case '+' -> new RespValue.SimpleString(latin1(line));
            case '-' -> new RespValue.ErrorValue(latin1(line));
            case ':' -> new RespValue.IntegerValue(number(line));
            case '$' -> bulk(length(line, true));
            case '*' -> array(length(line, true), depth);
            case '_' -> none(line);
            case '%' -> new RespValue.MapValue(entries(length(line, false), depth));
            case '~' -> new RespValue.SetValue(elements(length(line, false), depth));
            case '>' -> new RespValue.Push(elements(length(line, false), depth));
            case '|' -> new RespValue.Attribute(entries(length(line, false), depth), read(depth + 1));
            case ',' -> decimal(line);
            case '#' -> bool(line);
            case '(' -> new RespValue.BigNumber(bigNumber(line));
            case '=' -> verbatim(length(line, false));
            default -> throw new MalformedReplyException("no reply begins with byte " + (type & 0xff));
        };
    }

    private RespValue bulk(int length) throws IOException {
        return length < 0 ? RespValue.Null.BULK : new RespValue.Bulk(ByteString.wrap(bytes(length)));
    }

    private RespValue array(int length, int depth) throws IOException {
        return length < 0 ? RespValue.Null.ARRAY : new RespValue.Array(elements(length, depth));
    }

    private static RespValue none(byte[] line) throws IOException {
        if (line.length > 0) {
            throw malformed("null", line);
        }
        return RespValue.Null.NULL;
    }

    private List<RespValue> elements(int count, int depth) throws IOException {
        List<RespValue> elements = new ArrayList<>(Math.min(count, 1024));
        for (int i = 0; i < count; i++) {
            elements.add(read(depth + 1));
        }
        return elements;
    }

    private List<RespValue.Entry> entries(int count, int depth) throws IOException {
        List<RespValue.Entry> entries = new ArrayList<>(Math.min(count, 1024));
        for (int i = 0; i < count; i++) {
            RespValue key = read(depth + 1);
            entries.add(new RespValue.Entry(key, read(depth + 1)));
        }
        return entries;
    }

    private static RespValue decimal(byte[] line) throws IOException {
        RespValue.DoubleValue value = new RespValue.DoubleValue(latin1(line));
        try {
            value.value();
        } catch (NumberFormatException e) {
            throw malformed("double", line);
        }
        return value;
    }

    private static RespValue bool(byte[] line) throws IOException {
        if (line.length != 1 || (line[0] != 't' && line[0] != 'f')) {
            throw malformed("boolean", line);
        }
        return RespValue.Bool.of(line[0] == 't');
    }

    private static String bigNumber(byte[] line) throws IOException {
        int first = line.length > 0 && line[0] == '-' ? 1 : 0;
        for (int i = first; i < line.length; i++) {
            if (line[i] < '0' || line[i] > '9') {
                throw malformed("big number", line);
            }
        }
        if (first == line.length) {
            throw malformed("big number", line);
        }
        return latin1(line);
    }

    private RespValue verbatim(int length) throws IOException {
        byte[] bytes = bytes(length);
        if (length < 4 || bytes[3] != ':') {
            throw malformed("verbatim string", bytes);
        }
        String format = new String(bytes, 0, 3, StandardCharsets.ISO_8859_1);
        return new RespValue.Verbatim(format, ByteString.wrap(Arrays.copyOfRange(bytes, 4, length)));
    }

    private byte[] bytes(int length) throws IOException {
        byte[] bytes = new byte[Math.min(length, CHUNK_BYTES)];
        int done = 0;
        while (done < length) {
            if (done == bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(length, 2L * done));
            }
            readFully(bytes, done, bytes.length - done);
            done = bytes.length;
        }
        if (readByte() != '\r' || readByte() != '\n') {
            throw new MalformedReplyException("a bulk string of " + length + " B does not end after them");
        }
        return bytes;
    }

    private static int length(byte[] line, boolean mayBeNull) throws IOException {
        long length = number(line);
        if (length < (mayBeNull ? -1 : 0) || length > DecoderLimits.LARGEST_BULK) {
            throw malformed("length", line);
        }
        return (int) length;
    }

    private static long number(byte[] line) throws IOException {
        try {
            return Long.parseLong(latin1(line));
        } catch (NumberFormatException e) {
            throw malformed("number", line);
        }
    }

    private byte readByte() throws IOException {
        if (at == end) {
            fill();
        }
        return buffer[at++];
    }

    private void fill() throws IOException {
        int bytes = source.read(buffer, 0, buffer.length);
        if (bytes <= 0) {
            throw new EOFException("the connection ended");
        }
        at = 0;
        end = bytes;
    }

    private static String latin1(byte[] line) {
        return new String(line, StandardCharsets.ISO_8859_1);
    }

    private static MalformedReplyException malformed(String what, byte @Nullable [] line) {
        String text = line == null ? "" : ByteString.wrap(line).toString();
        return new MalformedReplyException("not a " + what + ": " + text);
    }
}
