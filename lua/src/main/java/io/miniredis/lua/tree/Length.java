package io.miniredis.lua.tree;

import io.miniredis.lua.Event;
import io.miniredis.lua.LuaState;
import io.miniredis.lua.LuaString;
import io.miniredis.lua.LuaTable;
import io.miniredis.lua.Numeral;
import org.jspecify.annotations.Nullable;

/** {@code #operand}: for tables always the border, {@code __len} is only asked for other values. */
public final class Length extends Expression {
    private final Expression operand;
    private final int slot;
    private final int line;

    public Length(Expression operand, int line) {
        this.operand = operand;
        this.slot = operand.plainSlot();
        this.line = line;
    }

    @Override
    public @Nullable Object eval(Frame frame) {
        Object value = slot >= 0 ? frame.local(slot) : operand.eval(frame);
        if (value instanceof LuaTable table) {
            frame.number = table.length();
            return Numeral.NUMBER;
        }
        if (value instanceof LuaString string) {
            frame.number = string.length();
            return Numeral.NUMBER;
        }
        Object boxed = frame.boxed(value);
        Object handler = frame.lua.metafield(boxed, Event.LEN);
        if (handler == null) {
            throw frame.typeError(line, "get length of", operand, boxed);
        }
        frame.at(line);
        return frame.unboxed(LuaState.first(frame.lua.callFrom(frame, handler, boxed, null)));
    }
}
