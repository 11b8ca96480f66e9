package io.miniredis.lua.tree;

import io.miniredis.lua.LuaString;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place in a traced function where a line may begin: before a statement, before a condition, at the end of a loop's
 * turn and of the function. PUC Lua looks at the line of each instruction; here the places stand in the tree, and only
 * in trees that a debugger asked for.
 *
 * <p>So what PUC Lua's lines of one statement are, when it is written on several, is one place here: where it begins.
 */
public final class LineStop extends Statement {
    private final int line;
    private final boolean turnsBack;
    private final List<Variable> variables;
    private final @Nullable Statement statement;

    /** A local variable in scope. */
    public record Variable(LuaString name, int slot) {}

    /**
     * @param turnsBack true if a loop goes on from here: that is a new line even if the whole loop stands on one
     * @param variables that are in scope here
     * @param statement what stands there, if anything
     */
    public LineStop(int line, boolean turnsBack, List<Variable> variables, @Nullable Statement statement) {
        this.line = line;
        this.turnsBack = turnsBack;
        this.variables = variables;
        this.statement = statement;
    }

    int line() {
        return line;
    }

    List<Variable> variables() {
        return variables;
    }

    @Override
    public int exec(Frame frame) {
        frame.stopAt(this, turnsBack);
        return statement == null ? NEXT : statement.exec(frame);
    }

    @Override
    public String toString() {
        return "LineStop[" + line + ", " + variables.size() + " variables]";
    }
}
