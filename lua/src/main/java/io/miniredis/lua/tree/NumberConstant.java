package io.miniredis.lua.tree;

import io.miniredis.lua.Numeral;

/** A number in the text, or what constant operands were folded to. */
public final class NumberConstant extends Expression {
    private final double value;

    public NumberConstant(double value) {
        this.value = value;
    }

    public double value() {
        return value;
    }

    @Override
    public Object eval(Frame frame) {
        frame.number = value;
        return Numeral.NUMBER;
    }

    @Override
    public boolean test(Frame frame) {
        return true;
    }
}
