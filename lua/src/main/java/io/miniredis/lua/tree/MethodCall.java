package io.miniredis.lua.tree;

import io.miniredis.lua.LuaError;
import io.miniredis.lua.LuaString;
import io.miniredis.lua.LuaTable;
import io.miniredis.lua.LuaType;
import io.miniredis.lua.Metamethods;
import org.jspecify.annotations.Nullable;

/** {@code object:name(arguments)}: the object is evaluated once, it is the first argument. */
public final class MethodCall extends Invocation {
    private final Expression object;
    private final LuaString name;
    private final int nameLine;
    private final int line;

    /** site: the call's index among the function's call sites. */
    public MethodCall(Expression object, Name name, Expression[] arguments, int site, int line) {
        super(arguments, 1, site);
        this.object = object;
        this.name = name.text();
        this.nameLine = name.line();
        this.line = line;
    }

    /** A method's name and the line it stands on. */
    public record Name(LuaString text, int line) {}

    @Override
    @Nullable
    Object call(Frame frame) {
        Object self = object.eval(frame);
        double selfNumber = frame.number;
        return call(frame, method(frame, self), self, selfNumber);
    }

    @Override
    @Nullable
    Object tailCall(Frame frame) {
        Object self = object.eval(frame);
        double selfNumber = frame.number;
        return tailCall(frame, method(frame, self), self, selfNumber);
    }

    private @Nullable Object method(Frame frame, @Nullable Object self) {
        if (self instanceof LuaTable table) {
            Object found = table.get(name);
            if (found != null || table.metatable() == null) {
                return frame.unboxed(found);
            }
            frame.at(nameLine);
            return frame.unboxed(Metamethods.missing(frame.lua, frame, table, name));
        }
        Object boxed = frame.boxed(self);
        if (!Metamethods.indexable(frame.lua, boxed)) {
            throw frame.typeError(nameLine, "index", object, boxed);
        }
        frame.at(nameLine);
        return frame.unboxed(Metamethods.index(frame.lua, frame, boxed, name));
    }

    @Override
    LuaError notCallable(Frame frame, @Nullable Object callee) {
        return frame.error(
                line, "attempt to call method '" + name.text() + "' (a " + LuaType.nameOf(callee) + " value)");
    }
}
