package io.miniredis.datastructures;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;

/**
 * The one source of chance: xoshiro256** of David Blackman and Sebastiano Vigna (2018), its state filled from a seed by
 * SplitMix64, so that a server started with the same seed makes the same choices.
 *
 * <p>Not cryptographic: whoever knows enough output knows the rest. Not thread-safe: it belongs to the main thread.
 */
public final class RandomSource {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final double DOUBLE_UNIT = 0x1.0p-53;

    private final long seed;
    private long s0;
    private long s1;
    private long s2;
    private long s3;

    @SuppressWarnings("ConstantOverflow") // arithmetic modulo 2^64 is what is meant
    public RandomSource(long seed) {
        this.seed = seed;
        s0 = mix(seed + GOLDEN_GAMMA);
        s1 = mix(seed + 2 * GOLDEN_GAMMA);
        s2 = mix(seed + 3 * GOLDEN_GAMMA);
        s3 = mix(seed + 4 * GOLDEN_GAMMA);
    }

    /** A seed that nobody can guess, from the operating system. May be called from any thread. */
    public static long unpredictableSeed() {
        // SecureRandom reads the same, but loads all of the JDK's security first, which takes 30 ms.
        try (InputStream device = new FileInputStream("/dev/urandom")) {
            return ByteBuffer.wrap(device.readNBytes(Long.BYTES)).getLong();
        } catch (IOException | BufferUnderflowException notUnix) {
            return new SecureRandom().nextLong();
        }
    }

    /** The output function of SplitMix64. */
    private static long mix(long state) {
        long z = (state ^ state >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    /** All 64 bits at random. */
    public long nextLong() {
        long result = Long.rotateLeft(s1 * 5, 7) * 9;
        long t = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= t;
        s3 = Long.rotateLeft(s3, 45);
        return result;
    }

    /**
     * 0 to bound - 1, all equally likely. A random fraction of 32 bits times the bound; the few fractions that would
     * favour small results are drawn again (Daniel Lemire, "Fast random integer generation in an interval", 2019).
     */
    public int nextInt(int bound) {
        requirePositive(bound);
        long product = (nextLong() >>> 32) * bound;
        if ((int) product >= bound || (int) product < 0) {
            return (int) (product >>> 32);
        }
        long unfair = (1L << 32) % bound;
        while ((product & 0xFFFFFFFFL) < unfair) {
            product = (nextLong() >>> 32) * bound;
        }
        return (int) (product >>> 32);
    }

    /** 0 to bound - 1, all equally likely. */
    public long nextLong(long bound) {
        requirePositive(bound);
        if (bound <= Integer.MAX_VALUE) {
            return nextInt((int) bound);
        }
        long mask = -1L >>> Long.numberOfLeadingZeros(bound - 1);
        long result;
        do {
            result = nextLong() & mask;
        } while (result >= bound);
        return result;
    }

    private static void requirePositive(long bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("bound " + bound);
        }
    }

    /** 0 (inclusive) to 1 (exclusive), a multiple of 2<sup>-53</sup>. */
    public double nextDouble() {
        return (nextLong() >>> 11) * DOUBLE_UNIT;
    }

    public void nextBytes(byte[] target) {
        long word = 0;
        for (int i = 0; i < target.length; i++) {
            word = (i & 7) == 0 ? nextLong() : word >>> 8;
            target[i] = (byte) word;
        }
    }

    /** Random hexadecimal digits in lower case: a run id is 40 of them. */
    public String hex(int chars) {
        StringBuilder out = new StringBuilder(chars);
        long word = 0;
        for (int i = 0; i < chars; i++) {
            word = (i & 15) == 0 ? nextLong() : word >>> 4;
            out.append(Character.forDigit((int) (word & 15), 16));
        }
        return out.toString();
    }

    @Override
    public String toString() {
        return "RandomSource[seed " + seed + "]";
    }
}
