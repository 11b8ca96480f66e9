package io.miniredis.lua.tree;

/** A call whose results nobody wants. */
public final class CallStatement extends Statement {
    private final Invocation call;

    public CallStatement(Invocation call) {
        this.call = call;
    }

    @Override
    public int exec(Frame frame) {
        call.call(frame);
        return NEXT;
    }
}
