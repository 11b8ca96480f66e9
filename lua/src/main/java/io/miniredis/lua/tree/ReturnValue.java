package io.miniredis.lua.tree;

/** {@code return value}, where the value is not a call. */
public final class ReturnValue extends Statement {
    private final Expression value;

    public ReturnValue(Expression value) {
        this.value = value;
    }

    @Override
    public int exec(Frame frame) {
        frame.result = value.eval(frame);
        return RETURN;
    }
}
