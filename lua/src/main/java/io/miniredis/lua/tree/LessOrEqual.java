package io.miniredis.lua.tree;

import io.miniredis.lua.LuaString;
import io.miniredis.lua.Metamethods;
import io.miniredis.lua.Numeral;

/** {@code left <= right}. */
public final class LessOrEqual extends Comparison {
    public LessOrEqual(Expression left, Expression right, int line) {
        super(left, right, line);
    }

    @Override
    public boolean test(Frame frame) {
        Object a;
        double x;
        if (leftSlot >= 0) {
            a = frame.slots[leftSlot];
            x = frame.numbers[leftSlot];
        } else {
            a = left.eval(frame);
            x = frame.number;
        }
        Object b;
        double y;
        if (rightSlot >= 0) {
            b = frame.slots[rightSlot];
            y = frame.numbers[rightSlot];
        } else if (rightSlot == CONSTANT) {
            b = Numeral.NUMBER;
            y = rightConstant;
        } else {
            b = right.eval(frame);
            y = frame.number;
        }
        if (a == Numeral.NUMBER && b == Numeral.NUMBER) {
            return x <= y;
        }
        if (a instanceof LuaString s && b instanceof LuaString t) {
            return s.compareTo(t) <= 0;
        }
        frame.at(line);
        return Metamethods.lessOrEqual(
                frame.lua, frame, a == Numeral.NUMBER ? (Object) x : a, b == Numeral.NUMBER ? (Object) y : b);
    }
}
