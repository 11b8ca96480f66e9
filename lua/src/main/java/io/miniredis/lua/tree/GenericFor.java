package io.miniredis.lua.tree;

import io.miniredis.lua.Arguments;
import io.miniredis.lua.Event;
import io.miniredis.lua.JavaFunction;
import io.miniredis.lua.LuaFunction;
import io.miniredis.lua.LuaTable;
import io.miniredis.lua.LuaType;
import io.miniredis.lua.Numeral;
import io.miniredis.lua.TableWalk;
import org.jspecify.annotations.Nullable;

/**
 * {@code for a, b in iterator, state, control do … end}. Walking a table by {@code pairs} or {@code ipairs} goes from
 * place to place without calling {@code next}.
 */
public final class GenericFor extends Statement {
    private final Target[] variables;
    private final Expression[] explist;
    private final Statement body;
    private final int site;
    private final int line;

    public GenericFor(Target[] variables, Expression[] explist, Statement body, int site, int line) {
        this.variables = variables;
        this.explist = explist;
        this.body = body;
        this.site = site;
        this.line = line;
    }

    @Override
    public int exec(Frame frame) {
        @Nullable Object[] values = Values.of(explist, frame);
        Object iterator = values.length > 0 ? values[0] : null;
        Object state = values.length > 1 ? values[1] : null;
        Object control = values.length > 2 ? values[2] : null;
        if (iterator instanceof JavaFunction java && state instanceof LuaTable table) {
            if (java.body() == TableWalk.NEXT && control == null) {
                return pairs(frame, table);
            }
            if (java.body() == TableWalk.NEXT_INDEX && control instanceof Double start) {
                return ipairs(frame, table, start);
            }
        }
        return iterate(frame, iterator, state, control);
    }

    private int pairs(Frame frame, LuaTable table) {
        int place = -1;
        int layout = table.layout();
        Object key = null;
        while (true) {
            if (table.layout() != layout) {
                frame.site = site;
                layout = table.layout();
                place = table.placeOf(key);
            }
            place = table.nextPlace(place);
            if (place < 0) {
                return NEXT;
            }
            key = table.keyAt(place);
            set(frame, 0, key);
            if (variables.length > 1) {
                set(frame, 1, table.valueAt(place));
                clearFrom(frame, 2);
            }
            int end = body.exec(frame);
            if (end != NEXT) {
                return end == BREAK ? NEXT : end;
            }
            frame.turn(line);
        }
    }

    private int ipairs(Frame frame, LuaTable table, double start) {
        for (int i = (int) start + 1; ; i++) {
            Object value = table.get((double) i, frame);
            double number = frame.number;
            if (value == null) {
                return NEXT;
            }
            variables[0].set(frame, Numeral.NUMBER, i);
            if (variables.length > 1) {
                variables[1].set(frame, value, number);
                clearFrom(frame, 2);
            }
            int end = body.exec(frame);
            if (end != NEXT) {
                return end == BREAK ? NEXT : end;
            }
            frame.turn(line);
        }
    }

    private int iterate(Frame frame, @Nullable Object iterator, @Nullable Object state, @Nullable Object first) {
        Object control = first;
        while (true) {
            frame.site = site;
            Object returned = next(frame, iterator, state, control);
            if (returned instanceof Object[] many) {
                control = many.length == 0 ? null : many[0];
                for (int i = 0; i < variables.length; i++) {
                    set(frame, i, i < many.length ? many[i] : null);
                }
            } else {
                control = returned;
                set(frame, 0, returned);
                clearFrom(frame, 1);
            }
            if (control == null) {
                return NEXT;
            }
            int end = body.exec(frame);
            if (end != NEXT) {
                return end == BREAK ? NEXT : end;
            }
            frame.turn(line);
        }
    }

    private @Nullable Object next(
            Frame frame, @Nullable Object iterator, @Nullable Object state, @Nullable Object control) {
        if (iterator instanceof JavaFunction java) {
            return java.run(new Arguments(frame.lua, frame, new @Nullable Object[] {state, control}));
        }
        if (!(iterator instanceof LuaFunction) && frame.lua.metafield(iterator, Event.CALL) == null) {
            throw frame.error(line, "attempt to call a " + LuaType.nameOf(iterator) + " value");
        }
        return frame.lua.callFrom(frame, iterator, state, control);
    }

    private void set(Frame frame, int index, @Nullable Object value) {
        variables[index].set(frame, frame.unboxed(value), frame.number);
    }

    private void clearFrom(Frame frame, int index) {
        for (int i = index; i < variables.length; i++) {
            variables[i].set(frame, null, 0);
        }
    }
}
