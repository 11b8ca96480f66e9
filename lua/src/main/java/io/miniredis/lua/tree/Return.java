package io.miniredis.lua.tree;

import org.jspecify.annotations.Nullable;

/** {@code return} with no value, or with several. */
public final class Return extends Statement {
    private final Expression[] values;

    public Return(Expression[] values) {
        this.values = values;
    }

    @Override
    public int exec(Frame frame) {
        @Nullable Object[] all = Values.of(values, frame);
        frame.result = all.length == 1 ? frame.unboxed(all[0]) : all;
        return RETURN;
    }
}
