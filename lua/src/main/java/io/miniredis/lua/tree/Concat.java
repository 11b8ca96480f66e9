package io.miniredis.lua.tree;

import static java.util.Objects.requireNonNull;

import io.miniredis.lua.Event;
import io.miniredis.lua.LuaNumbers;
import io.miniredis.lua.LuaState;
import io.miniredis.lua.LuaString;
import io.miniredis.lua.Metamethods;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * {@code a .. b .. c}, all operands at once (lvm.c, {@code luaV_concat}): they are evaluated from the left and joined
 * from the right, as many strings and numbers in one go as there are.
 */
public final class Concat extends Expression {
    /** So many bytes are copied in the time of a step of the interpreter. */
    private static final int BYTES_PER_STEP = 4_096;

    private final Expression[] operands;
    private final int line;

    public Concat(Expression[] operands, int line) {
        this.operands = operands;
        this.line = line;
    }

    /** The operands, for a longer chain. */
    public Expression[] operands() {
        return operands;
    }

    @Override
    public @Nullable Object eval(Frame frame) {
        if (operands.length == 2) {
            Object left = frame.boxed(operands[0].eval(frame));
            Object right = frame.boxed(operands[1].eval(frame));
            LuaString a = LuaNumbers.asString(left);
            LuaString b = LuaNumbers.asString(right);
            if (a != null && b != null) {
                announce(frame, (long) a.length() + b.length());
                return a.concat(b);
            }
            return frame.unboxed(join(frame, new @Nullable Object[] {left, right}));
        }
        @Nullable Object[] values = new @Nullable Object[operands.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = frame.boxed(operands[i].eval(frame));
        }
        return frame.unboxed(join(frame, values));
    }

    private @Nullable Object join(Frame frame, @Nullable Object[] values) {
        frame.at(line);
        int count = values.length;
        while (count > 1) {
            int from = count;
            while (from > 0 && LuaNumbers.asString(values[from - 1]) != null) {
                from--;
            }
            if (count - from >= 2) {
                values[from] = strings(frame, values, from, count);
                count = from + 1;
            } else {
                Object left = values[count - 2];
                Object right = values[count - 1];
                Object handler = Metamethods.eitherHandler(frame.lua, left, right, Event.CONCAT);
                if (handler == null) {
                    int culprit = LuaNumbers.asString(left) != null ? count - 1 : count - 2;
                    throw frame.typeError(line, "concatenate", operands[culprit], values[culprit]);
                }
                values[count - 2] = LuaState.first(frame.lua.callFrom(frame, handler, left, right));
                count--;
            }
        }
        return values[0];
    }

    private static LuaString strings(Frame frame, @Nullable Object[] values, int from, int to) {
        long total = 0;
        for (int i = from; i < to; i++) {
            LuaString string = requireNonNull(LuaNumbers.asString(values[i]));
            values[i] = string;
            total += string.length();
        }
        announce(frame, total);
        LuaString first = (LuaString) requireNonNull(values[from]);
        if (first.length() > total / 2) {
            for (int i = from + 1; i < to; i++) {
                first = first.concat((LuaString) requireNonNull(values[i]));
            }
            return first;
        }
        byte[] joined = Arrays.copyOf(first.bytes(), (int) total);
        int at = first.length();
        for (int i = from + 1; i < to; i++) {
            LuaString string = (LuaString) requireNonNull(values[i]);
            string.copyTo(joined, at);
            at += string.length();
        }
        return LuaString.of(joined);
    }

    /** Tells of the memory about to be taken, and of the time that copying so much takes. */
    private static void announce(Frame frame, long bytes) {
        frame.lua.allocate(bytes);
        if (bytes >= BYTES_PER_STEP) {
            frame.lua.steps((int) (bytes / BYTES_PER_STEP));
        }
    }
}
