package io.miniredis.datastructures;

/**
 * How many different elements were added, judged by how many registers have which rank. Otmar Ertl, "New cardinality
 * estimation algorithms for HyperLogLog sketches", 2017 (arXiv:1702.01284): one formula from the first
 * element to the largest number, without the tables of corrections that earlier estimators needed.
 *
 * <p>Every operation is made in Redis's order, since the result is stored and compared.
 */
final class CardinalityEstimate {
    /** Ranks that a dense register can hold; no hash yields more than {@link #HIGHEST_RANK}. */
    static final int RANKS = 64;

    private static final int HIGHEST_RANK = 51;
    private static final double REGISTERS = HyperLogLog.REGISTERS;

    /** 1 / (2 ln 2). */
    private static final double ALPHA_INFINITY = 0.7213475204444817;

    private CardinalityEstimate() {}

    /**
     * @param histogram how many registers have each rank
     * @return 0 or more, or {@link Long#MIN_VALUE} for infinitely many
     */
    static long of(int[] histogram) {
        double z = REGISTERS * tau((REGISTERS - histogram[HIGHEST_RANK]) / REGISTERS);
        for (int rank = HIGHEST_RANK - 1; rank >= 1; rank--) {
            z += histogram[rank];
            z *= 0.5;
        }
        z += REGISTERS * sigma(histogram[0] / REGISTERS);
        double estimate = ALPHA_INFINITY * REGISTERS * REGISTERS / z;
        return estimate >= 0x1p63 ? Long.MIN_VALUE : Math.round(estimate);
    }

    /** x + Σ x^(2^k) 2^(k-1): what registers that are still 0 tell. */
    private static double sigma(double share) {
        if (share == 1) {
            return Double.POSITIVE_INFINITY;
        }
        double x = share;
        double y = 1;
        double sum = x;
        double before;
        do {
            x *= x;
            before = sum;
            sum += x * y;
            y += y;
        } while (before != sum);
        return sum;
    }

    /** (1 - x - Σ (1 - x^(2^-k))² 2^-k) / 3: what registers that cannot rise any more tell. */
    private static double tau(double share) {
        if (share == 0 || share == 1) {
            return 0;
        }
        double x = share;
        double y = 1;
        double sum = 1 - x;
        double before;
        do {
            x = Math.sqrt(x);
            before = sum;
            y *= 0.5;
            sum -= (1 - x) * (1 - x) * y;
        } while (before != sum);
        return sum / 3;
    }
}
