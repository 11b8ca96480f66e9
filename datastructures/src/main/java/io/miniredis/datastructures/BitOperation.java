package io.miniredis.datastructures;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** What BITOP does with the bits of strings; a shorter string counts as filled up with zeros. */
public enum BitOperation {
    AND,
    OR,
    XOR,
    /** Of one string. */
    NOT;

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    /** So much of the result is made before the next piece: it stays in the processor's cache for all sources. */
    private static final int PIECE_BYTES = 16 * 1024;

    /**
     * The result, as long as the longest source.
     *
     * @param sources one or more arrays; the first bytes of each are the string
     * @param lengths how many of them, in bytes
     */
    public byte[] of(byte[][] sources, int[] lengths) {
        int longest = 0;
        for (int length : lengths) {
            longest = Math.max(longest, length);
        }
        byte[] result = new byte[longest];
        System.arraycopy(sources[0], 0, result, 0, lengths[0]);
        for (int from = 0; from < longest; from += PIECE_BYTES) {
            int to = (int) Math.min(longest, (long) from + PIECE_BYTES);
            if (this == NOT) {
                not(result, from, to);
            }
            for (int i = 1; i < sources.length; i++) {
                combine(result, sources[i], lengths[i], from, to);
            }
        }
        return result;
    }

    /** Changes a piece of the result by the same piece of a source. */
    private void combine(byte[] result, byte[] source, int length, int from, int to) {
        int shared = Math.max(from, Math.min(to, length));
        switch (this) {
            case AND -> and(result, source, from, shared);
            case OR -> or(result, source, from, shared);
            default -> xor(result, source, from, shared);
        }
        if (this == AND) {
            Arrays.fill(result, shared, to, (byte) 0);
        }
    }

    private static void and(byte[] result, byte[] source, int from, int to) {
        int at = from;
        for (; at <= to - 8; at += 8) {
            WORD.set(result, at, (long) WORD.get(result, at) & (long) WORD.get(source, at));
        }
        for (; at < to; at++) {
            result[at] &= source[at];
        }
    }

    private static void or(byte[] result, byte[] source, int from, int to) {
        int at = from;
        for (; at <= to - 8; at += 8) {
            WORD.set(result, at, (long) WORD.get(result, at) | (long) WORD.get(source, at));
        }
        for (; at < to; at++) {
            result[at] |= source[at];
        }
    }

    private static void xor(byte[] result, byte[] source, int from, int to) {
        int at = from;
        for (; at <= to - 8; at += 8) {
            WORD.set(result, at, (long) WORD.get(result, at) ^ (long) WORD.get(source, at));
        }
        for (; at < to; at++) {
            result[at] ^= source[at];
        }
    }

    private static void not(byte[] result, int from, int to) {
        int at = from;
        for (; at <= to - 8; at += 8) {
            WORD.set(result, at, ~(long) WORD.get(result, at));
        }
        for (; at < to; at++) {
            result[at] = (byte) ~result[at];
        }
    }
}
