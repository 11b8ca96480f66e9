package io.miniredis.lua.tree;

/** {@code variable = value}. */
public final class Assign extends Statement {
    private final Variable variable;
    private final Expression value;

    public Assign(Variable variable, Expression value) {
        this.variable = variable;
        this.value = value;
    }

    @Override
    public int exec(Frame frame) {
        Object v = value.eval(frame);
        variable.assign(frame, v, frame.number);
        return NEXT;
    }
}
