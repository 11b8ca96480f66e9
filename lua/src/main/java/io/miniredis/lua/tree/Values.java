package io.miniredis.lua.tree;

import io.miniredis.lua.Arguments;
import org.jspecify.annotations.Nullable;

/** Lists of expressions evaluated to arrays of boxed values: the last one may give any number of them. */
final class Values {
    private Values() {}

    static @Nullable Object[] of(Expression[] expressions, Frame frame) {
        return of(expressions, frame, 0);
    }

    /** Leaves so many places free at the front. */
    static @Nullable Object[] of(Expression[] expressions, Frame frame, int free) {
        int count = expressions.length;
        if (count == 0) {
            return free == 0 ? Arguments.NONE : new @Nullable Object[free];
        }
        int last = count - 1;
        if (!expressions[last].isMulti()) {
            @Nullable Object[] values = new @Nullable Object[free + count];
            for (int i = 0; i < count; i++) {
                values[free + i] = frame.boxed(expressions[i].eval(frame));
            }
            return values;
        }
        @Nullable Object[] front = new @Nullable Object[free + count];
        for (int i = 0; i < last; i++) {
            front[free + i] = frame.boxed(expressions[i].eval(frame));
        }
        Object rest = expressions[last].evalAll(frame);
        if (!(rest instanceof Object[] many)) {
            front[free + last] = rest;
            return front;
        }
        if (free + last == 0) {
            return many;
        }
        @Nullable Object[] values = new @Nullable Object[free + last + many.length];
        System.arraycopy(front, 0, values, 0, free + last);
        System.arraycopy(many, 0, values, free + last, many.length);
        return values;
    }
}
