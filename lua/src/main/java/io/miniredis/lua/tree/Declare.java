package io.miniredis.lua.tree;

/** {@code local name = value}. */
public final class Declare extends Statement {
    private final Target target;
    private final Expression value;

    public Declare(Target target, Expression value) {
        this.target = target;
        this.value = value;
    }

    @Override
    public int exec(Frame frame) {
        Object v = value.eval(frame);
        target.set(frame, v, frame.number);
        return NEXT;
    }
}
