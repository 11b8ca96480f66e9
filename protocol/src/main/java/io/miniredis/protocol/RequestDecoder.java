package io.miniredis.protocol;

import io.miniredis.datastructures.ByteString;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns one connection's bytes into requests, however they are cut into pieces (networking.c, processMultibulkBuffer
 * and processInlineBuffer).
 *
 * <pre>
 *   *3\r\n  $3\r\nSET\r\n  $1\r\nk\r\n  $1\r\nv\r\n      COUNT, then ARGUMENTS, or HEADER and BULK in turn
 *   SET k "v"\r\n                                        INLINE
 * </pre>
 *
 * <p>{@link #decode} consumes bytes until a request is {@link #ready}; {@link #take} hands it over. As long as whole
 * arguments lie in the buffer one tight loop ({@link #wholeArguments}) reads them. Only what the buffer's end cuts
 * through goes the slow way: a line is collected in {@code line}, an argument is read straight into its final array.
 *
 * <p>Like Redis it does not look at the byte after a CR nor at the two bytes after an argument, and a zero byte in a
 * line hides the line's end.
 *
 * <p>Belongs to the thread that reads its connection.
 */
public final class RequestDecoder {
    /**
     * An argument up to this size in bytes gets its array when it is announced, and one up to eight times of it if the
     * budget allows that; else the array grows.
     */
    static final int UNBUDGETED_BYTES = 1024 * 1024;

    /**
     * An array that is full becomes so many times as large within the budget. A large argument is copied by a seventh
     * of its length in all, and zeroing half a gigabyte, which takes a tenth of a second, has to be paid for in bytes.
     */
    private static final long BUDGETED_GROWTH = 8;

    /** Redis's PROTO_RESIZE_THRESHOLD: less room than this in bytes is left to an idle client. */
    private static final int WORTH_GIVING_BACK_BYTES = 32 * 1024;

    /** The argv array is allocated for as many arguments as announced, but for no more than these in advance. */
    private static final int MAX_INITIAL_ARGV = 1024;

    /** No command's name is longer; longer ones are not worth remembering. */
    private static final int MAX_REMEMBERED_NAME = 32;

    private static final long NOT_A_NUMBER = Long.MIN_VALUE;

    private static final ByteString[] NO_ARGUMENTS = {};
    private static final byte[] NO_BYTES = {};

    private enum State {
        /** Between requests. */
        IDLE,
        /** In {@code *3\r\n}. */
        COUNT,
        /** Before an argument's header. */
        ARGUMENTS,
        /** In {@code $3\r\n}. */
        HEADER,
        /** In an argument's bytes or the two after it. */
        BULK,
        INLINE,
        /** A protocol error was thrown; the rest of the connection means nothing. */
        FAILED
    }

    private final DecoderLimits limits;
    private boolean authenticated = true;
    private State state = State.IDLE;
    private @Nullable Request ready;

    private ByteString[] argv = NO_ARGUMENTS;
    private int announced;
    private int argc;
    private long argvBytes;
    private ByteString lastName = ByteString.EMPTY;

    private byte[] line = NO_BYTES;
    private int lineLength;
    private boolean lineHasEnd;
    private boolean lineHasZero;

    private byte[] bulk = NO_BYTES;
    private int bulkLength;
    /** Bytes of the argument and of the CR LF after it that are here, 0 to bulkLength + 2. */
    private int bulkReceived;

    private long reservedBytes;

    public RequestDecoder(DecoderLimits limits) {
        this.limits = limits;
    }

    /** False holds the client to what an unauthenticated one may send. True at first. */
    public void authenticated(boolean authenticated) {
        this.authenticated = authenticated;
    }

    /**
     * Reads from {@code buffer[from..to)} until one request is complete or the input is used up, and keeps nothing of
     * the buffer. Not called while a request is ready.
     *
     * @return the offset of the first byte not consumed; below {@code to} only if a request is ready
     * @throws ProtocolException once; whatever comes after it is swallowed
     */
    public int decode(byte[] buffer, int from, int to) {
        int at = from;
        while (at < to && ready == null) {
            at = switch (state) {
                case IDLE -> begin(buffer, at, to);
                case COUNT -> countLine(buffer, at, to);
                case ARGUMENTS -> wholeArguments(buffer, at, to);
                case HEADER -> headerLine(buffer, at, to);
                case BULK -> bulkBytes(buffer, at, to);
                case INLINE -> inlineLine(buffer, at, to);
                case FAILED -> to;
            };
        }
        return at;
    }

    /** True if {@link #take} has a request to give. */
    public boolean ready() {
        return ready != null;
    }

    /** The complete request; the decoder goes on to the next one. */
    public Request take() {
        Request request = ready;
        if (request == null) {
            throw new IllegalStateException("no request is complete: " + this);
        }
        ready = null;
        return request;
    }

    /**
     * The array of the argument under way, for reading a socket straight into it: at {@link #bulkOffset}, at most
     * {@link #bulkMissing} bytes, then told by {@link #bulkReceived}. Null if the next bytes are not an argument's.
     * Asked anew after every call: the array of a large argument may be replaced while it grows.
     */
    public byte @Nullable [] bulkTarget() {
        return state == State.BULK && bulkReceived < bulkLength ? bulk : null;
    }

    /** Where in {@link #bulkTarget} the next byte goes. */
    public int bulkOffset() {
        return bulkReceived;
    }

    /**
     * How many bytes {@link #bulkTarget} takes now: those of the argument that the array has room for; 0 without one.
     */
    public int bulkMissing() {
        return Math.max(0, bulk.length - bulkReceived);
    }

    /** So many bytes were put into {@link #bulkTarget}. */
    public void bulkReceived(int bytes) {
        if (bulkTarget() == null || bytes < 0 || bytes > bulkMissing()) {
            throw new IllegalArgumentException(bytes + " B are more than were asked for: " + this);
        }
        bulkReceived += bytes;
        growBulk();
    }

    /** The bytes received of what is not yet an argument: a line or an argument cut by the input's end (qbuf). */
    public long bufferedBytes() {
        return line.length + (state == State.BULK ? (long) bulkReceived : 0);
    }

    /** The room of the argument under way that waits for its bytes (qbuf-free). */
    public int roomBytes() {
        return state == State.BULK ? bulkMissing() : 0;
    }

    /**
     * Gives back most of that room, if there is much: the bytes do not come. When they do, the array grows again
     * (clientsCronResizeQueryBuffer in server.c).
     */
    public void giveBackRoom() {
        if (roomBytes() > WORTH_GIVING_BACK_BYTES) {
            giveBackBudget();
            bulk = Arrays.copyOf(bulk, bulkReceived + WORTH_GIVING_BACK_BYTES / 2);
        }
    }

    /** The bytes of the incomplete request's complete arguments (argv-mem). */
    public long argumentBytes() {
        return argvBytes;
    }

    /** Gives everything held back, the budget's share first. The connection is gone; nothing is decoded any more. */
    public void release() {
        giveBackBudget();
        state = State.FAILED;
        ready = null;
        argv = NO_ARGUMENTS;
        argvBytes = 0;
        bulk = NO_BYTES;
        line = NO_BYTES;
    }

    private int begin(byte[] buffer, int from, int to) {
        if (buffer[from] != '*') {
            state = State.INLINE;
            return from;
        }
        int digit = to - from >= 4 && buffer[from + 2] == '\r' ? buffer[from + 1] - '0' : 0;
        if (digit > 0 && digit <= 9) {
            beginArguments(digit);
            return wholeArguments(buffer, from + 4, to);
        }
        return beginMany(buffer, from, to);
    }

    /** A count of up to four digits that lies in the buffer as a whole; everything else is collected. */
    private int beginMany(byte[] buffer, int from, int to) {
        int count = 0;
        int end = from + 1;
        while (end < to && end - from <= 4 && buffer[end] >= '0' && buffer[end] <= '9') {
            count = count * 10 + buffer[end++] - '0';
        }
        boolean ordinary = end + 1 < to && buffer[end] == '\r' && buffer[from + 1] != '0' && count > 0;
        if (ordinary && (authenticated || count <= DecoderLimits.MAX_UNAUTHENTICATED_MULTIBULK)) {
            beginArguments(count);
            return wholeArguments(buffer, end + 2, to);
        }
        state = State.COUNT;
        return from;
    }

    private void beginArguments(int count) {
        announced = count;
        argc = 0;
        argvBytes = 0;
        argv = new ByteString[Math.min(count, MAX_INITIAL_ARGV)];
        state = State.ARGUMENTS;
    }

    /**
     * The tight loop: takes arguments as long as they lie in the buffer as a whole, and leaves the first one that does
     * not, or whose header is out of the ordinary, to the slow states.
     */
    private int wholeArguments(byte[] buffer, int from, int to) {
        int at = from;
        while (to - at >= 4 && buffer[at] == '$') {
            int length = buffer[at + 1] - '0';
            int end = at + 2;
            if (length < 0 || length > 9) {
                break;
            }
            while (end < to && buffer[end] >= '0' && buffer[end] <= '9' && end - at < 6 && length > 0) {
                length = length * 10 + buffer[end++] - '0';
            }
            if (end + 1 >= to || buffer[end] != '\r' || length > maxEasyBulk()) {
                break;
            }
            int start = end + 2;
            if (to - start < length + 2) {
                beginBulk(length);
                return start;
            }
            at = start + length + 2;
            if (argument(bytesOf(buffer, start, length))) {
                return at;
            }
        }
        if (at < to) {
            state = State.HEADER;
        }
        return at;
    }

    /** What the tight loop may take without looking at the limits: proto-max-bulk-len is 1 MB at least. */
    private int maxEasyBulk() {
        return authenticated ? 99_999 : DecoderLimits.MAX_UNAUTHENTICATED_BULK;
    }

    /** An argument as a string of its own; the name of the request before is used again if it is the same. */
    private ByteString bytesOf(byte[] buffer, int start, int length) {
        if (argc == 0 && length == lastName.length() && isLastName(buffer, start)) {
            return lastName;
        }
        return length == 0 ? ByteString.EMPTY : ByteString.wrap(Arrays.copyOfRange(buffer, start, start + length));
    }

    private boolean isLastName(byte[] buffer, int start) {
        byte[] name = lastName.bytes();
        for (int i = 0; i < name.length; i++) {
            if (name[i] != buffer[start + i]) {
                return false;
            }
        }
        return true;
    }

    /** True if the request is complete with it. */
    private boolean argument(ByteString argument) {
        if (argc == argv.length) {
            argv = Arrays.copyOf(argv, (int) Math.min(announced, argv.length * 2L));
        }
        if (argc == 0 && argument.length() <= MAX_REMEMBERED_NAME) {
            lastName = argument;
        }
        argv[argc++] = argument;
        argvBytes += argument.length();
        state = State.ARGUMENTS;
        if (argc < announced) {
            return false;
        }
        complete();
        return true;
    }

    private void complete() {
        ready = new Request(argv, argvBytes);
        argv = NO_ARGUMENTS;
        argvBytes = 0;
        state = State.IDLE;
    }

    private int countLine(byte[] buffer, int from, int to) {
        int at = collectHeader(buffer, from, to, "too big mbulk count string");
        if (at == to) {
            return at;
        }
        long count = lineNumber();
        if (count == NOT_A_NUMBER || count > limits.maxMultibulk()) {
            throw failed("invalid multibulk length");
        }
        if (count > DecoderLimits.MAX_UNAUTHENTICATED_MULTIBULK && !authenticated) {
            throw failed("unauthenticated multibulk length");
        }
        clearLine();
        if (count > 0) {
            beginArguments((int) count);
        } else {
            state = State.IDLE;
        }
        return at + 1;
    }

    private int headerLine(byte[] buffer, int from, int to) {
        int at = collectHeader(buffer, from, to, "too big bulk count string");
        if (at == to) {
            return at;
        }
        char type = lineLength == 0 ? '\r' : (char) (line[0] & 0xff);
        if (type != '$') {
            throw failed(Errors.oneLine("expected '$', got '" + type + "'"));
        }
        long length = lineNumber();
        if (length < 0 || length > Math.min(limits.maxBulkLength(), DecoderLimits.LARGEST_BULK)) {
            throw failed("invalid bulk length");
        }
        if (length > DecoderLimits.MAX_UNAUTHENTICATED_BULK && !authenticated) {
            throw failed("unauthenticated bulk length");
        }
        clearLine();
        beginBulk((int) length);
        return at + 1;
    }

    private void beginBulk(int length) {
        bulkLength = length;
        bulkReceived = 0;
        bulk = length == 0 ? NO_BYTES : new byte[firstLength()];
        state = State.BULK;
    }

    private int firstLength() {
        boolean isLarge = bulkLength > UNBUDGETED_BYTES;
        return isLarge && bulkLength <= BUDGETED_GROWTH * UNBUDGETED_BYTES
                ? lengthWithinBudget(UNBUDGETED_BYTES, UNBUDGETED_BYTES)
                : Math.min(bulkLength, UNBUDGETED_BYTES);
    }

    private int bulkBytes(byte[] buffer, int from, int to) {
        int at = from;
        if (bulkReceived < bulkLength) {
            int bytes = Math.min(to - at, bulkMissing());
            System.arraycopy(buffer, at, bulk, bulkReceived, bytes);
            bulkReceived(bytes);
            at += bytes;
        }
        if (bulkReceived >= bulkLength) {
            int bytes = Math.min(to - at, bulkLength + 2 - bulkReceived);
            bulkReceived += bytes;
            at += bytes;
            if (bulkReceived == bulkLength + 2) {
                endBulk();
            }
        }
        return at;
    }

    /** Makes room if the array is full and the argument is not. */
    private void growBulk() {
        if (bulkReceived == bulk.length && bulkReceived < bulkLength) {
            giveBackBudget();
            int granted = (int) Math.min(bulkLength, 2L * bulk.length);
            bulk = Arrays.copyOf(bulk, lengthWithinBudget(granted, bulk.length));
        }
    }

    /**
     * How long an array becomes: eight times as long as it is, or is at first, where the budget allows it, else as long
     * as everyone is granted, and no longer than announced.
     */
    private int lengthWithinBudget(int granted, int present) {
        int wished = (int) Math.min(bulkLength, BUDGETED_GROWTH * present);
        int asked = wished - granted;
        if (asked > 0 && limits.budget().tryReserve(asked)) {
            reservedBytes = asked;
            return wished;
        }
        return granted;
    }

    private void endBulk() {
        byte[] bytes = bulk;
        bulk = NO_BYTES;
        giveBackBudget();
        argument(bytesOf(bytes));
    }

    private ByteString bytesOf(byte[] bytes) {
        boolean isNameAgain = argc == 0 && bytes.length == lastName.length() && isLastName(bytes, 0);
        return isNameAgain ? lastName : ByteString.wrap(bytes);
    }

    private void giveBackBudget() {
        if (reservedBytes > 0) {
            limits.budget().release(reservedBytes);
            reservedBytes = 0;
        }
    }

    private int inlineLine(byte[] buffer, int from, int to) {
        int at = collect(buffer, from, to, (byte) '\n', "too big inline request");
        if (at == to) {
            return at;
        }
        boolean hasReturn = lineLength > 0 && line[lineLength - 1] == '\r';
        List<ByteString> arguments = SplitArgs.split(line, 0, hasReturn ? lineLength - 1 : lineLength);
        if (arguments == null) {
            throw failed("unbalanced quotes in request");
        }
        clearLine();
        state = State.IDLE;
        if (!arguments.isEmpty()) {
            ready = Request.of(arguments.toArray(NO_ARGUMENTS));
        }
        return at + 1;
    }

    /**
     * Collects a header line.
     *
     * @return the offset of the byte after the CR, which is an LF or not; {@code to} if it is not here yet
     */
    private int collectHeader(byte[] buffer, int from, int to, String tooBig) {
        if (lineHasEnd) {
            return from;
        }
        int at = collect(buffer, from, to, (byte) '\r', tooBig);
        lineHasEnd = at < to;
        return lineHasEnd ? at + 1 : to;
    }

    /**
     * Collects a line without its end.
     *
     * @return the offset of the line's end; {@code to} if it is not here yet
     */
    private int collect(byte[] buffer, int from, int to, byte end, String tooBig) {
        int at = from;
        while (at < to && (buffer[at] != end || lineHasZero)) {
            lineHasZero |= buffer[at++] == 0;
        }
        int bytes = at - from;
        if (bytes > limits.maxInline() - lineLength) {
            throw failed(tooBig);
        }
        if (lineLength + bytes > line.length) {
            line = Arrays.copyOf(line, Math.max(lineLength + bytes, Math.min(2 * line.length, limits.maxInline())));
        }
        System.arraycopy(buffer, from, line, lineLength, bytes);
        lineLength += bytes;
        return at;
    }

    private void clearLine() {
        line = NO_BYTES;
        lineLength = 0;
        lineHasEnd = false;
        lineHasZero = false;
    }

    /** The number after the line's first byte, any negative one as -1, or {@link #NOT_A_NUMBER} (util.c, string2ll). */
    private long lineNumber() {
        boolean negative = lineLength > 1 && line[1] == '-';
        int first = negative ? 2 : 1;
        int digits = lineLength - first;
        if (digits == 1 && line[first] == '0' && !negative) {
            return 0;
        }
        if (digits < 1 || digits > 19 || line[first] == '0') {
            return NOT_A_NUMBER;
        }
        long value = 0;
        for (int i = first; i < lineLength; i++) {
            int digit = line[i] - '0';
            if (digit < 0 || digit > 9) {
                return NOT_A_NUMBER;
            }
            value = value * 10 + digit;
        }
        // Nineteen digits fit into 64 unsigned bits: beyond the range of a long they look negative.
        if (value < 0 && !(negative && value == Long.MIN_VALUE)) {
            return NOT_A_NUMBER;
        }
        return negative ? -1 : value;
    }

    private ProtocolException failed(String text) {
        release();
        return new ProtocolException(text);
    }

    /** {@code RequestDecoder[BULK 5 of 1024 B, argument 2 of 3]}. */
    @Override
    public String toString() {
        return switch (state) {
            case BULK -> "RequestDecoder[BULK " + bulkReceived + " of " + bulkLength + " B, " + progress() + "]";
            case HEADER, ARGUMENTS -> "RequestDecoder[" + state + ", " + progress() + "]";
            case COUNT, INLINE -> "RequestDecoder[" + state + " " + lineLength + " B]";
            case IDLE, FAILED -> "RequestDecoder[" + (ready != null ? "ready " : "") + state + "]";
        };
    }

    private String progress() {
        return "argument " + (argc + 1) + " of " + announced;
    }
}
