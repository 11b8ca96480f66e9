package io.miniredis.lua.tree;

/** {@code while condition do … end}. */
public final class While extends Statement {
    private final Expression condition;
    private final Statement body;
    private final int line;

    /** line: where its text begins. */
    public While(Expression condition, Statement body, int line) {
        this.condition = condition;
        this.body = body;
        this.line = line;
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
            frame.turn(line);
        }
        return NEXT;
    }
}
