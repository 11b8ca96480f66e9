package io.miniredis.lua.tree;

import org.jspecify.annotations.Nullable;

/**
 * {@code a, t[i], b = values}: the objects and keys on the left are evaluated first, then all values; then the places
 * are assigned from the right to the left, as PUC Lua does.
 */
public final class AssignAll extends Statement {
    private final Variable[] places;
    private final Expression[] values;

    public AssignAll(Variable[] places, Expression[] values) {
        this.places = places;
        this.values = values;
    }

    @Override
    public int exec(Frame frame) {
        @Nullable Object[] owners = new @Nullable Object[places.length];
        @Nullable Object[] keys = new @Nullable Object[places.length];
        for (int i = 0; i < places.length; i++) {
            if (places[i] instanceof Index index) {
                owners[i] = frame.boxed(index.object(frame));
                keys[i] = frame.boxed(index.key(frame));
            }
        }
        @Nullable Object[] all = Values.of(values, frame);
        for (int i = places.length - 1; i >= 0; i--) {
            Object value = i < all.length ? all[i] : null;
            if (places[i] instanceof Index index) {
                storeBoxed(frame, index, owners[i], keys[i], value);
            } else {
                Object v = frame.unboxed(value);
                places[i].assign(frame, v, frame.number);
            }
        }
        return NEXT;
    }

    private static void storeBoxed(
            Frame frame, Index index, @Nullable Object owner, @Nullable Object key, @Nullable Object value) {
        Object v = frame.unboxed(value);
        double number = frame.number;
        Object k = frame.unboxed(key);
        index.store(frame, owner, 0, k, v, number);
    }
}
