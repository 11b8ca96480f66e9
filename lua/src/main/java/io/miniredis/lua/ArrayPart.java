package io.miniredis.lua;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The array part of a table: the values of keys 1..size. As long as only numbers are stored they lie unboxed in a
 * {@code double[]} (nil is a NaN with a pattern of its own); the first other value turns it into an {@code Object[]}.
 */
final class ArrayPart {
    /** A quiet NaN that no calculation gives; NaNs that come from outside are made plain when stored. */
    private static final long NIL_BITS = 0x7ff8_6e69_6c00_0000L;

    private static final double NIL = Double.longBitsToDouble(NIL_BITS);
    private static final double[] NO_NUMBERS = new double[0];
    private static final @Nullable Object[] NO_OBJECTS = new @Nullable Object[0];

    private int size;
    /** All slots when only numbers were stored so far, else empty. */
    private double[] numbers = NO_NUMBERS;
    /** All slots when something else was stored, else empty. Both are empty while all slots are nil. */
    private @Nullable Object[] objects = NO_OBJECTS;
    /** Slots 1..dense are filled, as far as is known. */
    private int dense;
    /** No slot above is filled. */
    private int highest;

    int size() {
        return size;
    }

    boolean has(int index) {
        return Integer.compareUnsigned(index - 1, size) < 0;
    }

    boolean isNil(int index) {
        int i = index - 1;
        if (i < numbers.length) {
            return isNil(numbers[i]);
        }
        return i >= objects.length || objects[i] == null;
    }

    private static boolean isNil(double number) {
        return Double.doubleToRawLongBits(number) == NIL_BITS;
    }

    @Nullable
    Object get(int index) {
        int i = index - 1;
        if (i < numbers.length) {
            double number = numbers[i];
            return isNil(number) ? null : (Object) number;
        }
        return i < objects.length ? objects[i] : null;
    }

    @Nullable
    Object get(int index, Numeral out) {
        int i = index - 1;
        if (i < numbers.length) {
            double number = numbers[i];
            if (isNil(number)) {
                return null;
            }
            out.number = number;
            return Numeral.NUMBER;
        }
        return i < objects.length ? out.unboxed(objects[i]) : null;
    }

    void set(int index, double number) {
        int i = index - 1;
        if (index > highest) {
            raiseHighest(index);
        }
        if (i < numbers.length && !Double.isNaN(number)) {
            numbers[i] = number;
        } else {
            setOther(i, number);
        }
    }

    private void setOther(int i, double number) {
        if (i < objects.length) {
            objects[i] = number;
            return;
        }
        if (numbers.length == 0) {
            numbers = new double[size];
            Arrays.fill(numbers, NIL);
        }
        numbers[i] = Double.isNaN(number) ? plainNaN(number) : number;
    }

    private void raiseHighest(int index) {
        highest = index;
        if (index == dense + 1) {
            dense = index;
        }
    }

    private static double plainNaN(double number) {
        return Double.longBitsToDouble(
                Double.doubleToRawLongBits(number) < 0 ? 0xfff8_0000_0000_0000L : 0x7ff8_0000_0000_0000L);
    }

    void set(int index, @Nullable Object value) {
        int i = index - 1;
        if (value == null) {
            dense = Math.min(dense, i);
        } else if (index > highest) {
            raiseHighest(index);
        }
        if (i < objects.length) {
            objects[i] = value;
        } else if (value instanceof Double d) {
            set(index, d.doubleValue());
        } else if (i < numbers.length && value == null) {
            numbers[i] = NIL;
        } else if (value != null) {
            toObjects();
            objects[i] = value;
        }
    }

    private void toObjects() {
        objects = new @Nullable Object[size];
        for (int i = 0; i < numbers.length; i++) {
            double number = numbers[i];
            objects[i] = isNil(number) ? null : (Object) number;
        }
        numbers = NO_NUMBERS;
    }

    void resize(int wanted) {
        if (numbers.length > 0) {
            int old = size;
            numbers = Arrays.copyOf(numbers, wanted);
            if (wanted > old) {
                Arrays.fill(numbers, old, wanted, NIL);
            }
        } else if (objects.length > 0) {
            objects = Arrays.copyOf(objects, wanted);
        }
        size = wanted;
        dense = Math.min(dense, wanted);
        highest = Math.min(highest, wanted);
    }

    /**
     * With the last slot nil: some index whose slot is filled (or 0) and whose successor's is not. With gaps there are
     * several, and PUC Lua's binary search decides. Without there is one, and it is where it was the last time, or
     * near.
     */
    int border() {
        while (highest > 0 && isNil(highest)) {
            highest--;
        }
        while (dense < highest && !isNil(dense + 1)) {
            dense++;
        }
        return dense == highest ? dense : search();
    }

    private int search() {
        int low = 0;
        int high = size;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (isNil(middle)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return low;
    }

    /** Adds to counts[b] the filled slots of keys in (2^(b-1), 2^b]; returns how many there are. */
    int count(int[] counts) {
        int total = 0;
        int index = 1;
        for (int bit = 0; bit < counts.length && index <= size; bit++) {
            int limit = Math.min(1 << bit, size);
            int known = Math.max(Math.min(dense, limit) - index + 1, 0);
            counts[bit] += known;
            total += known;
            for (index += known; index <= limit; index++) {
                if (!isNil(index)) {
                    counts[bit]++;
                    total++;
                }
            }
        }
        return total;
    }
}
