package io.miniredis.lua.tree;

import io.miniredis.lua.LuaString;
import org.jspecify.annotations.Nullable;

/** A local variable of an enclosing function. */
public final class Upvalue extends Variable {
    private final int index;
    private final LuaString name;

    public Upvalue(int index, LuaString name) {
        this.index = index;
        this.name = name;
    }

    @Override
    public @Nullable Object eval(Frame frame) {
        Cell cell = frame.closure.upvalues[index];
        frame.number = cell.number;
        return cell.value;
    }

    @Override
    public void assign(Frame frame, @Nullable Object value, double number) {
        Cell cell = frame.closure.upvalues[index];
        if (cell.value != value) {
            cell.value = value;
        }
        cell.number = number;
    }

    @Override
    public String kind() {
        return "upvalue";
    }

    @Override
    public String name() {
        return name.text();
    }
}
