package io.miniredis.lua.tree;

/** {@code variable = value} for a plain local: the most frequent assignment. */
public final class AssignLocal extends Statement {
    private final int slot;
    private final Expression value;

    public AssignLocal(Local variable, Expression value) {
        this.slot = variable.slot;
        this.value = value;
    }

    @Override
    public int exec(Frame frame) {
        frame.store(slot, value.eval(frame));
        frame.numbers[slot] = frame.number;
        return NEXT;
    }
}
