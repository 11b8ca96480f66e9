package io.miniredis.datastructures;

import java.util.Comparator;

/**
 * Sorts only as much of an array as somebody is going to look at (pqsort.c): the quicksort of Jon Bentley and Douglas
 * McIlroy, "Engineering a Sort Function", 1993, that leaves those parts alone that cannot contain what is wanted.
 *
 * <p>It is not stable. Which of several equal elements comes first is seen by clients (GEOSEARCH with COUNT), so pivots
 * and exchanges are those of Redis. Of the two parts the smaller one is sorted first, by a call, so that calls are
 * never nested deeper than the logarithm of the length, whatever a client has prepared.
 */
public final class PartialSort<T> {
    private static final int INSERTION_LENGTH = 7;
    private static final int MEDIAN_OF_NINE_LENGTH = 40;

    private final T[] array;
    private final Comparator<? super T> order;
    private final int first;
    private final int last;

    private PartialSort(T[] array, Comparator<? super T> order, int first, int last) {
        this.array = array;
        this.order = order;
        this.first = first;
        this.last = last;
    }

    /** Afterwards the elements from {@code first} to {@code last}, both included, are those of the sorted array. */
    public static <T> void sort(T[] array, int length, Comparator<? super T> order, int first, int last) {
        new PartialSort<T>(array, order, first, last).sort(0, length);
    }

    private void sort(int from, int behind) {
        int start = from;
        int end = behind;
        while (end - start >= INSERTION_LENGTH) {
            swap(start, pivot(start, end));
            int equalLeft = start + 1;
            int left = start + 1;
            int right = end - 1;
            int equalRight = end - 1;
            while (true) {
                for (int c; left <= right && (c = compare(left, start)) <= 0; left++) {
                    if (c == 0) {
                        swap(equalLeft++, left);
                    }
                }
                for (int c; left <= right && (c = compare(right, start)) >= 0; right--) {
                    if (c == 0) {
                        swap(right, equalRight--);
                    }
                }
                if (left > right) {
                    break;
                }
                swap(left++, right--);
            }
            // Elements equal to the pivot have gathered at both ends; they belong in the middle.
            swapRuns(start, left, Math.min(equalLeft - start, left - equalLeft));
            swapRuns(left, end, Math.min(equalRight - right, end - equalRight - 1));
            int lowEnd = start + left - equalLeft;
            int highStart = end - (equalRight - right);
            if (lowEnd - start < end - highStart) {
                sortIfWanted(start, lowEnd);
                start = highStart;
            } else {
                sortIfWanted(highStart, end);
                end = lowEnd;
            }
            if (!isWanted(start, end)) {
                return;
            }
        }
        insertionSort(start, end);
    }

    private void sortIfWanted(int from, int end) {
        if (isWanted(from, end)) {
            sort(from, end);
        }
    }

    private boolean isWanted(int from, int end) {
        return end - from > 1 && first < end && last >= from;
    }

    private int pivot(int from, int end) {
        int length = end - from;
        int middle = from + length / 2;
        if (length == INSERTION_LENGTH) {
            return middle;
        }
        int low = from;
        int high = end - 1;
        if (length > MEDIAN_OF_NINE_LENGTH) {
            int step = length / 8;
            low = median(low, low + step, low + 2 * step);
            middle = median(middle - step, middle, middle + step);
            high = median(high - 2 * step, high - step, high);
        }
        return median(low, middle, high);
    }

    private int median(int a, int b, int c) {
        if (compare(a, b) < 0) {
            if (compare(b, c) < 0) {
                return b;
            }
            return compare(a, c) < 0 ? c : a;
        }
        if (compare(b, c) > 0) {
            return b;
        }
        return compare(a, c) < 0 ? a : c;
    }

    private void insertionSort(int from, int end) {
        for (int i = from + 1; i < end; i++) {
            for (int at = i; at > from && compare(at - 1, at) > 0; at--) {
                swap(at, at - 1);
            }
        }
    }

    private int compare(int one, int other) {
        return order.compare(array[one], array[other]);
    }

    private void swap(int one, int other) {
        T held = array[one];
        array[one] = array[other];
        array[other] = held;
    }

    /** Exchanges {@code count} elements from {@code from} on with those before {@code end}. */
    private void swapRuns(int from, int end, int count) {
        for (int i = 0; i < count; i++) {
            swap(from + i, end - count + i);
        }
    }
}
