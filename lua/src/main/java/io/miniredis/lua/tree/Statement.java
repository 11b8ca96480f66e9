package io.miniredis.lua.tree;

/** A node that does something. */
public abstract class Statement {
    /** Execution goes on behind the statement. */
    static final int NEXT = 0;
    /** The innermost loop ends. */
    static final int BREAK = 1;
    /** The function ends; {@link Frame#result} says what it returns. */
    static final int RETURN = 2;

    /** Executes; one of {@link #NEXT}, {@link #BREAK}, {@link #RETURN}. */
    public abstract int exec(Frame frame);
}
