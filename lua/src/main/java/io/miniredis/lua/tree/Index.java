package io.miniredis.lua.tree;

import io.miniredis.lua.LuaString;
import io.miniredis.lua.LuaTable;
import io.miniredis.lua.LuaType;
import io.miniredis.lua.Metamethods;
import io.miniredis.lua.Numeral;
import org.jspecify.annotations.Nullable;

/** {@code object[key]}. */
public final class Index extends Variable {
    private final Expression object;
    private final Expression key;

    /** The slots of object and key if they are plain locals, which are read in place, else -1. */
    final int objectSlot;

    final int keySlot;

    /** Where it stands, once known. */
    int line;

    public Index(Expression object, Expression key) {
        this.object = object;
        this.key = key;
        this.objectSlot = object.plainSlot();
        this.keySlot = key.plainSlot();
    }

    @Override
    public @Nullable Object eval(Frame frame) {
        return get(frame, object(frame), frame.number);
    }

    private @Nullable Object get(Frame frame, @Nullable Object owner, double ownerNumber) {
        Object k = key(frame);
        if (owner instanceof LuaTable table) {
            Object value;
            if (k == Numeral.NUMBER) {
                value = table.get(frame.number, frame);
            } else if (k instanceof LuaString s) {
                value = frame.unboxed(table.get(s));
            } else {
                value = frame.unboxed(table.get(k));
            }
            if (value != null || table.metatable() == null) {
                return value;
            }
        }
        Object boxedKey = frame.boxed(k);
        frame.number = ownerNumber;
        return slowGet(frame, owner, boxedKey);
    }

    private @Nullable Object slowGet(Frame frame, @Nullable Object owner, @Nullable Object boxedKey) {
        frame.at(line);
        if (owner instanceof LuaTable table) {
            return frame.unboxed(Metamethods.missing(frame.lua, frame, table, boxedKey));
        }
        Object boxedOwner = frame.boxed(owner);
        if (!Metamethods.indexable(frame.lua, boxedOwner)) {
            throw frame.typeError(line, "index", object, boxedOwner);
        }
        return frame.unboxed(Metamethods.index(frame.lua, frame, boxedOwner, boxedKey));
    }

    @Override
    public void assign(Frame frame, @Nullable Object value, double number) {
        Object owner = object(frame);
        double ownerNumber = frame.number;
        Object k = key(frame);
        store(frame, owner, ownerNumber, k, value, number);
    }

    /** The owner. An assignment evaluates it first and stores into it later. */
    @Nullable
    Object object(Frame frame) {
        return objectSlot >= 0 ? frame.local(objectSlot) : object.eval(frame);
    }

    @Nullable
    Object key(Frame frame) {
        return keySlot >= 0 ? frame.local(keySlot) : key.eval(frame);
    }

    /** Stores; a key that is a number is in {@code frame.number}. */
    void store(
            Frame frame,
            @Nullable Object owner,
            double ownerNumber,
            @Nullable Object k,
            @Nullable Object value,
            double number) {
        if (owner instanceof LuaTable table && table.isPlainToSet()) {
            if (k == Numeral.NUMBER) {
                double index = frame.number;
                if (value == Numeral.NUMBER) {
                    frame.at(line);
                    table.set(index, number);
                } else {
                    frame.at(line);
                    table.set(index, value);
                }
                return;
            } else if (k instanceof LuaString s) {
                table.set(s, value == Numeral.NUMBER ? (Object) number : value);
                return;
            }
        }
        Object boxedKey = frame.boxed(k);
        slowSet(
                frame,
                owner == Numeral.NUMBER ? (Object) ownerNumber : owner,
                boxedKey,
                value == Numeral.NUMBER ? (Object) number : value);
    }

    private void slowSet(Frame frame, @Nullable Object owner, @Nullable Object boxedKey, @Nullable Object value) {
        frame.at(line);
        if (!(owner instanceof LuaTable) && !Metamethods.assignable(frame.lua, owner)) {
            throw frame.typeError(line, "index", object, owner);
        }
        Metamethods.setIndex(frame.lua, frame, owner, boxedKey, value);
    }

    @Override
    public String kind() {
        return "field";
    }

    @Override
    public String name() {
        return key instanceof Constant c && c.value() instanceof LuaString s ? s.text() : "?";
    }

    @Override
    public void line(int needed) {
        if (line == 0) {
            line = needed;
        }
    }

    @Override
    public boolean test(Frame frame) {
        return LuaType.isTrue(eval(frame));
    }
}
