package io.miniredis.protocol;

import io.miniredis.datastructures.Numbers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/**
 * Replies as bytes, in RESP2 and RESP3 side by side: every method is one line of the protocol's table.
 *
 * <pre>
 *            RESP2          RESP3                       RESP2          RESP3
 *   simple   +OK            +OK             map(n)      *2n            %n
 *   error    -ERR x         -ERR x          set(n)      *n             ~n
 *   integer  :1             :1              push(n)     *n             &gt;n
 *   bulk     $1 x           $1 x            number      $3 1.5         ,1.5
 *   nil      $-1            _               bool        :1             #t
 *   nilArray *-1            _               bigNumber   $2 12          (12
 *   array(n) *n             *n              verbatim    $1 x           =5 txt:x
 * </pre>
 *
 * <p>Small replies are put together in {@code scratch} and appended in one piece, which costs one bounds check instead
 * of five. The buffer stays its owner's; the writer only appends to it.
 */
public final class RespWriter implements ReplyWriter {
    /** Doubles up to this one that are whole numbers, as most scores are, need no text on the way. */
    private static final double LARGEST_EXACT = 0x1p53;

    /** A bulk string up to this length goes through {@code scratch} together with its header. */
    private static final int SMALL_BULK = 256;

    private final byte[] scratch = new byte[SMALL_BULK + HeaderLine.MAX_BYTES + 2];
    /** Above this a buffer that is full doubles; Netty's own steps of 4 MB would copy a large reply many times. */
    private static final int DOUBLING_BYTES = 4 * 1024 * 1024;

    private ByteBuf buffer;
    private int protocol = 2;
    private int openDeferreds;

    public RespWriter(ByteBuf buffer) {
        this.buffer = buffer;
    }

    /**
     * A writer of replies that do not go straight to a socket: their bytes are there to be
     * {@linkplain #takeBytes taken}.
     */
    public static RespWriter inMemory() {
        return new RespWriter(Unpooled.buffer());
    }

    public ByteBuf buffer() {
        return buffer;
    }

    /** How many bytes have been written and not been taken or read. */
    public int bufferedBytes() {
        return buffer.readableBytes();
    }

    /** What was written since they were taken last. */
    public byte[] takeBytes() {
        byte[] bytes = ByteBufUtil.getBytes(buffer);
        buffer.clear();
        return bytes;
    }

    /** Replies go to this buffer from now on. */
    public void buffer(ByteBuf buffer) {
        this.buffer = buffer;
        openDeferreds = 0;
    }

    /** True while an aggregate's length is still open: what was written belongs together and stays in this buffer. */
    public boolean hasOpenDeferred() {
        return openDeferreds > 0;
    }

    @Override
    public int protocol() {
        return protocol;
    }

    /** @param protocol 2 or 3 */
    public void protocol(int protocol) {
        this.protocol = protocol;
    }

    @Override
    public void ok() {
        byte[] line = scratch;
        line[0] = '+';
        line[1] = 'O';
        line[2] = 'K';
        line[3] = '\r';
        line[4] = '\n';
        buffer.writeBytes(line, 0, 5);
    }

    @Override
    public void simple(String text) {
        line('+', text);
    }

    /** One character of the line is one byte (ISO 8859-1), so that what a client sent comes back as it was. */
    @Override
    public void error(String line) {
        line('-', line);
    }

    @Override
    public void integer(long value) {
        header(':', value);
    }

    @Override
    public void bulk(byte[] bytes, int offset, int length) {
        int at = HeaderLine.write(scratch, 0, '$', length);
        if (length <= SMALL_BULK) {
            System.arraycopy(bytes, offset, scratch, at, length);
            endLine(at + length);
            return;
        }
        makeRoom(at + length + 2);
        buffer.writeBytes(scratch, 0, at);
        buffer.writeBytes(bytes, offset, length);
        endLine(0);
    }

