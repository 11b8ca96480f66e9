package io.miniredis.lua.tree;

/** Statements one after the other. */
public final class Block extends Statement {
    private final Statement[] statements;

    public Block(Statement[] statements) {
        this.statements = statements;
    }

    @Override
    public int exec(Frame frame) {
        for (Statement statement : statements) {
            int end = statement.exec(frame);
            if (end != NEXT) {
                return end;
            }
        }
        return NEXT;
    }
}
