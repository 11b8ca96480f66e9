package io.miniredis.lua.tree;

/** {@code while condition do … end}. */
public final class While extends Statement {
    private final Expression condition;
    private final Statement body;

    public While(Expression condition, Statement body) {
        this.condition = condition;
        this.body = body;
    }

    @Override
    public int exec(Frame frame) {
        while (condition.test(frame)) {
            int end = body.exec(frame);
            if (end != NEXT) {
                if (end == BREAK) {
                    break;
                }
                return end;
            }
            frame.lua.steps(1);
        }
        return NEXT;
    }
}
