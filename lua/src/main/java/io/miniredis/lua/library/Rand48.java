package io.miniredis.lua.library;

/**
 * The generator behind {@code math.random}: the 48-bit linear congruence of {@code lrand48}, so that a seed gives the
 * same sequence on every machine (Redis's {@code rand.c}).
 */
public final class Rand48 {
    private static final long MULTIPLIER = 0x5DEECE66DL;
    private static final long INCREMENT = 0xB;
    private static final long MASK = (1L << 48) - 1;
    private static final long SEED_LOW = 0x330E;

    private long state = 0x1234_ABCD_330EL;

    /** Starts the sequence of that seed. */
    public void seed(int seed) {
        state = (seed & 0xffff_ffffL) << 16 | SEED_LOW;
    }

    /** The next number, 0 to 2^31 - 1. */
    public int next() {
        state = state * MULTIPLIER + INCREMENT & MASK;
        return (int) (state >>> 17);
    }

    @Override
    public String toString() {
        return "Rand48[" + Long.toHexString(state) + "]";
    }
}
