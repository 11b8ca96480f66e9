package io.miniredis.lua.tree;

/** {@code local function name … end}: the function sees its own name. */
public final class DeclareFunction extends Statement {
    private final Target target;
    private final Variable variable;
    private final Expression function;

    public DeclareFunction(Target target, Variable variable, Expression function) {
        this.target = target;
        this.variable = variable;
        this.function = function;
    }

    @Override
    public int exec(Frame frame) {
        target.set(frame, null, 0);
        variable.assign(frame, function.eval(frame), 0);
        return NEXT;
    }
}
