package io.miniredis.lua.tree;

import io.miniredis.lua.LuaType;
import org.jspecify.annotations.Nullable;

/** {@code left or right}. */
public final class Or extends Expression {
    private final Expression left;
    private final Expression right;

    public Or(Expression left, Expression right) {
        this.left = left;
        this.right = right;
    }

    @Override
    public @Nullable Object eval(Frame frame) {
        Object value = left.eval(frame);
        return LuaType.isTrue(value) ? value : right.eval(frame);
    }

    @Override
    public boolean test(Frame frame) {
        return left.test(frame) || right.test(frame);
    }
}
