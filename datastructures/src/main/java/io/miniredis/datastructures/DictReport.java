package io.miniredis.datastructures;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a {@link Dict} says about its tables: DEBUG HTSTATS and the drawing for a debugger. */
final class DictReport {
    private static final int LONGEST_COUNTED = 50;
    private static final int MAX_LINES = 64;
    private static final int MAX_LINE_LENGTH = 120;

    private DictReport() {}

    /** {@link #stats(int, int, int, IntUnaryOperator, boolean)} of a Dict's table. */
    static String stats(DictTable table, int index, boolean full) {
        return stats(index, table.slots(), table.size(), slot -> chainLength(table.head(slot)), full);
    }

    private static int chainLength(@Nullable DictEntry head) {
        int length = 0;
        for (DictEntry entry = head; entry != null; entry = entry.next) {
            length++;
        }
        return length;
    }

    /**
     * The words and the form of {@code dictGetStats} in Redis's {@code dict.c}.
     *
     * @param index 0 for the main table, 1 for the target of a rehash
     * @param chainLength how many elements there are in a slot
     * @param full whether to look at the chains
     */
    static String stats(int index, int slots, int elements, IntUnaryOperator chainLength, boolean full) {
        StringBuilder out = new StringBuilder("Hash table ")
                .append(index)
                .append(index == 0 ? " stats (main hash table):\n" : " stats (rehashing target):\n");
        if (elements == 0) {
            return out.append("No stats available for empty dictionaries\n").toString();
        }
        out.append(" table size: ").append(slots).append('\n');
        out.append(" number of elements: ").append(elements).append('\n');
        if (full) {
            appendChains(out, slots, elements, chainLength);
        }
        return out.toString();
    }

    private static void appendChains(StringBuilder out, int slots, int elements, IntUnaryOperator chainLength) {
        int[] slotsByLength = new int[LONGEST_COUNTED];
        int longest = 0;
        long total = 0;
        for (int slot = 0; slot < slots; slot++) {
            int length = chainLength.applyAsInt(slot);
            slotsByLength[Math.min(length, LONGEST_COUNTED - 1)]++;
            longest = Math.max(longest, length);
            total += length;
        }
        int used = slots - slotsByLength[0];
        out.append(" different slots: ").append(used).append('\n');
        out.append(" max chain length: ").append(longest).append('\n');
        out.append(" avg chain length (counted): ")
                .append(twoDecimals((float) total / used))
                .append('\n');
        out.append(" avg chain length (computed): ")
                .append(twoDecimals((float) elements / used))
                .append('\n');
        out.append(" Chain length distribution:\n");
        for (int length = 0; length < LONGEST_COUNTED - 1; length++) {
            if (slotsByLength[length] > 0) {
                float percent = (float) slotsByLength[length] / slots * 100;
                out.append("   ").append(length).append(": ").append(slotsByLength[length]);
                out.append(" (").append(twoDecimals(percent)).append("%)\n");
            }
        }
    }

    private static String twoDecimals(double value) {
        return new BigDecimal(value).setScale(2, RoundingMode.HALF_EVEN).toPlainString();
    }

    /** A line per bucket that is not empty: its number and its chain. */
    static String buckets(DictTable table) {
        StringBuilder out = new StringBuilder();
        int lines = 0;
        for (int slot = 0; slot <= table.mask; slot++) {
            DictEntry entry = table.head(slot);
            if (entry == null) {
                continue;
            }
            if (lines++ == MAX_LINES) {
                return out.append("...\n").toString();
            }
            int start = out.length();
            out.append('[').append(slot).append(']');
            for (; entry != null; entry = entry.next) {
                out.append(" -> ").append(entry);
            }
            if (out.length() - start > MAX_LINE_LENGTH) {
                out.setLength(start + MAX_LINE_LENGTH - 1);
                out.append('…');
            }
            out.append('\n');
        }
        return out.toString();
    }
}
