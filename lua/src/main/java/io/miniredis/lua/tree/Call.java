package io.miniredis.lua.tree;

import io.miniredis.lua.LuaError;
import org.jspecify.annotations.Nullable;

/** {@code function(arguments)}. */
public final class Call extends Invocation {
    private final Expression function;
    private final int line;

    /** site: the call's index among the function's call sites. */
    public Call(Expression function, Expression[] arguments, int site, int line) {
        super(arguments, 0, site);
        this.function = function;
        this.line = line;
    }

    @Override
    @Nullable
    Object call(Frame frame) {
        return call(frame, function.eval(frame), null, 0);
    }

    @Override
    @Nullable
    Object tailCall(Frame frame) {
        return tailCall(frame, function.eval(frame), null, 0);
    }

    @Override
    LuaError notCallable(Frame frame, @Nullable Object callee) {
        return frame.typeError(line, "call", function, callee);
    }
}
