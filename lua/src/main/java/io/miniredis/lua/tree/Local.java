package io.miniredis.lua.tree;

import io.miniredis.lua.LuaString;
import org.jspecify.annotations.Nullable;

/** A local variable of this function that no inner function uses. */
public final class Local extends Variable {
    final int slot;
    private final LuaString name;

    public Local(int slot, LuaString name) {
        this.slot = slot;
        this.name = name;
    }

    @Override
    public @Nullable Object eval(Frame frame) {
        frame.number = frame.numbers[slot];
        return frame.slots[slot];
    }

    @Override
    public void assign(Frame frame, @Nullable Object value, double number) {
        frame.store(slot, value);
        frame.numbers[slot] = number;
    }

    @Override
    int plainSlot() {
        return slot;
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
