package io.miniredis.lua.tree;

/** {@code return f(…)}: a tail call, the function called takes the place of this one. */
public final class ReturnCall extends Statement {
    private final Invocation call;

    public ReturnCall(Invocation call) {
        this.call = call;
    }

    @Override
    public int exec(Frame frame) {
        frame.result = call.tailCall(frame);
        return RETURN;
    }
}
