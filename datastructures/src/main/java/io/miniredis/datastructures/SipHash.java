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
    /** Reads eight bytes at any offset in one instruction. */
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long EVERY_BYTE = 0x0101010101010101L;
    private static final long TOP_BITS = 0x8080808080808080L;

    /** The start state, "somepseudorandomlygeneratedbytes" in ASCII, with the key mixed in. */
    private final long start0;

    private final long start1;
    private final long start2;
    private final long start3;

    public SipHash(long k0, long k1) {
        start0 = 0x736F6D6570736575L ^ k0;
        start1 = 0x646F72616E646F6DL ^ k1;
        start2 = 0x6C7967656E657261L ^ k0;
        start3 = 0x7465646279746573L ^ k1;
    }

    /** A key of 16 bytes, little-endian. */
    public SipHash(byte[] seed) {
        this((long) WORD.get(seed, 0), (long) WORD.get(seed, 8));
    }

    /** The hash folded to 32 bits, which is what a {@link DictEntry} keeps. */
    public int hash(byte[] bytes) {
        return fold(hash64(bytes));
    }

    /** The same hash for all spellings in capital and small letters: that of the small ones. */
    public int hashIgnoreCase(byte[] bytes) {
        return fold(compress(bytes, true));
    }

    /** All 64 bits. */
    public long hash64(byte[] bytes) {
        return compress(bytes, false);
    }

    private static int fold(long hash) {
        return (int) (hash ^ hash >>> 32);
    }

    // The round stands here twice, not in a method, which could not return four words without an object.
    private long compress(byte[] bytes, boolean ignoreCase) {
        long v0 = start0;
        long v1 = start1;
        long v2 = start2;
        long v3 = start3;
        int length = bytes.length;
        int words = length & ~7;
        for (int offset = 0; offset <= words; offset += 8) {
            long word = offset < words ? (long) WORD.get(bytes, offset) : lastWord(bytes, offset);
            if (ignoreCase) {
                word = lower(word, offset < words ? 8 : 7);
            }
            v3 ^= word;
            v0 += v1;
            v2 += v3;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 = Long.rotateLeft(v0, 32) + v3;
            v2 += v1;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v2 = Long.rotateLeft(v2, 32);
            v0 ^= word;
        }
        v2 ^= 0xFF;
        for (int round = 0; round < 2; round++) {
            v0 += v1;
            v2 += v3;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 = Long.rotateLeft(v0, 32) + v3;
            v2 += v1;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v2 = Long.rotateLeft(v2, 32);
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }

    /** The 0 to 7 bytes left over, and the length in the top byte. */
    private static long lastWord(byte[] bytes, int offset) {
        int length = bytes.length;
        if (length >= 8) {
            // Reads the last eight bytes of all and shifts those out that have been hashed already.
            long tail = (long) WORD.get(bytes, length - 8);
            int hashed = 8 - (length - offset);
            return (hashed == 8 ? 0 : tail >>> (hashed * 8)) | (long) length << 56;
        }
        long word = (long) length << 56;
        for (int i = offset; i < length; i++) {
            word |= (bytes[i] & 0xFFL) << ((i - offset) * 8);
        }
        return word;
    }

    /** Sets bit 5 in each byte that is one of A-Z, eight bytes at a time. {@code bytes}: how many of them are text. */
    private static long lower(long word, int bytes) {
        long ascii = word & ~TOP_BITS;
        long fromA = ascii + (0x80 - 'A') * EVERY_BYTE;
        long aboveZ = ascii + (0x80 - 'Z' - 1) * EVERY_BYTE;
        long capitals = fromA & ~aboveZ & ~word & TOP_BITS;
        long text = bytes == 8 ? -1L : (1L << (bytes * 8)) - 1;
        return word | (capitals & text) >>> 2;
    }
}
