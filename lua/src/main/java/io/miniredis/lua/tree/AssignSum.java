package io.miniredis.lua.tree;

import io.miniredis.lua.Numeral;

/**
 * {@code variable = a + b} or {@code a - b} for plain locals and numbers in the text: how loops count and sum up. It
 * does no more than that, so that the compiler finds it small enough to put it into the loop, whatever else was
 * calculated before; other operands than numbers are left to {@link AssignLocal}.
 */
public final class AssignSum extends Statement {
    private final AssignLocal general;
    private final int slot;
    private final int leftSlot;
    private final int rightSlot;
    private final double rightConstant;
    private final boolean isDifference;

    private AssignSum(Local variable, LocalArithmetic sum) {
        this.general = new AssignLocal(variable, sum);
        this.slot = variable.slot;
        this.leftSlot = sum.leftSlot;
        this.rightSlot = sum.rightSlot;
        this.rightConstant = sum.rightConstant;
        this.isDifference = sum.operator == '-';
    }

    /** The statement for this assignment. */
    public static Statement of(Local variable, Expression value) {
        return value instanceof LocalArithmetic a && (a.operator == '+' || a.operator == '-')
                ? new AssignSum(variable, a)
                : new AssignLocal(variable, value);
    }

    @Override
    public int exec(Frame frame) {
        double[] numbers = frame.numbers;
        boolean areNumbers = frame.slots[leftSlot] == Numeral.NUMBER;
        double y = rightConstant;
        if (rightSlot >= 0) {
            areNumbers &= frame.slots[rightSlot] == Numeral.NUMBER;
            y = numbers[rightSlot];
        }
        if (!areNumbers) {
            return general.exec(frame);
        }
        double x = numbers[leftSlot];
        numbers[slot] = isDifference ? x - y : x + y;
        frame.store(slot, Numeral.NUMBER);
        return NEXT;
    }
}
