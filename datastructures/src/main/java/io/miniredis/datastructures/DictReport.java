package io.miniredis.datastructures;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** What a {@link Dict} says about its tables: DEBUG HTSTATS and the drawing for a debugger. */
final class DictReport {
    private static final int LONGEST_COUNTED = 50;
    private static final int MAX_LINES = 64;
    private static final int MAX_LINE_LENGTH = 120;

    private DictReport() {}

    /** The words and the form of {@code dictGetStats} in Redis's {@code dict.c}. {@code index}: 0 main, 1 target. */
    static String stats(DictTable table, int index, boolean full) {
        StringBuilder out = new StringBuilder("Hash table ")
                .append(index)
                .append(index == 0 ? " stats (main hash table):\n" : " stats (rehashing target):\n");
        if (table.size() == 0) {
            return out.append("No stats available for empty dictionaries\n").toString();
        }
        out.append(" table size: ").append(table.slots()).append('\n');
        out.append(" number of elements: ").append(table.size()).append('\n');
        return full ? chains(table, out) : out.toString();
    }

    private static String chains(DictTable table, StringBuilder out) {
        int[] slotsByLength = new int[LONGEST_COUNTED];
        int longest = 0;
        long total = 0;
        for (int slot = 0; slot <= table.mask; slot++) {
            int length = 0;
            for (DictEntry entry = table.head(slot); entry != null; entry = entry.next) {
                length++;
            }
            slotsByLength[Math.min(length, LONGEST_COUNTED - 1)]++;
            longest = Math.max(longest, length);
            total += length;
        }
        int used = table.slots() - slotsByLength[0];
        out.append(" different slots: ").append(used).append('\n');
        out.append(" max chain length: ").append(longest).append('\n');
        out.append(" avg chain length (counted): ")
                .append(twoDecimals((float) total / used))
                .append('\n');
        out.append(" avg chain length (computed): ")
                .append(twoDecimals((float) table.size() / used))
                .append('\n');
        out.append(" Chain length distribution:\n");
        for (int length = 0; length < LONGEST_COUNTED - 1; length++) {
            if (slotsByLength[length] > 0) {
                float percent = (float) slotsByLength[length] / table.slots() * 100;
                out.append("   ").append(length).append(": ").append(slotsByLength[length]);
                out.append(" (").append(twoDecimals(percent)).append("%)\n");
            }
        }
        return out.toString();
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
