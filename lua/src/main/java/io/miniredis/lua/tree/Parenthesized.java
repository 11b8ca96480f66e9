package io.miniredis.lua.tree;

import org.jspecify.annotations.Nullable;

/** Something in parentheses: exactly one value, and no longer a place to assign to. */
public final class Parenthesized extends Expression {
    private final Expression inner;

    public Parenthesized(Expression inner) {
        this.inner = inner;
    }

    @Override
    public @Nullable Object eval(Frame frame) {
        return inner.eval(frame);
    }

    @Override
    public boolean test(Frame frame) {
        return inner.test(frame);
    }

    @Override
    public @Nullable String kind() {
        return inner.kind();
    }

    @Override
    public String name() {
        return inner.name();
    }

    @Override
    int plainSlot() {
        return inner.plainSlot();
    }
}
