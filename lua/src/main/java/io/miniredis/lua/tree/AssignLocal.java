package io.miniredis.lua.tree;

import org.jspecify.annotations.Nullable;

/** {@code variable = value} for a plain local: the most frequent assignment. */
public final class AssignLocal extends Statement {
    private final int slot;
    private final Expression value;

    /** The same, if it is {@code n + 1} or the like: then it is calculated right here. */
    private final @Nullable LocalArithmetic arithmetic;

    public AssignLocal(Local variable, Expression value) {
        this.slot = variable.slot;
        this.value = value;
        this.arithmetic = value instanceof LocalArithmetic a ? a : null;
    }

    @Override
    public int exec(Frame frame) {
        LocalArithmetic sum = arithmetic;
        frame.store(slot, sum == null ? value.eval(frame) : sum.eval(frame));
        frame.numbers[slot] = frame.number;
        return NEXT;
    }
}
