package io.miniredis.datastructures;

import org.jspecify.annotations.Nullable;

/**
 * What PFSELFTEST does: fills dense registers with random ranks and reads them again, then adds ten million elements to
 * a dense and to a sparse HyperLogLog, which must agree and be near the truth at every power of ten. Takes seconds.
 */
public final class HyperLogLogSelfTest {
    private static final int REGISTER_ROUNDS = 1000;
    private static final int ELEMENTS = 10_000_000;

    /** Errors beyond this multiple of the standard error do not happen by chance. */
    private static final int TOLERATED_ERRORS = 6;

    private final RandomSource random;
    private final long sparseMaxBytes;

    /** @param sparseMaxBytes {@code hll-sparse-max-bytes} */
    public HyperLogLogSelfTest(RandomSource random, long sparseMaxBytes) {
        this.random = random;
        this.sparseMaxBytes = sparseMaxBytes;
    }

    /** Runs it. Returns what is wrong, or null. */
    public @Nullable String failure() {
        String wrong = wrongRegister();
        return wrong == null ? wrongCount() : wrong;
    }

    private @Nullable String wrongRegister() {
        byte[] dense = new byte[DenseRegisters.BYTES];
        byte[] ranks = new byte[HyperLogLog.REGISTERS];
        for (int round = 0; round < REGISTER_ROUNDS; round++) {
            for (int i = 0; i < ranks.length; i++) {
                ranks[i] = (byte) random.nextInt(CardinalityEstimate.RANKS);
                DenseRegisters.set(dense, 0, i, ranks[i]);
            }
            for (int i = 0; i < ranks.length; i++) {
                int rank = DenseRegisters.get(dense, 0, i);
                if (rank != ranks[i]) {
                    return "Register " + i + " should be " + ranks[i] + " but is " + rank;
                }
            }
        }
        return null;
    }

    private @Nullable String wrongCount() {
        HyperLogLog dense = HyperLogLog.empty();
        dense.toDense();
        HyperLogLog sparse = HyperLogLog.empty();
        long seed = random.nextLong();
        byte[] element = new byte[Long.BYTES];
        int checkpoint = 1;
        for (int added = 1; added <= ELEMENTS; added++) {
            littleEndian(added ^ seed, element);
            dense.add(element, sparseMaxBytes);
            sparse.add(element, sparseMaxBytes);
            if (added == checkpoint) {
                String wrong = wrongAt(added, dense, sparse);
                if (wrong != null) {
                    return wrong;
                }
                checkpoint *= 10;
            }
        }
        return null;
    }

    private static void littleEndian(long number, byte[] target) {
        for (int i = 0; i < target.length; i++) {
            target[i] = (byte) (number >>> (8 * i));
        }
    }

    private @Nullable String wrongAt(int added, HyperLogLog dense, HyperLogLog sparse) {
        if (added < sparseMaxBytes / 2 && sparse.isDense()) {
            return "sparse encoding not used";
        }
        long count = dense.count();
        if (count != sparse.count()) {
            return "dense/sparse disagree";
        }
        double standardError = 1.04 / Math.sqrt(HyperLogLog.REGISTERS);
        // Two of the first ten may meet in a register, which is no failure, and more than the formula allows.
        long tolerated = added == 10 ? 1 : (long) Math.ceil(standardError * TOLERATED_ERRORS * added);
        long error = Math.abs(added - count);
        return error > tolerated ? "Too big error. card:" + added + " abserr:" + error : null;
    }
}
