package io.miniredis.lua;

import org.jspecify.annotations.Nullable;

/**
 * A Lua error on its way to the nearest {@code pcall}: any Lua value, mostly a message. It has no Java stack trace.
 *
 * <p>A message raised by the interpreter or by {@link Arguments#error} carries its position in its text already
 * ({@code chunk:line:}). An error that a table or a conversion raises does not know where it happened: it is born open
 * and {@linkplain #placed placed} by the first activation it passes: a Lua function puts its position in front, a
 * library function leaves it bare. That is PUC Lua's {@code luaG_runerror}.
 */
public final class LuaError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private transient @Nullable Object value;
    private boolean open;
    private String chunk = "";
    private int line;

    private LuaError(@Nullable Object value, boolean open) {
        super(null, null, false, false);
        this.value = value;
        this.open = open;
    }

    /** An error with exactly this value. */
    public static LuaError of(@Nullable Object value) {
        return new LuaError(value, false);
    }

    /** A message, in Latin-1, whose position is still to be put in front by who calls. */
    public static LuaError text(String message) {
        return new LuaError(LuaString.latin1(message), true);
    }

    /** The error value; a {@link LuaString} for messages. */
    public @Nullable Object value() {
        return value;
    }

    /** Gives the error its place: where is {@code chunk:line: } or empty. Only the first call counts. */
    public LuaError placed(String where) {
        if (open) {
            open = false;
            if (!where.isEmpty() && value instanceof LuaString message) {
                value = LuaString.of(where).concat(message);
            }
        }
        return this;
    }

    /** Leaves a Lua function by way of this call: takes from it what is not known yet. */
    public LuaError passing(Caller function) {
        if (line == 0) {
            raisedAt(function.chunkName(), function.line());
        }
        return open ? placed(function.where()) : this;
    }

    /**
     * Remembers which Lua function was running: what a host reports besides the message. Only the first call counts.
     */
    public LuaError raisedAt(String chunkName, int atLine) {
        if (line == 0) {
            chunk = chunkName;
            line = atLine;
        }
        return this;
    }

    /** The name of the chunk that was running ({@code @user_script}), empty if none was. */
    public String chunk() {
        return chunk;
    }

    /** The line that was running, 0 if no Lua function was. */
    public int line() {
        return line;
    }

    /** The value as text: a string itself, a number as Lua prints it, else the type's name in brackets. */
    @Override
    public String getMessage() {
        LuaString text = LuaNumbers.asString(value);
        return text != null ? text.text() : "(error object is a " + LuaType.nameOf(value) + " value)";
    }
}
