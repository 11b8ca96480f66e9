package io.miniredis.lua.tree;

/** {@code object[key] = value}: object and key are evaluated before the value. */
public final class AssignIndex extends Statement {
    private final Index place;
    private final Expression value;
    private final int valueSlot;

    public AssignIndex(Index place, Expression value) {
        this.place = place;
        this.value = value;
        this.valueSlot = value.plainSlot();
    }

    @Override
    public int exec(Frame frame) {
        Object owner = place.object(frame);
        double ownerNumber = frame.number;
        Object key = place.key(frame);
        double keyNumber = frame.number;
        Object v = valueSlot >= 0 ? frame.local(valueSlot) : value.eval(frame);
        double number = frame.number;
        frame.number = keyNumber;
        place.store(frame, owner, ownerNumber, key, v, number);
        return NEXT;
    }
}
