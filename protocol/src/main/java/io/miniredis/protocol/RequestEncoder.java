package io.miniredis.protocol;

import io.miniredis.datastructures.ByteString;
import io.netty.buffer.ByteBuf;

/**
 * A request as the bytes a client would send, {@code *2\r\n$3\r\nGET\r\n$1\r\nk\r\n}: what goes into the append-only
 * file, to replicas and to other servers.
 */
public final class RequestEncoder {
    private RequestEncoder() {}

    public static byte[] encode(Request request) {
        byte[] target = new byte[checkedLength(encodedLength(request))];
        encode(request, target, 0);
        return target;
    }

    /**
     * Writes the encoded request into an array that has room for {@link #encodedLength} bytes; more are not touched.
     *
     * @return the offset behind it
     */
    public static int encode(Request request, byte[] target, int offset) {
        int at = HeaderLine.write(target, offset, '*', request.count());
        for (int i = 0; i < request.count(); i++) {
            at = bulk(target, at, request.arg(i));
        }
        return at;
    }

    public static byte[] encode(ByteString... argv) {
        long length = HeaderLine.length(argv.length);
        for (ByteString arg : argv) {
            length += bulkLength(arg);
        }
        byte[] target = new byte[checkedLength(length)];
        int at = HeaderLine.write(target, 0, '*', argv.length);
        for (ByteString arg : argv) {
            at = bulk(target, at, arg);
        }
        return target;
    }

    /** Appends the encoded request to the buffer, which stays the caller's. */
    public static void encode(ByteBuf target, ByteString... argv) {
        byte[] header = new byte[HeaderLine.MAX_BYTES];
        target.writeBytes(header, 0, HeaderLine.write(header, 0, '*', argv.length));
        for (ByteString arg : argv) {
            bulk(target, header, arg);
        }
    }

    /** Appends the encoded request to the buffer, which stays the caller's. */
    public static void encode(ByteBuf target, Request request) {
        byte[] header = new byte[HeaderLine.MAX_BYTES];
        target.writeBytes(header, 0, HeaderLine.write(header, 0, '*', request.count()));
        for (int i = 0; i < request.count(); i++) {
            bulk(target, header, request.arg(i));
        }
    }

    /** The length in bytes of the encoded request. */
    public static long encodedLength(Request request) {
        long length = HeaderLine.length(request.count());
        for (int i = 0; i < request.count(); i++) {
            length += bulkLength(request.arg(i));
        }
        return length;
    }

    /** At least {@link #encodedLength}, without a look at the arguments. */
    public static long mostLength(Request request) {
        return HeaderLine.MAX_BYTES + request.count() * (HeaderLine.MAX_BYTES + 2L) + request.sizeBytes();
    }

    private static long bulkLength(ByteString arg) {
        return (long) HeaderLine.length(arg.length()) + arg.length() + 2;
    }

    private static int checkedLength(long length) {
        if (length > DecoderLimits.LARGEST_BULK) {
            throw new IllegalArgumentException("a request of " + length + " B does not fit into one array");
        }
        return (int) length;
    }

    private static void bulk(ByteBuf target, byte[] header, ByteString arg) {
        target.writeBytes(header, 0, HeaderLine.write(header, 0, '$', arg.length()));
        target.writeBytes(arg.bytes());
        target.writeShort('\r' << 8 | '\n');
    }

    private static int bulk(byte[] target, int offset, ByteString arg) {
        int at = HeaderLine.write(target, offset, '$', arg.length());
        System.arraycopy(arg.bytes(), 0, target, at, arg.length());
        at += arg.length();
        target[at] = '\r';
        target[at + 1] = '\n';
        return at + 2;
    }
}
