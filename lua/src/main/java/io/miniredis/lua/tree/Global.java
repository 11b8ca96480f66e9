package io.miniredis.lua.tree;

import io.miniredis.lua.LuaString;
import io.miniredis.lua.LuaTable;
import io.miniredis.lua.Metamethods;
import io.miniredis.lua.Numeral;
import org.jspecify.annotations.Nullable;

/** A global variable: a field of the function's environment. */
public final class Global extends Variable {
    private final LuaString name;
    private int line;

    public Global(LuaString name) {
        this.name = name;
    }

    @Override
    public @Nullable Object eval(Frame frame) {
        LuaTable environment = frame.closure.environment;
        Object value = environment.get(name);
        if (value == null && environment.metatable() != null) {
            frame.at(line);
            value = Metamethods.missing(frame.lua, frame, environment, name);
        }
        return frame.unboxed(value);
    }

    @Override
    public void assign(Frame frame, @Nullable Object value, double number) {
        frame.at(line);
        Metamethods.setIndex(
                frame.lua, frame, frame.closure.environment, name, value == Numeral.NUMBER ? (Object) number : value);
    }

    @Override
    public String kind() {
        return "global";
    }

    @Override
    public String name() {
        return name.text();
    }

    @Override
    public void line(int needed) {
        if (line == 0) {
            line = needed;
        }
    }
}
