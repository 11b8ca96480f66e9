package io.miniredis.lua.tree;

import static java.util.Objects.requireNonNull;

import io.miniredis.lua.LuaString;
import org.jspecify.annotations.Nullable;

/** A local variable of this function that an inner function uses too. */
public final class CellLocal extends Variable {
    final int slot;
    private final LuaString name;

    public CellLocal(int slot, LuaString name) {
        this.slot = slot;
        this.name = name;
    }

    @Override
    public @Nullable Object eval(Frame frame) {
        Cell cell = (Cell) requireNonNull(frame.slots[slot]);
        frame.number = cell.number;
        return cell.value;
    }

    @Override
    public void assign(Frame frame, @Nullable Object value, double number) {
        Cell cell = (Cell) requireNonNull(frame.slots[slot]);
        if (cell.value != value) {
            cell.value = value;
        }
        cell.number = number;
    }

    @Override
    public String kind() {
        return "local";
    }

    @Override
    public String name() {
        return name.text();
    }
}
