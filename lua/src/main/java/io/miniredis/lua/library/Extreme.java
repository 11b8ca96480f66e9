package io.miniredis.lua.library;

import io.miniredis.lua.Arguments;
import io.miniredis.lua.JavaFunction;

/**
 * {@code math.max} or {@code math.min}: a later number counts only if it is really greater (less), so NaN stays where
 * it is first.
 */
record Extreme(boolean greatest) implements JavaFunction.OfTwoNumbers {
    @Override
    public double of(double x, double y) {
        return (greatest ? y > x : y < x) ? y : x;
    }

    @Override
    public Object call(Arguments a) {
        double best = a.checkNumber(1);
        for (int i = 2; i <= a.count(); i++) {
            best = of(best, a.checkNumber(i));
        }
        return best;
    }
}
