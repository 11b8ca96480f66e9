package io.miniredis.lua.tree;

/** {@code repeat … until condition}: the condition sees the locals of the body. */
public final class Repeat extends Statement {
    private final Statement body;
    private final Expression condition;

    public Repeat(Statement body, Expression condition) {
        this.body = body;
        this.condition = condition;
    }

    @Override
    public int exec(Frame frame) {
        do {
            int end = body.exec(frame);
            if (end != NEXT) {
                if (end == BREAK) {
                    break;
                }
                return end;
            }
            frame.lua.steps(1);
        } while (!condition.test(frame));
        return NEXT;
    }
}
