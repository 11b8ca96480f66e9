package io.miniredis.lua.syntax;

import io.miniredis.lua.LuaError;
import io.miniredis.lua.LuaString;
import io.miniredis.lua.tree.Global;
import io.miniredis.lua.tree.LineStop;
import io.miniredis.lua.tree.Prototype;
import io.miniredis.lua.tree.Statement;
import io.miniredis.lua.tree.Upvalue;
import io.miniredis.lua.tree.Variable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A function being parsed: its variables in scope, its upvalues, its calls (lparser.c, {@code FuncState}). */
final class FunctionScope {
    private static final int MAX_LOCALS = 200;
    private static final int MAX_UPVALUES = 60;

    private final @Nullable FunctionScope parent;
    private final Captured captured;
    private final Lexer lexer;
    private final int lineDefined;
    private final List<LocalVariable> active = new ArrayList<>();
    private final List<LuaString> upvalueNames = new ArrayList<>(0);
    private final List<Integer> upvalueSources = new ArrayList<>(0);
    private final List<Prototype.CallSite> sites = new ArrayList<>();
    private int hidden;
    private int slots;
    private int loops;
    boolean vararg;
    /** The slot of the {@code arg} table while nothing uses {@code ...}, else -1. */
    int argSlot = -1;

    FunctionScope(@Nullable FunctionScope parent, Captured captured, Lexer lexer, int lineDefined) {
        this.parent = parent;
        this.captured = captured;
        this.lexer = lexer;
        this.lineDefined = lineDefined;
    }

    // ---- variables

    /** Checks that so many more variables may be declared. */
    void checkLocals(int more) {
        limit(active.size() + hidden + more, MAX_LOCALS, "local variables");
    }

    /** Brings a variable into scope. */
    LocalVariable declare(LuaString name) {
        int number = captured.declare();
        LocalVariable variable = new LocalVariable(name, active.size(), number, captured.knows(number));
        active.add(variable);
        slots = Math.max(slots, active.size());
        return variable;
    }

    /** Counts the variables that PUC Lua keeps for a loop's control, or uncounts them. */
    void hide(int controls) {
        hidden += controls;
    }

    /** Where scope stands now, for {@link #leaveBlock}. */
    int mark() {
        return active.size();
    }

    /** Takes variables declared since the mark out of scope. */
    void leaveBlock(int mark) {
        for (int i = active.size() - 1; i >= mark; i--) {
            active.remove(i);
        }
    }

    /** What is in scope now, for who traces. */
    List<LineStop.Variable> variables() {
        List<LineStop.Variable> variables = new ArrayList<>(active.size());
        for (LocalVariable variable : active) {
            variables.add(new LineStop.Variable(variable.name(), variable.slot()));
        }
        return variables;
    }

    /** The place a name means here: local, upvalue or global. */
    Variable resolve(LuaString name) {
        LocalVariable local = findLocal(name);
        if (local != null) {
            return local.use();
        }
        int upvalue = findUpvalue(name);
        return upvalue >= 0 ? new Upvalue(upvalue, name) : new Global(name);
    }

    private @Nullable LocalVariable findLocal(LuaString name) {
        for (int i = active.size() - 1; i >= 0; i--) {
            if (active.get(i).name().sameAs(name)) {
                return active.get(i);
            }
        }
        return null;
    }

    /** The index of an upvalue of that name, made when an enclosing function has the variable; else -1. */
    private int findUpvalue(LuaString name) {
        if (parent == null) {
            return -1;
        }
        LocalVariable local = parent.findLocal(name);
        if (local != null) {
            captured.note(local.number());
            return upvalue(name, local.slot());
        }
        int outer = parent.findUpvalue(name);
        return outer < 0 ? -1 : upvalue(name, -1 - outer);
    }

    private int upvalue(LuaString name, int source) {
        for (int i = 0; i < upvalueSources.size(); i++) {
            if (upvalueSources.get(i) == source && upvalueNames.get(i).sameAs(name)) {
                return i;
            }
        }
        limit(upvalueSources.size() + 1, MAX_UPVALUES, "upvalues");
        upvalueNames.add(name);
        upvalueSources.add(source);
        return upvalueSources.size() - 1;
    }

    /** Fails when a number exceeds a limit of the language. */
    void limit(int value, int limit, String what) {
        if (value > limit) {
            throw tooMany(limit, what);
        }
    }

    private LuaError tooMany(int limit, String what) {
        String where = lineDefined == 0 ? "main function" : "function at line " + lineDefined;
        return lexer.errorWithoutToken(where + " has more than " + limit + " " + what);
    }

    // ---- loops and calls

    void enterLoop() {
        loops++;
    }

    void leaveLoop() {
        loops--;
    }

    boolean inLoop() {
        return loops > 0;
    }

    /** Registers a place where something is called. */
    int site(int line, @Nullable String kind, String name) {
        sites.add(new Prototype.CallSite(line, kind, name));
        return sites.size() - 1;
    }

    // ---- the finished function

    Prototype finish(String chunkName, List<LocalVariable> parameters, int named, Statement body) {
        int count = 0;
        int[] capturedParameters = new int[parameters.size()];
        for (LocalVariable parameter : parameters) {
            if (parameter.captured()) {
                capturedParameters[count++] = parameter.slot();
            }
        }
        int[] sources = new int[upvalueSources.size()];
        for (int i = 0; i < sources.length; i++) {
            sources[i] = upvalueSources.get(i);
        }
        return new Prototype(
                chunkName,
                lineDefined,
                new Prototype.Signature(named, slots, vararg, argSlot),
                new Prototype.Captures(
                        java.util.Arrays.copyOf(capturedParameters, count),
                        sources,
                        upvalueNames.toArray(new LuaString[0])),
                body,
                sites.toArray(new Prototype.CallSite[0]));
    }
}
