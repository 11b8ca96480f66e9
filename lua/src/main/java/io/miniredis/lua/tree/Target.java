package io.miniredis.lua.tree;

import org.jspecify.annotations.Nullable;

/** A local variable as a loop or a declaration sets it: in its slot, or in a fresh {@link Cell} in its slot. */
public record Target(int slot, boolean captured) {
    void set(Frame frame, @Nullable Object value, double number) {
        if (captured) {
            Cell cell = new Cell();
            cell.value = value;
            cell.number = number;
            frame.slots[slot] = cell;
        } else {
            frame.store(slot, value);
            frame.numbers[slot] = number;
        }
    }
}
