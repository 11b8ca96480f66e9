package io.miniredis.server.command.string;

/**
 * The longest sequence of bytes that stands in both of two strings in the same order, found by dynamic programming
 * (Wagner and Fischer, "The string-to-string correction problem", 1974; lcsCommand in Redis's t_string.c).
 *
 * <p>A table holds for every pair of beginnings of the two how long their common sequence is. The path back through it,
 * from the ends, spells the sequence. Of several of the same length it is the one Redis finds, since the path turns the
 * same way where both ways are as good.
 *
 * <pre>
 *           ""  c  a  t
 *      ""    0  0  0  0        a row per byte of a, a column per byte of b;
 *      b     0  0  0  0        equal bytes: the number above and to the left, plus 1;
 *      a     0  0  1  1        others: the larger one of the numbers above and to the left
 *      t     0  0  1  2
 * </pre>
 */
final class LongestCommonSubsequence {
    private final byte[] a;
    private final byte[] b;

    /** Without the table only two rows are kept: row i at i modulo 2. */
    private final int rowMask;

    private final int width;
    private final int[] table;

    /** Takes a stretch that is equal in both, the last one first. */
    @FunctionalInterface
    interface MatchVisitor {
        /**
         * @param startInA 0 or more
         * @param startInB 0 or more
         * @param length in bytes, 1 or more
         */
        void match(int startInA, int startInB, int length);
    }

    /**
     * @param lengthOnly true if nothing but {@link #length()} will be asked
     * @throws OutOfMemoryError if the table does not fit into the heap, before anything else was done
     */
    LongestCommonSubsequence(byte[] a, byte[] b, boolean lengthOnly) {
        this.a = a;
        this.b = b;
        this.rowMask = lengthOnly ? 1 : -1;
        this.width = b.length + 1;
        long cells = (lengthOnly ? Math.min(2L, a.length + 1L) : a.length + 1L) * width;
        if (cells > Integer.MAX_VALUE - 8) {
            throw new OutOfMemoryError("an array of " + cells + " numbers");
        }
        this.table = new int[(int) cells];
        fill();
    }

    /** What the whole table takes, in bytes. */
    static long tableBytes(byte[] a, byte[] b) {
        return (a.length + 1L) * (b.length + 1L) * Integer.BYTES;
    }

    private void fill() {
        for (int i = 1; i <= a.length; i++) {
            byte wanted = a[i - 1];
            int above = row(i - 1);
            int here = row(i);
            int left = 0;
            for (int j = 1; j < width; j++) {
                left = b[j - 1] == wanted ? table[above + j - 1] + 1 : Math.max(table[above + j], left);
                table[here + j] = left;
            }
        }
    }

    private int row(int i) {
        return (i & rowMask) * width;
    }

    /** In bytes. */
    int length() {
        return table[row(a.length) + b.length];
    }

    /** The sequence itself. */
    byte[] bytes() {
        byte[] result = new byte[length()];
        int[] end = {result.length};
        forEachMatch((startInA, startInB, length) -> {
            end[0] -= length;
            System.arraycopy(a, startInA, result, end[0], length);
        });
        return result;
    }

    /** Walks the path back and visits the stretches it is made of. */
    void forEachMatch(MatchVisitor visitor) {
        if (rowMask == 1) {
            throw new IllegalStateException("only the length was computed");
        }
        int i = a.length;
        int j = b.length;
        while (i > 0 && j > 0) {
            int length = commonEnd(i, j);
            if (length > 0) {
                i -= length;
                j -= length;
                visitor.match(i, j, length);
            } else if (table[row(i - 1) + j] > table[row(i) + j - 1]) {
                i--;
            } else {
                j--;
            }
        }
    }

    private int commonEnd(int i, int j) {
        int length = 0;
        while (length < i && length < j && a[i - length - 1] == b[j - length - 1]) {
            length++;
        }
        return length;
    }

    @Override
    public String toString() {
        return "LongestCommonSubsequence[" + length() + " of " + a.length + " and " + b.length + " bytes]";
    }
}
