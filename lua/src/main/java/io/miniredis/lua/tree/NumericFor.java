package io.miniredis.lua.tree;

import io.miniredis.lua.LuaNumbers;
import io.miniredis.lua.Numeral;
import org.jspecify.annotations.Nullable;

/** {@code for i = start, limit, step do … end}: the turns are counted by adding to a number, as PUC Lua does. */
public sealed class NumericFor extends Statement permits SummingFor {
    private final Target variable;
    private final Expression start;
    private final Expression limit;
    private final Expression step;
    private final Statement body;
    final int line;

    NumericFor(Target variable, Expression[] range, Statement body, int line) {
        this.variable = variable;
        this.start = range[0];
        this.limit = range[1];
        this.step = range[2];
        this.body = body;
        this.line = line;
    }

    /** The statement for this loop; {@code range} is start, limit and step. */
    public static NumericFor of(Target variable, Expression[] range, Statement body, int line) {
        return body instanceof AssignSum sum && !variable.captured()
                ? new SummingFor(variable, range, sum, line)
                : new NumericFor(variable, range, body, line);
    }

    @Override
    public int exec(Frame frame) {
        Object first = frame.boxed(start.eval(frame));
        Object last = frame.boxed(limit.eval(frame));
        Object increment = frame.boxed(step.eval(frame));
        double index = number(frame, first, "initial value");
        double end = number(frame, last, "limit");
        double by = number(frame, increment, "step");
        return by > 0 ? up(frame, index, end, by) : down(frame, index, end, by);
    }

    private double number(Frame frame, @Nullable Object value, String what) {
        Double number = LuaNumbers.asNumber(value);
        if (number == null) {
            throw frame.error(line, "'for' " + what + " must be a number");
        }
        return number;
    }

    /** All turns from a number up to another. */
    int up(Frame frame, double from, double end, double by) {
        for (double index = from; index <= end; index += by) {
            variable.set(frame, Numeral.NUMBER, index);
            int left = body.exec(frame);
            if (left != NEXT) {
                if (left == BREAK) {
                    break;
                }
                return left;
            }
            frame.turn(line);
        }
        return NEXT;
    }

    /** All turns from a number down to another. */
    int down(Frame frame, double from, double end, double by) {
        for (double index = from; index >= end; index += by) {
            variable.set(frame, Numeral.NUMBER, index);
            int left = body.exec(frame);
            if (left != NEXT) {
                if (left == BREAK) {
                    break;
                }
                return left;
            }
            frame.turn(line);
        }
        return NEXT;
    }
}
