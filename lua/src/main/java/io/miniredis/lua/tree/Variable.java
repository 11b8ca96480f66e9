package io.miniredis.lua.tree;

import org.jspecify.annotations.Nullable;

/** A named place that holds a value: it can be read and assigned. */
public abstract class Variable extends Expression {
    /** Stores a value; number counts if the value is {@link io.miniredis.lua.Numeral#NUMBER}. */
    public abstract void assign(Frame frame, @Nullable Object value, double number);
}
