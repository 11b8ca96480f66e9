package io.miniredis.lua.tree;

import io.miniredis.lua.LuaNumbers;
import io.miniredis.lua.LuaState;
import io.miniredis.lua.LuaString;
import io.miniredis.lua.Metamethods;
import io.miniredis.lua.Numeral;
import org.jspecify.annotations.Nullable;

/**
 * An arithmetic operation on two operands. Each operator has its class, so that its calculation stands in its {@link #eval};
 * operands that are plain locals are read in place, everything rare is here.
 */
public abstract class Arithmetic extends Expression {
    /** Instead of a slot: the operand is a number in the text. */
    static final int CONSTANT = -2;

    final Expression left;
    final Expression right;
    /** The slot of an operand that is a plain local, else -1. */
    final int leftSlot;

    /** The same, or {@link #CONSTANT}. */
    final int rightSlot;

    final double rightConstant;
    private final int line;

    Arithmetic(Expression left, Expression right, int line) {
        this.left = left;
        this.right = right;
        this.leftSlot = left.plainSlot();
        this.rightSlot = right instanceof NumberConstant ? CONSTANT : right.plainSlot();
        this.rightConstant = right instanceof NumberConstant n ? n.value() : 0;
        this.line = line;
    }

    /** The metamethod's name. */
    abstract LuaString event();

    abstract double calculate(double x, double y);

    @Override
    public boolean test(Frame frame) {
        eval(frame);
        return true;
    }

    /** Operands that are not both numbers: strings that spell numbers, metamethods, or an error. */
    @Nullable
    Object slow(Frame frame, @Nullable Object a, double x, @Nullable Object b, double y) {
        Object first = a == Numeral.NUMBER ? (Object) x : a;
        Object second = b == Numeral.NUMBER ? (Object) y : b;
        Double m = LuaNumbers.asNumber(first);
        Double n = LuaNumbers.asNumber(second);
        if (m != null && n != null) {
            frame.number = calculate(m, n);
            return Numeral.NUMBER;
        }
        Object handler = Metamethods.eitherHandler(frame.lua, first, second, event());
        if (handler == null) {
            throw m == null
                    ? frame.typeError(line, "perform arithmetic on", left, first)
                    : frame.typeError(line, "perform arithmetic on", right, second);
        }
        frame.at(line);
        return frame.unboxed(LuaState.first(frame.lua.callFrom(frame, handler, first, second)));
    }
}
