package io.miniredis.lua.tree;

import org.jspecify.annotations.Nullable;

/** A condition of a traced function that stands on a line of its own: {@code elseif …}. */
public final class LineCondition extends Expression {
    private final LineStop stop;
    private final Expression condition;

    public LineCondition(LineStop stop, Expression condition) {
        this.stop = stop;
        this.condition = condition;
    }

    @Override
    public @Nullable Object eval(Frame frame) {
        frame.stopAt(stop, false);
        return condition.eval(frame);
    }

    @Override
    public boolean test(Frame frame) {
        frame.stopAt(stop, false);
        return condition.test(frame);
    }
}
