package io.miniredis.lua.tree;

import io.miniredis.lua.LuaString;
import io.miniredis.lua.Metamethods;
import io.miniredis.lua.Numeral;

/** {@code left > right} and {@code left >= right}: the left operand is evaluated first, then they are compared the other way round. */
public final class Greater extends Comparison {
    private final boolean orEqual;

    public Greater(Expression left, Expression right, boolean orEqual, int line) {
        super(left, right, line);
        this.orEqual = orEqual;
    }

    @Override
    public boolean test(Frame frame) {
        Object a = left.eval(frame);
        double x = frame.number;
        Object b = right.eval(frame);
        double y = frame.number;
        if (a == Numeral.NUMBER && b == Numeral.NUMBER) {
            return orEqual ? x >= y : x > y;
        }
        if (a instanceof LuaString s && b instanceof LuaString t) {
            return orEqual ? t.compareTo(s) <= 0 : t.compareTo(s) < 0;
        }
        frame.at(line);
        Object first = a == Numeral.NUMBER ? (Object) x : a;
        Object second = b == Numeral.NUMBER ? (Object) y : b;
        return orEqual
                ? Metamethods.lessOrEqual(frame.lua, frame, second, first)
                : Metamethods.lessThan(frame.lua, frame, second, first);
    }
}
