package io.miniredis.persistence.rdb;

import io.miniredis.datastructures.LzfCompressor;
import io.miniredis.datastructures.Numbers;
import io.miniredis.datastructures.StringSink;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Lengths, strings and numbers as an RDB has them, through a buffer into a {@link ByteSink} or into memory, with their
 * checksum.
 *
 * <pre>
 *   length   00xxxxxx                            6 bits
 *            01xxxxxx xxxxxxxx                  14 bits
 *            80 xxxxxxxx (4 bytes, big-endian)  32 bits
 *            81 xxxxxxxx (8 bytes, big-endian)  64 bits
 *
 *   string   length bytes
 *            C0 x, C1 xx, C2 xxxx               the digits of an integer, little-endian
 *            C3 length length bytes             compressed by LZF: its length so, and before
 *
 *   "abc" 03 61 62 63    "-2" C0 FE    "1000" C1 E8 03
 * </pre>
 *
 * <p>What the sink refuses is remembered and thrown by {@link #check}; all that comes after it is dropped. So those who
 * write element for element need not think of it.
 */
public final class RdbOutput implements StringSink {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int FIRST_MEMORY_BYTES = 128;
    private static final int MAX_ARRAY_BYTES = Integer.MAX_VALUE - 8;

    /** "-2147483648". */
    private static final int MAX_INT_DIGITS = 11;

    /** Shorter strings are not worth a try; nor is what saves less than {@link #MIN_SAVED_BYTES}. */
    private static final int MAX_UNCOMPRESSED_BYTES = 20;

    private static final int MIN_SAVED_BYTES = 4;

    /** What is kept for the next string to be compressed. */
    private static final int MAX_SCRATCH_BYTES = 1 << 20;

    private static final byte[] NOTHING = {};
    private static final VarHandle LONG_LE =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG_BE = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT_LE = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT_BE = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final @Nullable ByteSink sink;
    private boolean isCompressing;
    private final boolean isChecksumming;
    private byte[] buffer;
    private int used;

    /** Of what has left the buffer. */
    private long flushedBytes;

    private long checksum;
    private @Nullable IOException failure;
    private byte[] compressed = NOTHING;
    private @Nullable LzfCompressor lzf;

    /**
     * Writes to a sink.
     *
     * @param compress whether longer strings are compressed ({@code rdbcompression})
     * @param checksum whether {@link #checksum} is kept ({@code rdbchecksum})
     */
    public RdbOutput(ByteSink sink, boolean compress, boolean checksum) {
        this(sink, compress, checksum, new byte[BUFFER_BYTES]);
    }

    private RdbOutput(@Nullable ByteSink sink, boolean compress, boolean checksum, byte[] buffer) {
        this.sink = sink;
        this.isCompressing = compress;
        this.isChecksumming = checksum;
        this.buffer = buffer;
    }

    /** Keeps what is written: for {@link #toByteArray}. */
    public static RdbOutput inMemory(boolean compress) {
        return new RdbOutput(null, compress, false, new byte[FIRST_MEMORY_BYTES]);
    }

    // ---- strings ----

    public void string(byte[] value) {
        string(value, 0, value.length);
    }

    /** A string: as an integer if it is spelt like one of 32 bits, compressed if that saves something, or as it is. */
    public void string(byte[] source, int offset, int length) {
        if (length <= MAX_INT_DIGITS && Numbers.isLong(source, offset, length)) {
            long number = Numbers.knownLong(source, offset, length);
            if (number == (int) number) {
                smallInteger((int) number);
                return;
            }
        }
        if (isCompressing && length > MAX_UNCOMPRESSED_BYTES && tryCompressed(source, offset, length)) {
            return;
        }
        length(length);
        raw(source, offset, length);
    }

    /** The string of a number's digits. */
    public void integerString(long value) {
        if (value == (int) value) {
            smallInteger((int) value);
            return;
        }
        length(Numbers.digitCount(value));
        makeRoom(Numbers.MAX_LONG_DIGITS);
        used = Numbers.writeDigits(value, buffer, used);
    }

    private void smallInteger(int value) {
        makeRoom(1 + Integer.BYTES);
        if (value == (byte) value) {
            buffer[used++] = (byte) RdbFormat.ENCODED_INT8;
            buffer[used++] = (byte) value;
        } else if (value == (short) value) {
            buffer[used++] = (byte) RdbFormat.ENCODED_INT16;
            buffer[used++] = (byte) value;
            buffer[used++] = (byte) (value >> 8);
        } else {
            buffer[used++] = (byte) RdbFormat.ENCODED_INT32;
            INT_LE.set(buffer, used, value);
            used += Integer.BYTES;
        }
    }

    private boolean tryCompressed(byte[] source, int offset, int length) {
        int room = length - MIN_SAVED_BYTES;
        byte[] target = compressed;
        if (target.length < room) {
            target = new byte[Math.max(room, Math.min(2 * target.length, MAX_SCRATCH_BYTES))];
            compressed = room <= MAX_SCRATCH_BYTES ? target : compressed;
        }
        LzfCompressor compressor = lzf;
        if (compressor == null) {
            compressor = new LzfCompressor();
            lzf = compressor;
        }
        int written = compressor.compress(source, offset, length, target, room);
        if (written == 0) {
            return false;
        }
        compressedString(target, written, length);
        return true;
    }

    /**
     * A string that is compressed already.
     *
     * @param length what it has when it is not
     */
    public void compressedString(byte[] source, int compressedLength, int length) {
        oneByte(RdbFormat.ENCODED_LZF);
        length(compressedLength);
        length(length);
        raw(source, 0, compressedLength);
    }

    @Override
    public void bulk(byte[] bytes, int offset, int length) {
        string(bytes, offset, length);
    }

    @Override
    public void bulkInteger(long value) {
        integerString(value);
    }

    // ---- numbers ----

    public void oneByte(int value) {
        makeRoom(1);
        buffer[used++] = (byte) value;
    }

    /** A length or a count; unsigned. */
    public void length(long value) {
        makeRoom(1 + Long.BYTES);
        if (value >= 0 && value < 1 << 6) {
            buffer[used++] = (byte) value;
        } else if (value >= 0 && value < 1 << 14) {
            buffer[used++] = (byte) (RdbFormat.LENGTH_14_BITS << 6 | value >> 8);
            buffer[used++] = (byte) value;
        } else if (value >>> Integer.SIZE == 0) {
            buffer[used++] = (byte) RdbFormat.LENGTH_32_BITS;
            INT_BE.set(buffer, used, (int) value);
            used += Integer.BYTES;
        } else {
            buffer[used++] = (byte) RdbFormat.LENGTH_64_BITS;
            LONG_BE.set(buffer, used, value);
            used += Long.BYTES;
        }
    }

    /** Eight bytes, little-endian: a time in milliseconds, a checksum. */
    public void int64(long value) {
        makeRoom(Long.BYTES);
        LONG_LE.set(buffer, used, value);
        used += Long.BYTES;
    }

    /** Eight bytes, big-endian: half of the id of an entry of a stream. */
    public void int64BigEndian(long value) {
        makeRoom(Long.BYTES);
        LONG_BE.set(buffer, used, value);
        used += Long.BYTES;
    }

    /** A score, as its 64 bits. */
    public void score(double value) {
        int64(Double.doubleToRawLongBits(value));
    }

    /** Bytes as they are. */
    public void raw(byte[] source, int offset, int length) {
        if (length > buffer.length - used && sink != null) {
            flush();
            if (length >= buffer.length) {
                pass(source, offset, length);
                return;
            }
        } else {
            makeRoom(length);
        }
        System.arraycopy(source, offset, buffer, used, length);
        used += length;
    }

    // ---- buffer ----

    private void makeRoom(int needed) {
        if (buffer.length - used >= needed) {
            return;
        }
        if (sink == null) {
            long wanted = Math.max((long) used + needed, 2L * buffer.length);
            if ((long) used + needed > MAX_ARRAY_BYTES) {
                throw new IllegalStateException("a value of more than 2 GB in one piece");
            }
            buffer = Arrays.copyOf(buffer, (int) Math.min(wanted, MAX_ARRAY_BYTES));
        } else {
            flush();
        }
    }

    /** Hands all that is buffered to the sink. */
    public void flush() {
        if (sink != null && used > 0) {
            pass(buffer, 0, used);
            used = 0;
        }
    }

    private void pass(byte[] source, int offset, int length) {
        if (isChecksumming) {
            checksum = Crc64.update(checksum, source, offset, length);
        }
        flushedBytes += length;
        if (failure != null || sink == null) {
            return;
        }
        try {
            sink.write(source, offset, length);
        } catch (IOException refused) {
            failure = refused;
        }
    }

    /** Throws what the sink threw first. */
    public void check() throws IOException {
        IOException refused = failure;
        if (refused != null) {
            throw refused;
        }
    }

    /** Of all that was written so far; 0 if none is kept. */
    public long checksum() {
        flush();
        return checksum;
    }

    /** How many bytes were written. */
    public long position() {
        return flushedBytes + used;
    }

    /** What was written to memory. */
    public byte[] toByteArray() {
        return Arrays.copyOf(buffer, used);
    }

    /** The array in which memory holds what was written, {@link #position} bytes of it. */
    byte[] memory() {
        return buffer;
    }

    /** Forgets what was written to memory, to begin again. */
    void reset(boolean compress) {
        isCompressing = compress;
        used = 0;
        if (buffer.length > MAX_SCRATCH_BYTES) {
            buffer = new byte[FIRST_MEMORY_BYTES];
        }
    }

    @Override
    public String toString() {
        return "RdbOutput[" + position() + " B" + (failure == null ? "]" : ", failed: " + failure.getMessage() + "]");
    }
}
