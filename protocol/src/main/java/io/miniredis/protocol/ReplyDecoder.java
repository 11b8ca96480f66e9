package io.miniredis.protocol;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what comes from another server into replies, without waiting: bytes are gathered until one is complete.
 *
 * <p>Meant for the small replies of a connection by which servers talk to each other.
 */
public final class ReplyDecoder {
    private static final int INCOMPLETE = -1;

    private byte[] bytes = new byte[1024];
    private int from;
    private int to;

    /** Takes bytes over. */
    public void add(byte[] source, int length) {
        if (from == to) {
            from = 0;
            to = 0;
        }
        if (to + length > bytes.length) {
            bytes = Arrays.copyOfRange(bytes, from, Math.max(2 * (to - from + length), bytes.length) + from);
            to -= from;
            from = 0;
        }
        System.arraycopy(source, 0, bytes, to, length);
        to += length;
    }

    /**
     * The next reply, or null if there is none that is complete.
     *
     * @throws MalformedReplyException if the bytes are no reply
     */
    public @Nullable RespValue next() throws IOException {
        int end = endOfReply(from, 0);
        if (end == INCOMPLETE) {
            return null;
        }
        RespValue reply = new RespReader(new ByteArrayInputStream(bytes, from, end - from)).read();
        from = end;
        return reply;
    }

    /** The place behind the reply that begins at a place. */
    private int endOfReply(int at, int depth) throws IOException {
        int lineEnd = lineEnd(at);
        if (lineEnd == INCOMPLETE) {
            if (to - at > RespReader.MAX_LINE) {
                throw new MalformedReplyException("a line of more than " + RespReader.MAX_LINE + " B");
            }
            return INCOMPLETE;
        }
        if (depth > RespReader.MAX_DEPTH) {
            throw new MalformedReplyException("replies nested deeper than " + RespReader.MAX_DEPTH);
        }
        return switch (bytes[at]) {
            case '$', '=', '!' -> {
                long end = lineEnd + Math.max(-2, length(at, lineEnd)) + 2;
                yield end > to ? INCOMPLETE : (int) end;
            }
            case '*', '~', '>' -> endOfElements(lineEnd, length(at, lineEnd), depth);
            case '%' -> endOfElements(lineEnd, 2 * length(at, lineEnd), depth);
            case '|' -> endOfElements(lineEnd, 2 * length(at, lineEnd) + 1, depth);
            default -> lineEnd;
        };
    }

    private int endOfElements(int at, long count, int depth) throws IOException {
        int end = at;
        for (long i = 0; i < count && end != INCOMPLETE; i++) {
            end = endOfReply(end, depth + 1);
        }
        return end;
    }

    /** The place behind the line that begins at a place. */
    private int lineEnd(int at) {
        for (int i = at; i < to; i++) {
            if (bytes[i] == '\n') {
                return i + 1;
            }
        }
        return INCOMPLETE;
    }

    /** The number in a reply's first line; -2 stands for one that is absent, and takes the line end away again. */
    private long length(int at, int lineEnd) throws IOException {
        long length = 0;
        int i = at + 1;
        if (bytes[i] == '-') {
            return -2;
        }
        for (; i < lineEnd && bytes[i] >= '0' && bytes[i] <= '9'; i++) {
            length = length * 10 + bytes[i] - '0';
            if (length > DecoderLimits.LARGEST_BULK) {
                throw new MalformedReplyException("a reply that is too long");
            }
        }
        return length;
    }

    @Override
    public String toString() {
        return "ReplyDecoder[" + (to - from) + " B]";
    }
}
