package io.miniredis.lua.tree;

import io.miniredis.lua.Event;
import io.miniredis.lua.LuaNumbers;
import io.miniredis.lua.LuaState;
import io.miniredis.lua.Numeral;
import org.jspecify.annotations.Nullable;

/** {@code -operand}. */
public final class Negate extends Expression {
    private final Expression operand;
    private final int line;

    public Negate(Expression operand, int line) {
        this.operand = operand;
        this.line = line;
    }

    @Override
    public @Nullable Object eval(Frame frame) {
        Object value = operand.eval(frame);
        if (value == Numeral.NUMBER) {
            frame.number = -frame.number;
            return value;
        }
        Double number = LuaNumbers.asNumber(value);
        if (number != null) {
            frame.number = -number;
            return Numeral.NUMBER;
        }
        Object handler = frame.lua.metafield(value, Event.UNM);
        if (handler == null) {
            throw frame.typeError(line, "perform arithmetic on", operand, value);
        }
        frame.at(line);
        return frame.unboxed(LuaState.first(frame.lua.callFrom(frame, handler, value, value)));
    }
}
