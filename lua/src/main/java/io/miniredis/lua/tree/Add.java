package io.miniredis.lua.tree;

import io.miniredis.lua.Event;
import io.miniredis.lua.LuaString;
import io.miniredis.lua.Numeral;
import org.jspecify.annotations.Nullable;

/** {@code left + right}. */
public final class Add extends Arithmetic {
    public Add(Expression left, Expression right, int line) {
        super(left, right, line);
    }

    @Override
    public @Nullable Object eval(Frame frame) {
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
            frame.number = x + y;
            return Numeral.NUMBER;
        }
        return slow(frame, a, x, b, y);
    }

    @Override
    double calculate(double x, double y) {
        return x + y;
    }

    @Override
    LuaString event() {
        return Event.ADD;
    }
}
