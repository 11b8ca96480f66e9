package io.miniredis.lua.tree;

import io.miniredis.lua.LuaString;
import io.miniredis.lua.LuaTable;
import io.miniredis.lua.LuaUserdata;
import io.miniredis.lua.Metamethods;
import io.miniredis.lua.Numeral;
import org.jspecify.annotations.Nullable;

/** {@code left == right} and {@code left ~= right}. */
public final class Equal extends BinaryOperation {
    private final boolean wanted;

    /** wanted: true for ==, false for ~=. */
    public Equal(Expression left, Expression right, boolean wanted, int line) {
        super(left, right, line);
        this.wanted = wanted;
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
        if (a == b) {
            return (a != Numeral.NUMBER || x == frame.number) == wanted;
        }
        if (a instanceof LuaString s) {
            return (b instanceof LuaString t && s.sameAs(t)) == wanted;
        }
        return (a != null && b != null && slow(frame, a, b)) == wanted;
    }

    private boolean slow(Frame frame, @Nullable Object a, @Nullable Object b) {
        boolean mayHaveHandlers = (a instanceof LuaTable && b instanceof LuaTable)
                || (a instanceof LuaUserdata && b instanceof LuaUserdata);
        if (!mayHaveHandlers) {
            return false;
        }
        frame.at(line);
        return Metamethods.equal(frame.lua, frame, a, b);
    }
}
