package io.miniredis.lua.tree;

import static java.util.Objects.requireNonNull;

import io.miniredis.lua.Arguments;
import io.miniredis.lua.Caller;
import io.miniredis.lua.ChunkName;
import io.miniredis.lua.LocalValue;
import io.miniredis.lua.LuaError;
import io.miniredis.lua.LuaState;
import io.miniredis.lua.LuaString;
import io.miniredis.lua.LuaTable;
import io.miniredis.lua.LuaType;
import io.miniredis.lua.Numeral;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One activation of a Lua function. A variable has a slot: {@code slots[i]} is its value, or {@link Numeral#NUMBER} and
 * then {@code numbers[i]} is the number, or a {@link Cell} when an inner function shares it.
 */
public final class Frame extends Numeral implements Caller {
    /** As a function's result: go on with {@link #tail}. */
    static final Object TAIL_CALL = new Object();

    private static final double[] NO_NUMBERS = new double[0];

    final LuaState lua;
    final LuaClosure closure;
    final @Nullable Object[] slots;
    final double[] numbers;

    @Nullable
    Object[] varargs = Arguments.NONE;

    /** What a return statement returns, in the form of {@link Expression#eval}, or {@code Object[]}. */
    @Nullable
    Object result;

    /** The activation that replaces this one after {@link #TAIL_CALL}. */
    @Nullable
    Frame tail;

    /** The call being made: an index into the prototype's call sites, or -1 - line where only the line is known. */
    int site;

    /** Where a traced function is. */
    private @Nullable LineStop stop;

    private @Nullable Caller enclosing;
    private final boolean calledFromLua;
    private boolean replacedItsCaller;

    Frame(LuaState lua, LuaClosure closure, @Nullable Caller enclosing, boolean calledFromLua) {
        this.lua = lua;
        this.closure = closure;
        this.calledFromLua = calledFromLua;
        int count = closure.prototype.slots;
        slots = count == 0 ? Arguments.NONE : new @Nullable Object[count];
        numbers = count == 0 ? NO_NUMBERS : new double[count];
        this.enclosing = enclosing;
        site = -1 - closure.prototype.lineDefined;
    }

    /** Takes boxed arguments. */
    void arguments(@Nullable Object[] values) {
        arguments(0, values);
        int parameters = closure.prototype.parameters;
        if (closure.prototype.vararg && values.length > parameters) {
            int extra = values.length - parameters;
            varargs = new @Nullable Object[extra];
            System.arraycopy(values, parameters, varargs, 0, extra);
        }
    }

    /** Takes boxed arguments from that parameter on; those beyond the last parameter are dropped. */
    void arguments(int first, @Nullable Object[] values) {
        int count = Math.min(values.length, closure.prototype.parameters - first);
        for (int i = 0; i < count; i++) {
            argument(first + i, unboxed(values[i]), number);
        }
    }

    /**
     * Sets the object half of a slot. A slot that holds numbers again and again is not written again: that spares the
     * collector.
     */
    void store(int slot, @Nullable Object value) {
        if (slots[slot] != value) {
            slots[slot] = value;
        }
    }

    /** The value of a plain local, in the form of {@link Expression#eval}. */
    @Nullable
    Object local(int slot) {
        number = numbers[slot];
        return slots[slot];
    }

    void argument(int index, @Nullable Object value, double numberOfValue) {
        slots[index] = value;
        numbers[index] = numberOfValue;
    }

    /**
     * Runs the function whose arguments are in place, and those that replace it by tail calls. A number is left in
     * {@code out}.
     */
    @Nullable
    Object run(Numeral out) {
        if (lua.isDeep()) {
            return runDeep(out);
        }
        LuaState state = lua;
        Frame frame = this;
        state.enter();
        try {
            while (true) {
                Prototype prototype = frame.closure.prototype;
                if (state.step()) {
                    state.runHook(frame);
                }
                frame.prepare(prototype);
                int end = prototype.body.exec(frame);
                if (end != Statement.RETURN) {
                    state.leave();
                    return Arguments.NONE;
                }
                Object value = frame.result;
                if (value != TAIL_CALL) {
                    out.number = frame.number;
                    state.leave();
                    return value;
                }
                frame = frame.replacement();
            }
        } catch (LuaError e) {
            throw e.passing(frame);
        }
    }

    private @Nullable Object runDeep(Numeral out) {
        @Nullable Object[] value = new @Nullable Object[1];
        lua.callDeep(() -> value[0] = run(out));
        return value[0];
    }

    private Frame replacement() {
        Frame next = requireNonNull(tail);
        next.enclosing = enclosing;
        next.replacedItsCaller = true;
        return next;
    }

    private void prepare(Prototype prototype) {
        if (prototype.argSlot >= 0) {
            LuaTable arg = new LuaTable(varargs.length, 1);
            for (int i = 0; i < varargs.length; i++) {
                arg.set(i + 1, varargs[i]);
            }
            arg.set(LuaString.of("n"), (double) varargs.length);
            slots[prototype.argSlot] = arg;
        }
        for (int slot : prototype.capturedParameters) {
            Cell cell = new Cell();
            cell.value = slots[slot];
            cell.number = numbers[slot];
            slots[slot] = cell;
        }
    }

    // ---- errors

    /** A run-time error at a line of this function. */
    LuaError error(int line, String message) {
        site = -1 - line;
        return LuaError.of(LuaString.latin1(where() + message)).raisedAt(chunkName(), line);
    }

    /** {@code attempt to index local 'x' (a nil value)}. */
    LuaError typeError(int line, String action, Expression culprit, @Nullable Object value) {
        String kind = culprit.kind();
        String type = LuaType.nameOf(value);
        return error(
                line,
                kind == null
                        ? "attempt to " + action + " a " + type + " value"
                        : "attempt to " + action + " " + kind + " '" + culprit.name() + "' (a " + type + " value)");
    }

    /** A loop that stands at this line begins its next turn: the script may be interrupted here. */
    void turn(int line) {
        if (lua.step()) {
            at(line);
            lua.runHook(this);
        }
    }

    /** Notes the line of an operation that may call a metamethod or fail. */
    void at(int line) {
        site = -1 - line;
    }

    // ---- tracing

    /** Comes to a place where a line may begin; it does if it is another line, or the same one once more. */
    void stopAt(LineStop next, boolean onceMore) {
        LineStop before = stop;
        stop = next;
        at(next.line());
        if (onceMore || before == null || before.line() != next.line()) {
            lua.line(this);
        }
    }

    @Override
    public List<LocalValue> locals() {
        LineStop here = stop;
        if (here == null) {
            return List.of();
        }
        List<LocalValue> values = new ArrayList<>();
        for (LineStop.Variable variable : here.variables()) {
            Object value = slots[variable.slot()];
            double numberOfValue = numbers[variable.slot()];
            if (value instanceof Cell cell) {
                value = cell.value;
                numberOfValue = cell.number;
            }
            values.add(new LocalValue(variable.name(), value == NUMBER ? (Object) numberOfValue : value));
        }
        return values;
    }

    @Override
    public String where() {
        return ChunkName.show(chunkName(), ChunkName.RUNTIME_SIZE) + ":" + line() + ": ";
    }

    @Override
    public String chunkName() {
        return closure.prototype.chunkName;
    }

    @Override
    public int line() {
        return site < 0 ? -1 - site : closure.prototype.sites[site].line();
    }

    @Override
    public @Nullable String calleeName() {
        if (site < 0) {
            return null;
        }
        Prototype.CallSite call = closure.prototype.sites[site];
        return call.kind() == null ? null : call.name();
    }

    @Override
    public boolean calleeIsMethod() {
        return site >= 0 && "method".equals(closure.prototype.sites[site].kind());
    }

    @Override
    public LuaClosure function() {
        return closure;
    }

    @Override
    public @Nullable Caller enclosing() {
        return enclosing;
    }

    @Override
    public boolean calledFromLua() {
        return calledFromLua;
    }

    @Override
    public boolean replacedItsCaller() {
        return replacedItsCaller;
    }

    @Override
    public String toString() {
        return "Frame[" + where() + slots.length + " slots]";
    }
}
