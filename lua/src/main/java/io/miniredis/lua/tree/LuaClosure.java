package io.miniredis.lua.tree;

import io.miniredis.lua.Caller;
import io.miniredis.lua.LuaFunction;
import io.miniredis.lua.LuaState;
import io.miniredis.lua.LuaTable;
import org.jspecify.annotations.Nullable;

/** A function written in Lua: its text, its upvalues and its environment (the table its globals are in). */
public final class LuaClosure extends LuaFunction {
    static final Cell[] NO_UPVALUES = new Cell[0];

    final Prototype prototype;
    final Cell[] upvalues;
    LuaTable environment;

    public LuaClosure(Prototype prototype, LuaTable environment) {
        this(prototype, NO_UPVALUES, environment);
    }

    LuaClosure(Prototype prototype, Cell[] upvalues, LuaTable environment) {
        this.prototype = prototype;
        this.upvalues = upvalues;
        this.environment = environment;
    }

    public LuaTable environment() {
        return environment;
    }

    public void environment(LuaTable table) {
        environment = table;
    }

    @Override
    public @Nullable Object invoke(LuaState lua, @Nullable Caller from, @Nullable Object[] arguments) {
        Frame frame = new Frame(lua, this, from != null ? from : lua.current(), from != null);
        frame.arguments(arguments);
        return frame.boxed(frame.run(frame));
    }

    @Override
    public String toString() {
        return "function: " + prototype.chunkName + ":" + prototype.lineDefined;
    }
}
