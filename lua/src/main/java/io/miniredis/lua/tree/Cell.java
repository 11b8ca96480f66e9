package io.miniredis.lua.tree;

import org.jspecify.annotations.Nullable;

/** A local variable that an inner function uses too: it lives here, and the slot (or the closure) holds the cell. */
final class Cell {
    @Nullable
    Object value;

    double number;
}
