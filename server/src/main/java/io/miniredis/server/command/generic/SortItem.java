package io.miniredis.server.command.generic;

import io.miniredis.datastructures.Numbers;
import io.miniredis.server.command.CommandCall;
import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** An element with what SORT compares it by. */
final class SortItem {
    final byte[] element;
    private double score;
    private byte @Nullable [] weight;

    SortItem(byte[] element) {
        this.element = element;
    }

    /** Looks up what the element is compared by. Returns false if that should be a number and is none. */
    boolean weigh(CommandCall call, SortOptions options) {
        SortPattern by = options.by();
        byte[] found = by == null ? element : by.lookUp(call, element);
        if (options.alphabetic()) {
            weight = found;
            return true;
        }
        return found == null || readScore(found);
    }

    /** By the rules of C's strtod: blanks may go before the number, a zero byte ends it, and nothing at all is 0. */
    private boolean readScore(byte[] bytes) {
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        if (end == 0) {
            return true;
        }
        int start = 0;
        while (start < end && (bytes[start] == ' ' || (bytes[start] >= '\t' && bytes[start] <= '\r'))) {
            start++;
        }
        try {
            score = Numbers.parseDouble(bytes, start, end - start);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** The order for items that were weighed: by number or by text, those without a text first (sortCompare). */
    static Comparator<SortItem> order(SortOptions options) {
        Comparator<SortItem> ascending = options.alphabetic() ? SortItem::compareTexts : SortItem::compareNumbers;
        return options.descending() ? (one, other) -> ascending.compare(other, one) : ascending;
    }

    private static int compareNumbers(SortItem one, SortItem other) {
        if (one.score != other.score) {
            return one.score < other.score ? -1 : 1;
        }
        return Arrays.compareUnsigned(one.element, other.element);
    }

    private static int compareTexts(SortItem one, SortItem other) {
        return Arrays.compareUnsigned(one.weight, other.weight);
    }

    @Override
    public String toString() {
        return "SortItem[" + element.length + " B, score=" + score + "]";
    }
}
