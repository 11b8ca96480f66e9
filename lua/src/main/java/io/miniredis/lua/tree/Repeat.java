package io.miniredis.lua.tree;

/** {@code repeat … until condition}: the condition sees the locals of the body. */
public final class Repeat extends Statement {
    private final Statement body;
    private final Expression condition;
    private final int line;

    /** line: where its text begins. */
    public Repeat(Statement body, Expression condition, int line) {
        this.body = body;
        this.condition = condition;
        this.line = line;
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
            frame.turn(line);
        } while (!condition.test(frame));
        return NEXT;
    }
}
