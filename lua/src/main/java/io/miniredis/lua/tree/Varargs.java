package io.miniredis.lua.tree;

import org.jspecify.annotations.Nullable;

/** {@code ...}: the arguments beyond the named parameters. */
public final class Varargs extends Expression {
    @Override
    public @Nullable Object eval(Frame frame) {
        return frame.varargs.length == 0 ? null : frame.unboxed(frame.varargs[0]);
    }

    @Override
    public @Nullable Object evalAll(Frame frame) {
        @Nullable Object[] all = frame.varargs;
        return all.length == 1 ? all[0] : all.clone();
    }

    @Override
    @Nullable
    Object evalOpen(Frame frame) {
        return frame.unboxed(evalAll(frame));
    }

    @Override
    public boolean isMulti() {
        return true;
    }
}
