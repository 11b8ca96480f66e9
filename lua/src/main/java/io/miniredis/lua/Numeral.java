package io.miniredis.lua;

import org.jspecify.annotations.Nullable;

/**
 * Where a number travels without a box. Whoever evaluates something hands back {@link #NUMBER} and leaves the number
 * here, or hands back the value itself when it is not a number; a {@link Double} never travels this way.
 */
public class Numeral {
    /** Says: the result is a number, see {@link #number}. */
    public static final Object NUMBER = new Object() {
        @Override
        public String toString() {
            return "number";
        }
    };

    /** The number when the last result was {@link #NUMBER}. */
    public double number;

    /** Turns a value that may be a boxed number into the form above. */
    public final @Nullable Object unboxed(@Nullable Object value) {
        if (value instanceof Double d) {
            number = d;
            return NUMBER;
        }
        return value;
    }

    /** The value as an object of its own. */
    public final @Nullable Object boxed(@Nullable Object value) {
        return value == NUMBER ? (Object) number : value;
    }
}
