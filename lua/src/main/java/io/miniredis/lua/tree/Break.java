package io.miniredis.lua.tree;

/** {@code break}. */
public final class Break extends Statement {
    @Override
    public int exec(Frame frame) {
        return BREAK;
    }
}
