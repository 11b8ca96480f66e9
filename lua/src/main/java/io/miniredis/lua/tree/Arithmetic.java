package io.miniredis.lua.tree;

import io.miniredis.lua.Event;
import io.miniredis.lua.LuaNumbers;
import io.miniredis.lua.LuaState;
import io.miniredis.lua.Metamethods;
import io.miniredis.lua.Numeral;
import org.jspecify.annotations.Nullable;

/** {@code left + right} and its kin: one class for all operators, whose operands may be anything. */
public class Arithmetic extends BinaryOperation {
    /** As in the text: one of {@code + - * / % ^}. */
    final char operator;

    Arithmetic(char operator, Expression left, Expression right, int line) {
        super(left, right, line);
        this.operator = operator;
    }

    /** The node for these operands. */
    public static Arithmetic of(char operator, Expression left, Expression right, int line) {
        return isPlain(left, right)
                ? new LocalArithmetic(operator, left, right, line)
                : new Arithmetic(operator, left, right, line);
    }

    @Override
    public @Nullable Object eval(Frame frame) {
        Object a = leftSlot >= 0 ? frame.local(leftSlot) : left.eval(frame);
        double x = frame.number;
        Object b =
                rightSlot >= 0 ? frame.local(rightSlot) : rightSlot == CONSTANT ? constant(frame) : right.eval(frame);
        double y = frame.number;
        if (a == Numeral.NUMBER && b == Numeral.NUMBER) {
            frame.number = calculate(operator, x, y);
            return Numeral.NUMBER;
        }
        return slow(frame, a == Numeral.NUMBER ? (Object) x : a, b == Numeral.NUMBER ? (Object) y : b);
    }

    /** What the operator makes of two numbers, as C calculates it (luai_num… in luaconf.h). */
    public static double calculate(char operator, double x, double y) {
        return switch (operator) {
            case '+' -> x + y;
            case '-' -> x - y;
            case '*' -> x * y;
            case '/' -> x / y;
            case '%' -> x - Math.floor(x / y) * y;
            default -> LuaNumbers.power(x, y);
        };
    }

    /** Operands that are not both numbers: strings that spell numbers, metamethods, or an error. */
    final @Nullable Object slow(Frame frame, @Nullable Object a, @Nullable Object b) {
        Double x = LuaNumbers.asNumber(a);
        Double y = LuaNumbers.asNumber(b);
        if (x != null && y != null) {
            frame.number = calculate(operator, x, y);
            return Numeral.NUMBER;
        }
        Object handler = Metamethods.eitherHandler(frame.lua, a, b, event());
        if (handler == null) {
            throw x == null
                    ? frame.typeError(line, "perform arithmetic on", left, a)
                    : frame.typeError(line, "perform arithmetic on", right, b);
        }
        frame.at(line);
        return frame.unboxed(LuaState.first(frame.lua.callFrom(frame, handler, a, b)));
    }

    private Event event() {
        return switch (operator) {
            case '+' -> Event.ADD;
            case '-' -> Event.SUB;
            case '*' -> Event.MUL;
            case '/' -> Event.DIV;
            case '%' -> Event.MOD;
            default -> Event.POW;
        };
    }
}
