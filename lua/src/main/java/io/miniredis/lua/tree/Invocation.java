package io.miniredis.lua.tree;

import io.miniredis.lua.Arguments;
import io.miniredis.lua.Event;
import io.miniredis.lua.JavaFunction;
import io.miniredis.lua.LuaError;
import io.miniredis.lua.LuaFunction;
import io.miniredis.lua.LuaState;
import io.miniredis.lua.Numeral;
import org.jspecify.annotations.Nullable;

/**
 * A call. A Lua function's arguments are evaluated right into the slots of its {@link Frame}; a library function gets
 * them boxed in an array.
 */
public abstract class Invocation extends Expression {
    private final Expression[] arguments;
    /** Whether the last argument may give any number of values. */
    private final boolean open;
    /** How many values stand before the arguments: 1 for the object of a method call. */
    private final int before;

    private final int site;

    Invocation(Expression[] arguments, int before, int site) {
        this.arguments = arguments;
        this.open = arguments.length > 0 && arguments[arguments.length - 1].isMulti();
        this.before = before;
        this.site = site;
    }

    /** Calls; the result as {@link Expression#eval} gives it, or {@code Object[]} for other than one value. */
    abstract @Nullable Object call(Frame frame);

    /** As the last act of a function: a Lua function is left in {@code frame.tail} instead of being called. */
    abstract @Nullable Object tailCall(Frame frame);

    /** The complaint that this value cannot be called. */
    abstract LuaError notCallable(Frame frame, @Nullable Object callee);

    @Override
    public final @Nullable Object eval(Frame frame) {
        Object value = call(frame);
        if (value instanceof Object[] many) {
            return many.length == 0 ? null : frame.unboxed(many[0]);
        }
        return value;
    }

    @Override
    public final @Nullable Object evalAll(Frame frame) {
        return frame.boxed(call(frame));
    }

    @Override
    public final boolean isMulti() {
        return true;
    }

    final @Nullable Object call(Frame frame, @Nullable Object callee, @Nullable Object self, double selfNumber) {
        if (callee instanceof LuaClosure closure) {
            Frame next = frameFor(frame, closure, self, selfNumber);
            frame.site = site;
            return next.run(frame);
        }
        if (callee instanceof JavaFunction java && java.takesNumbers()) {
            return callWithNumbers(frame, java, self, selfNumber);
        }
        return callOther(frame, frame.boxed(callee), self, selfNumber);
    }

    final @Nullable Object tailCall(Frame frame, @Nullable Object callee, @Nullable Object self, double selfNumber) {
        if (callee instanceof LuaClosure closure) {
            frame.tail = frameFor(frame, closure, self, selfNumber);
            return Frame.TAIL_CALL;
        }
        return callOther(frame, frame.boxed(callee), self, selfNumber);
    }

    private Frame frameFor(Frame frame, LuaClosure closure, @Nullable Object self, double selfNumber) {
        Frame next = new Frame(frame.lua, closure, frame, true);
        Prototype prototype = closure.prototype;
        int parameters = prototype.parameters;
        if (open || (prototype.vararg && before + arguments.length > parameters)) {
            next.arguments(boxedArguments(frame, self, selfNumber));
            return next;
        }
        if (before == 1 && parameters > 0) {
            next.argument(0, self, selfNumber);
        }
        int slot = before;
        for (Expression argument : arguments) {
            Object value = argument.eval(frame);
            if (slot < parameters) {
                next.argument(slot++, value, frame.number);
            }
        }
        return next;
    }

    private @Nullable Object[] boxedArguments(Frame frame, @Nullable Object self, double selfNumber) {
        @Nullable Object[] values = Values.of(arguments, frame, before);
        if (before == 1) {
            values[0] = self == Numeral.NUMBER ? (Object) selfNumber : self;
        }
        return values;
    }

    /** One or two numbers for a function of numbers need no boxes; anything else takes the usual way. */
    private @Nullable Object callWithNumbers(Frame frame, JavaFunction java, @Nullable Object self, double selfNumber) {
        boolean one = java.body() instanceof JavaFunction.OfNumber;
        if (before == 1 || open || arguments.length != (one ? 1 : 2)) {
            return callOther(frame, java, self, selfNumber);
        }
        Object a = arguments[0].eval(frame);
        double x = frame.number;
        if (one) {
            if (a == Numeral.NUMBER) {
                frame.number = ((JavaFunction.OfNumber) java.body()).of(x);
                return a;
            }
            return callJava(frame, java, new @Nullable Object[] {a});
        }
        Object b = arguments[1].eval(frame);
        double y = frame.number;
        if (a == Numeral.NUMBER && b == Numeral.NUMBER) {
            frame.number = ((JavaFunction.OfTwoNumbers) java.body()).of(x, y);
            return a;
        }
        return callJava(frame, java, new @Nullable Object[] {
            a == Numeral.NUMBER ? (Object) x : a, b == Numeral.NUMBER ? (Object) y : b
        });
    }

    private @Nullable Object callJava(Frame frame, JavaFunction java, @Nullable Object[] values) {
        frame.site = site;
        return frame.unboxed(java.run(new Arguments(frame.lua, frame, values)));
    }

    private @Nullable Object callOther(Frame frame, @Nullable Object callee, @Nullable Object self, double selfNumber) {
        @Nullable Object[] values = boxedArguments(frame, self, selfNumber);
        if (callee instanceof JavaFunction java) {
            return callJava(frame, java, values);
        }
        frame.site = site;
        Object handler = frame.lua.metafield(callee, Event.CALL);
        if (!(handler instanceof LuaFunction target)) {
            throw notCallable(frame, callee);
        }
        return frame.unboxed(target.invoke(frame.lua, frame, LuaState.withFirst(callee, values)));
    }
}
