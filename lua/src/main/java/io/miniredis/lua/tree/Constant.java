package io.miniredis.lua.tree;

import org.jspecify.annotations.Nullable;

/** {@code nil}, {@code true}, {@code false} or a string. */
public final class Constant extends Expression {
    private final @Nullable Object value;

    public Constant(@Nullable Object value) {
        this.value = value;
    }

    public @Nullable Object value() {
        return value;
    }

    @Override
    public @Nullable Object eval(Frame frame) {
        return value;
    }

    @Override
    public @Nullable Object evalAll(Frame frame) {
        return value;
    }
}
