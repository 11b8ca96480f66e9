package io.miniredis.lua.tree;

/** {@code not operand}. */
public final class Not extends Expression {
    private final Expression operand;

    public Not(Expression operand) {
        this.operand = operand;
    }

    @Override
    public Object eval(Frame frame) {
        return operand.test(frame) ? Boolean.FALSE : Boolean.TRUE;
    }

    @Override
    public boolean test(Frame frame) {
        return !operand.test(frame);
    }
}
