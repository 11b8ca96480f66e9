package io.miniredis.datastructures;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Counts different elements without keeping them (hyperloglog.c): a string of at most 12,304 bytes tells how many were
 * added, with a standard error of 0.81 %. Philippe Flajolet et al., "HyperLogLog", 2007, with the estimator of Otmar
 * Ertl ({@link CardinalityEstimate}).
 *
 * <p>An element's 64 bit hash chooses one of 16,384 registers by its lowest 14 bits; of the other 50, the number of
 * trailing zeros plus one is its rank, 1 to 51. A register keeps the highest rank that it has seen.
 *
 * <p>The string, which clients may read, store and send to a Redis:
 *
 * <pre>
 *   offset  0      4          5         8                   16
 *           +------+----------+---------+-------------------+-----------
 *           | HYLL | encoding | 0  0  0 | cached count,     | registers …
 *           |      | 0 dense  |         | 64 bit, little    |
 *           |      | 1 sparse |         | endian; its top   |
 *           |      |          |         | bit: out of date  |
 *           +------+----------+---------+-------------------+-----------
 *
 *   nothing added yet:  48 59 4c 4c  01  00 00 00  00 00 00 00 00 00 00 00  7f ff
 * </pre>
 *
 * Registers are {@link DenseRegisters} or, while few are set, {@link SparseRegisters}. This class is a view of a
 * string, made for one command. A string that a client made may be damaged behind its header: what finds that out says
 * {@link #CORRUPT}, or false.
 */
public final class HyperLogLog {
    /** Registers, chosen by the low bits of the hash. */
    public static final int REGISTERS = 1 << 14;

    /** Of a string with dense registers. */
    public static final int DENSE_BYTES = HyperLogLog.HEADER_BYTES + DenseRegisters.BYTES;

    /** A result that cannot be given. */
    public static final int CORRUPT = -1;

    static final int HEADER_BYTES = 16;

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int MAX_RANK = CardinalityEstimate.RANKS - 1;
    private static final int INDEX_BITS = 14;
    private static final int RANK_BITS = Long.SIZE - INDEX_BITS;
    private static final long SEED = 0xadc83b19L;
    private static final int ENCODING_AT = 4;
    private static final int COUNT_AT = 8;
    private static final int COUNT_END = 16;
    private static final int DENSE = 0;
    private static final int SPARSE = 1;

    private final RawString string;

    private HyperLogLog(RawString string) {
        this.string = string;
    }

    /** Nothing counted yet. */
    public static HyperLogLog empty() {
        byte[] bytes = new byte[HEADER_BYTES + 2];
        bytes[0] = 'H';
        bytes[1] = 'Y';
        bytes[2] = 'L';
        bytes[3] = 'L';
        bytes[ENCODING_AT] = SPARSE;
        SparseRegisters.writeZeros(bytes, HEADER_BYTES, REGISTERS);
        return new HyperLogLog(RawString.owning(bytes));
    }

    /** True if a string begins as one of these and has a fitting length; its registers are not looked at. */
    public static boolean isValid(Object value) {
        int length = Strings.length(value);
        if (value instanceof IntValue || length < HEADER_BYTES) {
            return false;
        }
        byte[] bytes = Strings.array(value);
        if (bytes[0] != 'H' || bytes[1] != 'Y' || bytes[2] != 'L' || bytes[3] != 'L') {
            return false;
        }
        int encoding = bytes[ENCODING_AT];
        return encoding == SPARSE || (encoding == DENSE && length == DENSE_BYTES);
    }

    /** A view of a string that {@link #isValid}. Who changes it stores {@link #string()} afterwards. */
    public static HyperLogLog of(Object value) {
        return new HyperLogLog(Strings.writable(value));
    }

    public RawString string() {
        return string;
    }

    public boolean isDense() {
        return string.bytes()[ENCODING_AT] == DENSE;
    }

    /**
     * Counts an element.
     *
     * @param sparseMaxBytes up to which length the string stays sparse, {@code hll-sparse-max-bytes}
     * @return 1 if a register changed, 0 if not, or {@link #CORRUPT}
     */
    public int add(byte[] element, long sparseMaxBytes) {
        long hash = MurmurHash64A.hash(element, SEED);
        int register = (int) hash & (REGISTERS - 1);
        int rank = Long.numberOfTrailingZeros((hash >>> INDEX_BITS) | (1L << RANK_BITS)) + 1;
        return raise(register, rank, sparseMaxBytes);
    }

    /** Raises a register to a rank of 1 to 63, if it is lower. Returns what {@link #add} returns. */
    public int raise(int register, int rank, long sparseMaxBytes) {
        if (!isDense()) {
            int result = SparseRegisters.raise(string, register, rank, sparseMaxBytes);
            if (result != SparseRegisters.TOO_LARGE) {
                return result;
            }
            if (!toDense()) {
                return CORRUPT;
            }
        }
        if (DenseRegisters.get(string.bytes(), HEADER_BYTES, register) >= rank) {
            return 0;
        }
        DenseRegisters.set(own(), HEADER_BYTES, register, rank);
        return 1;
    }

    /** Makes sparse registers dense. Returns false if they are damaged. */
    public boolean toDense() {
        if (isDense()) {
            return true;
        }
        byte[] ranks = new byte[REGISTERS];
        if (!mergeInto(ranks)) {
            return false;
        }
        byte[] dense = new byte[DENSE_BYTES];
        System.arraycopy(string.bytes(), 0, dense, 0, HEADER_BYTES);
        dense[ENCODING_AT] = DENSE;
        DenseRegisters.setAll(dense, HEADER_BYTES, ranks);
        string.become(dense);
        return true;
    }

    /** Raises each of 16,384 ranks to the register's, if it is lower. Returns false if the registers are damaged. */
    public boolean mergeInto(byte[] ranks) {
        if (isDense()) {
            DenseRegisters.mergeInto(ranks, string.bytes(), HEADER_BYTES);
            return true;
        }
        return SparseRegisters.mergeInto(ranks, string.bytes(), HEADER_BYTES, string.length());
    }

    /** Counts anew, in time that grows with the registers. Returns {@link #CORRUPT} if they are damaged. */
    public long count() {
        int[] histogram = new int[CardinalityEstimate.RANKS];
        if (isDense()) {
            DenseRegisters.addTo(histogram, string.bytes(), HEADER_BYTES);
        } else if (!SparseRegisters.addTo(histogram, string.bytes(), HEADER_BYTES, string.length())) {
            return CORRUPT;
        }
        return CardinalityEstimate.of(histogram);
    }

    /** The count of what was merged into these ranks. */
    public static long count(byte[] ranks) {
        int[] histogram = new int[CardinalityEstimate.RANKS];
        int[] odd = new int[CardinalityEstimate.RANKS];
        int zeros = 0;
        for (int i = 0; i < ranks.length; i += 8) {
            long eight = (long) WORD.get(ranks, i);
            if (eight == 0) {
                zeros += 8;
                continue;
            }
            for (int shift = 0; shift < Long.SIZE; shift += 16) {
                histogram[(int) (eight >>> shift) & MAX_RANK]++;
                odd[(int) (eight >>> (shift + 8)) & MAX_RANK]++;
            }
        }
        histogram[0] += zeros;
        for (int rank = 0; rank < histogram.length; rank++) {
            histogram[rank] += odd[rank];
        }
        return CardinalityEstimate.of(histogram);
    }

    /** True if {@link #cachedCount()} is up to date. */
    public boolean isCountCached() {
        return string.bytes()[COUNT_END - 1] >= 0;
    }

    public long cachedCount() {
        byte[] bytes = string.bytes();
        long count = 0;
        for (int at = COUNT_END - 1; at >= COUNT_AT; at--) {
            count = count << 8 | (bytes[at] & 0xff);
        }
        return count;
    }

    public void cacheCount(long count) {
        byte[] bytes = own();
        long rest = count;
        for (int at = COUNT_AT; at < COUNT_END; at++) {
            bytes[at] = (byte) rest;
            rest >>>= 8;
        }
    }

    /** Says that the cached count is out of date. */
    public void forgetCount() {
        own()[COUNT_END - 1] |= (byte) 0x80;
    }

    private byte[] own() {
        string.growTo(string.length());
        return string.bytes();
    }

    /** The sparse registers in words, {@code "z:3 v:1,2 Z:16379"}: see {@link SparseRegisters}. */
    public String describeSparse() {
        return SparseRegisters.describe(string.bytes(), HEADER_BYTES, string.length());
    }

    /** The rank in a dense register. */
    public int denseRegister(int register) {
        return DenseRegisters.get(string.bytes(), HEADER_BYTES, register);
    }

    @Override
    public String toString() {
        String count = isCountCached() ? "count " + cachedCount() : "not counted";
        return "HyperLogLog[" + (isDense() ? "dense" : "sparse") + ", " + string.length() + " B, " + count + "]";
    }
}
