package io.miniredis.persistence.rdb;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.IntValue;
import io.miniredis.datastructures.Lzf;
import io.miniredis.datastructures.Numbers;
import io.miniredis.datastructures.Strings;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link RdbOutput} writes, out of a {@link ByteSource} or out of memory, and keeps the checksum of it.
 *
 * <p>Nobody allocates what a length claims: a string longer than what is left of a source whose size is known is
 * refused, one from a source of unknown size is read in pieces that double, and a compressed string is no longer than
 * its bytes can become. {@link #roomFor} does the same for the number of elements.
 */
public final class RdbInput {
    /** The size of a source that nobody knows: of a socket. */
    public static final long UNKNOWN_SIZE = Long.MAX_VALUE;

    private static final int BUFFER_BYTES = 1 << 17;
    private static final int FIRST_PIECE_BYTES = 1 << 20;
    private static final int MAX_ARRAY_BYTES = Integer.MAX_VALUE - 8;

    /** What {@link #roomFor} grants when nobody knows how much will come. */
    private static final int MAX_UNFOUNDED_ROOM = 1 << 14;

    private static final VarHandle LONG_LE =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG_BE = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT_LE = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT_BE = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final @Nullable ByteSource source;
    private final byte[] buffer;
    private int position;
    private int limit;

    /** The offset of the buffer's first byte in the source. */
    private long base;

    private final long size;
    private boolean isChecksumming;
    private long checksum;

    /** From here on the buffer's bytes are not in the checksum yet. */
    private int unsummed;

    /** Reads from memory, some bytes of an array. */
    public RdbInput(byte[] bytes, int offset, int length) {
        this.source = null;
        this.buffer = bytes;
        this.position = offset;
        this.unsummed = offset;
        this.limit = offset + length;
        this.base = -offset;
        this.size = length;
    }

    /** @param size of the source in bytes, or {@link #UNKNOWN_SIZE} */
    public RdbInput(ByteSource source, long size) {
        this.source = source;
        this.buffer = new byte[BUFFER_BYTES];
        this.size = size;
    }

    // ---- place and checksum ----

    /** How many bytes were read. */
    public long offset() {
        return base + position;
    }

    /** How many bytes are left, or {@link #UNKNOWN_SIZE}. */
    public long remaining() {
        return size == UNKNOWN_SIZE ? UNKNOWN_SIZE : size - offset();
    }

    /** From here on the checksum is kept; it begins with 0. */
    void startChecksum() {
        isChecksumming = true;
        unsummed = position;
        checksum = 0;
    }

    /** Of what was read since {@link #startChecksum}. */
    long checksum() {
        sum();
        return checksum;
    }

    private void sum() {
        if (isChecksumming) {
            checksum = Crc64.update(checksum, buffer, unsummed, position - unsummed);
        }
        unsummed = position;
    }

    RdbException corrupt(String reason) {
        return new RdbException(reason, offset());
    }

    private RdbException cutOff() {
        return new RdbException("Unexpected EOF reading RDB file", offset(), true);
    }

    // ---- buffer ----

    /** Lets at least so many bytes stand in the buffer; they are fewer than it can hold. */
    private void require(int count) throws IOException {
        if (limit - position < count) {
            fill(count);
        }
    }

    private void fill(int count) throws IOException {
        ByteSource from = source;
        if (from == null) {
            throw cutOff();
        }
        sum();
        System.arraycopy(buffer, position, buffer, 0, limit - position);
        base += position;
        limit -= position;
        position = 0;
        unsummed = 0;
        while (limit < count) {
            int read = from.read(buffer, limit, buffer.length - limit);
            if (read < 0) {
                throw cutOff();
            }
            limit += read;
        }
    }

    /** Bytes as they are, in an array of their own. */
    public byte[] bytes(long count) throws IOException {
        int here = position;
        if (count >= 0 && count <= limit - here) {
            position = here + (int) count;
            return Arrays.copyOfRange(buffer, here, position);
        }
        if (count < 0 || count > remaining()) {
            throw cutOff();
        }
        if (count > MAX_ARRAY_BYTES) {
            throw corrupt("a string of " + count + " bytes is too long");
        }
        return largeBytes((int) count);
    }

    private byte[] largeBytes(int count) throws IOException {
        boolean isThere = size != UNKNOWN_SIZE;
        byte[] result = new byte[isThere ? count : Math.min(count, FIRST_PIECE_BYTES)];
        int have = 0;
        while (have < count) {
            if (have == result.length) {
                result = Arrays.copyOf(result, (int) Math.min(count, 2L * have));
            }
            if (position == limit) {
                fill(1);
            }
            int piece = Math.min(limit - position, result.length - have);
            System.arraycopy(buffer, position, result, have, piece);
            position += piece;
            have += piece;
        }
        return result;
    }

    // ---- numbers ----

    public int oneByte() throws IOException {
        if (position == limit) {
            fill(1);
        }
        return buffer[position++] & 0xFF;
    }

    /** Eight bytes, little-endian. */
    public long int64() throws IOException {
        require(Long.BYTES);
        long value = (long) LONG_LE.get(buffer, position);
        position += Long.BYTES;
        return value;
    }

    /** {@link #int64} of which is known that it is in the buffer. */
    long knownInt64() {
        long value = (long) LONG_LE.get(buffer, position);
        position += Long.BYTES;
        return value;
    }

    /** Eight bytes, big-endian. */
    public long int64BigEndian() throws IOException {
        require(Long.BYTES);
        long value = (long) LONG_BE.get(buffer, position);
        position += Long.BYTES;
        return value;
    }

    /** Four bytes, little-endian. */
    public int int32() throws IOException {
        require(Integer.BYTES);
        int value = (int) INT_LE.get(buffer, position);
        position += Integer.BYTES;
        return value;
    }

    private int int16() throws IOException {
        require(Short.BYTES);
        int value = (short) ((buffer[position] & 0xFF) | buffer[position + 1] << 8);
        position += Short.BYTES;
        return value;
    }

    /** A length or a count; unsigned. */
    public long length() throws IOException {
        return length(oneByte());
    }

    private long length(int lead) throws IOException {
        if (lead < 1 << 6) {
            return lead;
        }
        if (lead < RdbFormat.LENGTH_32_BITS) {
            return (lead & 0x3FL) << 8 | oneByte();
        }
        if (lead == RdbFormat.LENGTH_32_BITS) {
            require(Integer.BYTES);
            long value = (int) INT_BE.get(buffer, position) & 0xFFFF_FFFFL;
            position += Integer.BYTES;
            return value;
        }
        if (lead == RdbFormat.LENGTH_64_BITS) {
            return int64BigEndian();
        }
        throw corrupt("Unknown length encoding " + lead + " in rdbLoadLen()");
    }

    /**
     * How many elements to make room for.
     *
     * @param count that are said to come
     * @param leastBytes of each
     * @throws RdbException if there are fewer bytes than that takes
     */
    int roomFor(long count, int leastBytes) throws RdbException {
        long left = remaining();
        if (count < 0 || count > left / leastBytes || count > MAX_ARRAY_BYTES) {
            throw cutOff();
        }
        return (int) (left == UNKNOWN_SIZE ? Math.min(count, MAX_UNFOUNDED_ROOM) : count);
    }

    // ---- strings ----

    /** A string, an integer in digits; in an array of its own. */
    public byte[] string() throws IOException {
        int lead = oneByte();
        if (lead < RdbFormat.ENCODED_INT8) {
            return bytes(length(lead));
        }
        return lead == RdbFormat.ENCODED_LZF ? compressedString() : Numbers.digits(integer(lead));
    }

    /** A string as the value of a key: what {@link Strings#encode} makes of it. */
    Object stringValue() throws IOException {
        int lead = oneByte();
        if (lead < RdbFormat.ENCODED_INT8) {
            return Strings.encode(bytes(length(lead)));
        }
        return lead == RdbFormat.ENCODED_LZF ? Strings.encode(compressedString()) : IntValue.of(integer(lead));
    }

    private long integer(int lead) throws IOException {
        return switch (lead) {
            case RdbFormat.ENCODED_INT8 -> (byte) oneByte();
            case RdbFormat.ENCODED_INT16 -> int16();
            case RdbFormat.ENCODED_INT32 -> int32();
            default -> throw corrupt("Unknown RDB string encoding type " + (lead & 0x3F));
        };
    }

    private byte[] compressedString() throws IOException {
        long compressedLength = length();
        long length = length();
        if (compressedLength < 0 || compressedLength > remaining()) {
            throw cutOff();
        }
        if (length < 0 || length > MAX_ARRAY_BYTES || !Lzf.canExpand(compressedLength, length)) {
            throw corrupt("Invalid LZF compressed string");
        }
        if (compressedLength <= limit - position) {
            byte[] result = new byte[(int) length];
            expand(buffer, position, (int) compressedLength, result);
            position += (int) compressedLength;
            return result;
        }
        byte[] compressed = bytes(compressedLength);
        byte[] result = new byte[(int) length];
        expand(compressed, 0, compressed.length, result);
        return result;
    }

    private void expand(byte[] compressed, int offset, int length, byte[] target) throws RdbException {
        if (!Lzf.decompress(compressed, offset, length, target)) {
            throw corrupt("Invalid LZF compressed string");
        }
    }

    // ---- scores ----

    /** A score as its 64 bits. */
    double score() throws IOException {
        return Double.longBitsToDouble(int64());
    }

    /** A score as text behind its length, as version 1 to 7 of the format have it. */
    double textScore() throws IOException {
        int length = oneByte();
        return switch (length) {
            case RdbFormat.SCORE_NAN -> Double.NaN;
            case RdbFormat.SCORE_INFINITY -> Double.POSITIVE_INFINITY;
            case RdbFormat.SCORE_NEGATIVE_INFINITY -> Double.NEGATIVE_INFINITY;
            default -> textScore(bytes(length));
        };
    }

    private double textScore(byte[] text) throws RdbException {
        try {
            return Numbers.strtod(text);
        } catch (NumberFormatException notANumber) {
            throw corrupt("a score is no number: " + Ascii.quote(text, 40));
        }
    }

    @Override
    public String toString() {
        return "RdbInput[at " + offset() + (size == UNKNOWN_SIZE ? "]" : " of " + size + " B]");
    }
}
