package io.miniredis.lua.tree;

import org.jspecify.annotations.Nullable;

/** {@code local a, b, c = values}: as many or as few values as there may be. */
public final class DeclareAll extends Statement {
    private final Target[] targets;
    private final Expression[] values;

    public DeclareAll(Target[] targets, Expression[] values) {
        this.targets = targets;
        this.values = values;
    }

    @Override
    public int exec(Frame frame) {
        @Nullable Object[] all = Values.of(values, frame);
        for (int i = 0; i < targets.length; i++) {
            Object value = i < all.length ? all[i] : null;
            targets[i].set(frame, frame.unboxed(value), frame.number);
        }
        return NEXT;
    }
}
