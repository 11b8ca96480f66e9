package io.miniredis.lua.tree;

import static java.util.Objects.requireNonNull;

/** {@code function (…) … end}: makes a closure of the variables around it. */
public final class FunctionExpression extends Expression {
    private final Prototype prototype;

    public FunctionExpression(Prototype prototype) {
        this.prototype = prototype;
    }

    @Override
    public Object eval(Frame frame) {
        int[] sources = prototype.upvalueSources;
        Cell[] upvalues = sources.length == 0 ? LuaClosure.NO_UPVALUES : new Cell[sources.length];
        for (int i = 0; i < sources.length; i++) {
            int source = sources[i];
            upvalues[i] =
                    source >= 0 ? (Cell) requireNonNull(frame.slots[source]) : frame.closure.upvalues[-1 - source];
        }
        return new LuaClosure(prototype, upvalues, frame.closure.environment);
    }
}
