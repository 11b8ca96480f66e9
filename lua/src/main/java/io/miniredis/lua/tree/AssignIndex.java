package io.miniredis.lua.tree;

import io.miniredis.lua.LuaTable;
import io.miniredis.lua.Numeral;
import org.jspecify.annotations.Nullable;

/** {@code object[key] = value}: object and key are evaluated before the value. */
public final class AssignIndex extends Statement {
    private final Index place;
    private final Expression value;
    private final int valueSlot;

    /** {@code t[i] = n}, as loops fill tables: nothing has to be evaluated. */
    private final boolean areLocals;

    public AssignIndex(Index place, Expression value) {
        this.place = place;
        this.value = value;
        this.valueSlot = value.plainSlot();
        this.areLocals = place.objectSlot >= 0 && place.keySlot >= 0 && valueSlot >= 0;
    }

    @Override
    public int exec(Frame frame) {
        if (areLocals) {
            @Nullable Object[] slots = frame.slots;
            if (slots[place.keySlot] == Numeral.NUMBER
                    && slots[valueSlot] == Numeral.NUMBER
                    && slots[place.objectSlot] instanceof LuaTable table
                    && table.isPlainToSet()) {
                frame.at(place.line);
                table.set(frame.numbers[place.keySlot], frame.numbers[valueSlot]);
                return NEXT;
            }
        }
        return general(frame);
    }

    private int general(Frame frame) {
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
