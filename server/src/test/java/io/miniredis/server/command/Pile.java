package io.miniredis.server.command;

import io.miniredis.datastructures.Encoding;
import io.miniredis.datastructures.Value;
import io.miniredis.datastructures.ValueType;

/** A stand-in for any collection: so many elements, all alike. */
final class Pile implements Value {
    private final ValueType type;
    int size;

    Pile(ValueType type, int size) {
        this.type = type;
        this.size = size;
    }

    @Override
    public ValueType type() {
        return type;
    }

    @Override
    public Encoding encoding() {
        return Encoding.LISTPACK;
    }

    @Override
    public long sizeBytes() {
        return 16;
    }

    @Override
    public Value copy() {
        return new Pile(type, size);
    }

    @Override
    public String toString() {
        return "Pile[" + size + "]";
    }
}
