package io.miniredis.lua.tree;

import io.miniredis.lua.LuaType;
import io.miniredis.lua.Numeral;
import org.jspecify.annotations.Nullable;

/**
 * A node that has a value. {@link #eval} hands it back as {@link Numeral} describes: {@link Numeral#NUMBER} with the
 * number in {@code frame.number}, or the value itself, never a {@link Double}. So a loop over numbers makes no objects.
 */
public abstract class Expression {
    /** The one value of the expression. */
    public abstract @Nullable Object eval(Frame frame);

    /**
     * All values: boxed, a single one itself, other numbers of them as {@code Object[]}. Differs for calls and
     * {@code ...}.
     */
    public @Nullable Object evalAll(Frame frame) {
        return frame.boxed(eval(frame));
    }

    /**
     * All values, a single one as {@link #eval} gives it, other numbers of them as {@code Object[]}: for the last one
     * of a list.
     */
    @Nullable
    Object evalOpen(Frame frame) {
        return eval(frame);
    }

    /** Whether the value counts as true. */
    public boolean test(Frame frame) {
        return LuaType.isTrue(eval(frame));
    }

    /** Whether {@link #evalAll} may give any number of values. */
    public boolean isMulti() {
        return false;
    }

    /**
     * How messages call what holds the value ({@code local}, {@code global}, {@code field}…), null if it has no name.
     */
    public @Nullable String kind() {
        return null;
    }

    /** The name that goes with {@link #kind}. */
    public String name() {
        return "?";
    }

    /** The slot if this is a plain local variable, else -1: users read it without a call. */
    int plainSlot() {
        return -1;
    }

    /**
     * The line an error of this node is reported at. PUC Lua emits the instruction when the value is needed, which may
     * be a line later than its text; the parser says so once.
     */
    public void line(int line) {}
}
