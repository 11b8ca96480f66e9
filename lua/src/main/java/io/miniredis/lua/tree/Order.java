package io.miniredis.lua.tree;

import io.miniredis.lua.LuaString;
import io.miniredis.lua.Metamethods;
import io.miniredis.lua.Numeral;
import org.jspecify.annotations.Nullable;

/**
 * {@code left < right} and its kin. Numbers and strings are compared as written; for anything else {@code a > b} is
 * {@code b < a}, with the operands evaluated in the order of the text.
 */
public final class Order extends BinaryOperation {
    public static final int LESS = 0;
    public static final int LESS_OR_EQUAL = 1;
    public static final int GREATER = 2;
    public static final int GREATER_OR_EQUAL = 3;

    private final int relation;

    /** relation: one of {@link #LESS}, {@link #LESS_OR_EQUAL}, {@link #GREATER}, {@link #GREATER_OR_EQUAL}. */
    public Order(Expression left, Expression right, int relation, int line) {
        super(left, right, line);
        this.relation = relation;
    }

    @Override
    public Object eval(Frame frame) {
        return test(frame) ? Boolean.TRUE : Boolean.FALSE;
    }

    @Override
    public boolean test(Frame frame) {
        Object a = leftSlot >= 0 ? frame.local(leftSlot) : left.eval(frame);
        double x = frame.number;
        Object b =
                rightSlot >= 0 ? frame.local(rightSlot) : rightSlot == CONSTANT ? constant(frame) : right.eval(frame);
        double y = frame.number;
        if (a == Numeral.NUMBER && b == Numeral.NUMBER) {
            return switch (relation) {
                case LESS -> x < y;
                case LESS_OR_EQUAL -> x <= y;
                case GREATER -> x > y;
                default -> x >= y;
            };
        }
        if (a instanceof LuaString s && b instanceof LuaString t) {
            return holds(s.compareTo(t));
        }
        frame.at(line);
        return slow(frame, a == Numeral.NUMBER ? (Object) x : a, b == Numeral.NUMBER ? (Object) y : b);
    }

    private boolean holds(int comparison) {
        return switch (relation) {
            case LESS -> comparison < 0;
            case LESS_OR_EQUAL -> comparison <= 0;
            case GREATER -> comparison > 0;
            default -> comparison >= 0;
        };
    }

    private boolean slow(Frame frame, @Nullable Object a, @Nullable Object b) {
        return switch (relation) {
            case LESS -> Metamethods.lessThan(frame.lua, frame, a, b);
            case LESS_OR_EQUAL -> Metamethods.lessOrEqual(frame.lua, frame, a, b);
            case GREATER -> Metamethods.lessThan(frame.lua, frame, b, a);
            default -> Metamethods.lessOrEqual(frame.lua, frame, b, a);
        };
    }
}
