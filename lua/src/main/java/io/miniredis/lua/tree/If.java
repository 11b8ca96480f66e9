package io.miniredis.lua.tree;

import org.jspecify.annotations.Nullable;

/** {@code if … then … elseif … then … else … end}. */
public final class If extends Statement {
    private final Expression[] conditions;
    private final Statement[] branches;
    private final @Nullable Statement otherwise;

    public If(Expression[] conditions, Statement[] branches, @Nullable Statement otherwise) {
        this.conditions = conditions;
        this.branches = branches;
        this.otherwise = otherwise;
    }

    @Override
    public int exec(Frame frame) {
        for (int i = 0; i < conditions.length; i++) {
            if (conditions[i].test(frame)) {
                return branches[i].exec(frame);
            }
        }
        return otherwise == null ? NEXT : otherwise.exec(frame);
    }
}