    @Override
    public void bulk(String text) {
        bulk(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void bulkInteger(long value) {
        int at = HeaderLine.write(scratch, 0, '$', Numbers.digitCount(value));
        endLine(Numbers.writeDigits(value, scratch, at));
    }

    @Override
    public void nil() {
        none('$');
    }

    @Override
    public void nilArray() {
        none('*');
    }

    @Override
    public void array(int elements) {
        header('*', elements);
    }

    @Override
    public void map(int pairs) {
        if (protocol == 2) {
            header('*', 2L * pairs);
        } else {
            header('%', pairs);
        }
    }

    @Override
    public void set(int elements) {
        header(protocol == 2 ? '*' : '~', elements);
    }

    @Override
    public void attribute(int pairs) {
        if (protocol == 2) {
            throw new IllegalStateException("RESP2 has no attributes");
        }
        header('|', pairs);
    }

    @Override
    public void push(int elements) {
        header(protocol == 2 ? '*' : '>', elements);
    }

    @Override
    public void number(double value) {
        long whole = (long) value;
        boolean negativeZero = whole == 0 && 1 / value < 0;
        if (whole != value || Math.abs(value) > LARGEST_EXACT || negativeZero) {
            number(Numbers.formatShortest(value));
        } else if (protocol == 2) {
            bulkInteger(whole);
        } else {
            header(',', whole);
        }
    }

    @Override
    public void number(String text) {
        textual(',', text);
    }

    @Override
    public void bool(boolean value) {
        if (protocol == 2) {
            header(':', value ? 1 : 0);
        } else {
            scratch[0] = '#';
            scratch[1] = (byte) (value ? 't' : 'f');
            endLine(2);
        }
    }

    @Override
    public void bigNumber(String digits) {
        textual('(', digits);
    }

    @Override
    public void verbatim(String format, byte[] text) {
        if (protocol == 2) {
            bulk(text);
            return;
        }
        int at = HeaderLine.write(scratch, 0, '=', text.length + 4L);
        for (int i = 0; i < 3; i++) {
            scratch[at++] = (byte) (i < format.length() ? format.charAt(i) : ' ');
        }
        scratch[at++] = ':';
        makeRoom(at + text.length + 2);
        buffer.writeBytes(scratch, 0, at);
        buffer.writeBytes(text);
        endLine(0);
    }

    @Override
    public void encoded(byte[] resp) {
        makeRoom(resp.length);
        buffer.writeBytes(resp);
    }

    @Override
    public void encoded(byte[] resp, int offset, int length) {
        makeRoom(length);
        buffer.writeBytes(resp, offset, length);
    }

    @Override
    public Deferred deferred() {
        return new OpenAggregate(buffer.writerIndex(), ++openDeferreds);
    }

    private void header(char type, long value) {
        makeRoom(HeaderLine.MAX_BYTES);
        buffer.writeBytes(scratch, 0, HeaderLine.write(scratch, 0, type, value));
    }

    private void none(char type) {
        int at = 0;
        if (protocol == 2) {
            scratch[at++] = (byte) type;
            scratch[at++] = '-';
            scratch[at++] = '1';
        } else {
            scratch[at++] = '_';
        }
        endLine(at);
    }

    private void textual(char type, String text) {
        if (protocol == 2) {
            bulk(text);
        } else {
            line(type, text);
        }
    }

    private void line(char type, String text) {
        int length = text.length();
        byte[] line = length + 3 <= scratch.length ? scratch : new byte[length + 3];
        line[0] = (byte) type;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            line[i + 1] = (byte) (c == '\r' || c == '\n' ? ' ' : c > 0xff ? '?' : c);
        }
        line[length + 1] = '\r';
        line[length + 2] = '\n';
        buffer.writeBytes(line, 0, length + 3);
    }

    /** Appends the first {@code length} bytes of {@code scratch} and a line end. */
    private void endLine(int length) {
        scratch[length] = '\r';
        scratch[length + 1] = '\n';
        makeRoom(length + 2);
        buffer.writeBytes(scratch, 0, length + 2);
    }

    private void makeRoom(int bytes) {
        if (buffer.writableBytes() < bytes && buffer.capacity() >= DOUBLING_BYTES) {
            // Not beyond what an array may have; whoever needs more than the double gets just that.
            int room = Math.max(bytes, buffer.capacity() - buffer.writableBytes());
            buffer.ensureWritable(Math.min(room, Math.max(bytes, Integer.MAX_VALUE - 16 - buffer.writerIndex())));
        }
    }

    /** Moves what was written since {@code start} to the right and puts the header before it. */
    private void insertHeader(int start, char type, long value) {
        int length = HeaderLine.length(value);
        int end = buffer.writerIndex();
        buffer.ensureWritable(length);
        buffer.writerIndex(end + length);
        // From the end on and through scratch: ByteBuf promises nothing about copying within itself.
        for (int at = end; at > start; ) {
            int bytes = Math.min(scratch.length, at - start);
            at -= bytes;
            buffer.getBytes(at, scratch, 0, bytes);
            buffer.setBytes(at + length, scratch, 0, bytes);
        }
        buffer.setBytes(start, scratch, 0, HeaderLine.write(scratch, 0, type, value));
    }

    private final class OpenAggregate implements Deferred {
        private final int start;
        private final int depth;

        OpenAggregate(int start, int depth) {
            this.start = start;
            this.depth = depth;
        }

        @Override
        public void array(int elements) {
            close('*', elements);
        }

        @Override
        public void map(int pairs) {
            close(protocol == 2 ? '*' : '%', protocol == 2 ? 2L * pairs : pairs);
        }

        @Override
        public void set(int elements) {
            close(protocol == 2 ? '*' : '~', elements);
        }

        private void close(char type, long elements) {
            if (depth != openDeferreds) {
                throw new IllegalStateException("the innermost open aggregate is closed first, and once");
            }
            openDeferreds--;
            insertHeader(start, type, elements);
        }
    }

    @Override
    public String toString() {
        return "RespWriter[RESP" + protocol + ", " + buffer.readableBytes() + " B"
                + (openDeferreds > 0 ? ", " + openDeferreds + " deferred" : "") + "]";
    }
}
