package io.miniredis.lua.tree;

import io.miniredis.lua.Numeral;
import org.jspecify.annotations.Nullable;

/**
 * Arithmetic on a plain local and another one or a number in the text, {@code n + 1}: most of what loops calculate. It
 * calls no other node, so that the compiler can always put it where it is used.
 */
final class LocalArithmetic extends Arithmetic {
    LocalArithmetic(char operator, Expression left, Expression right, int line) {
        super(operator, left, right, line);
    }

    @Override
    public @Nullable Object eval(Frame frame) {
        Object a = frame.slots[leftSlot];
        double x = frame.numbers[leftSlot];
        Object b;
        double y;
        if (rightSlot >= 0) {
            b = frame.slots[rightSlot];
            y = frame.numbers[rightSlot];
        } else {
            b = Numeral.NUMBER;
            y = rightConstant;
        }
        if (a == Numeral.NUMBER && b == Numeral.NUMBER) {
            frame.number = calculate(operator, x, y);
            return Numeral.NUMBER;
        }
        return slow(frame, a == Numeral.NUMBER ? (Object) x : a, b == Numeral.NUMBER ? (Object) y : b);
    }
}
