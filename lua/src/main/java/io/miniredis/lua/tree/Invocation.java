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

    /** The slots of the arguments that are plain locals, which are read in place; -1 for the others. */
    private final int[] locals;

    /** Whether the last argument may give any number of values. */
    private final boolean open;

    /** How many arguments are one value each: all, or all but the last. */
    private final int closed;
    /** How many values stand before the arguments: 1 for the object of a method call. */
    private final int before;

    private final int site;

    Invocation(Expression[] arguments, int before, int site) {
        this.arguments = arguments;
        this.open = arguments.length > 0 && arguments[arguments.length - 1].isMulti();
        this.locals = new int[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            locals[i] = arguments[i].plainSlot();
        }
        this.closed = open ? arguments.length - 1 : arguments.length;
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
    final @Nullable Object evalOpen(Frame frame) {
        return call(frame);
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
        if (before == 0 && callee instanceof JavaFunction java) {
            JavaFunction.OfNumber ofNumber = java.ofNumber();
            if (ofNumber != null && arguments.length == 1) {
                return callWithNumber(frame, java, ofNumber);
            }
            JavaFunction.OfTwoNumbers ofTwoNumbers = java.ofTwoNumbers();
            if (ofTwoNumbers != null && arguments.length == 2) {
                return callWithTwoNumbers(frame, java, ofTwoNumbers);
            }
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
        if (prototype.vararg && (open || before + arguments.length > parameters)) {
            next.arguments(boxedArguments(frame, self, selfNumber));
            return next;
        }
        if (before == 1 && parameters > 0) {
            next.argument(0, self, selfNumber);
        }
        int slot = before;
        for (int i = 0; i < closed; i++) {
            int local = locals[i];
            Object value = local >= 0 ? frame.local(local) : arguments[i].eval(frame);
            if (slot < parameters) {
                next.argument(slot++, value, frame.number);
            }
        }
        if (open) {
            Object rest = arguments[closed].evalOpen(frame);
            if (rest instanceof Object[] many) {
                next.arguments(slot, many);
            } else if (slot < parameters) {
                next.argument(slot, rest, frame.number);
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

    /** A number for a function of a number needs no box; anything else takes the usual way. */
    private @Nullable Object callWithNumber(Frame frame, JavaFunction java, JavaFunction.OfNumber body) {
        Object x = arguments[0].evalOpen(frame);
        if (x == Numeral.NUMBER) {
            frame.number = body.of(frame.number);
            return x;
        }
        return callJava(frame, java, x instanceof Object[] many ? many : new @Nullable Object[] {x});
    }

    /** The same with two. */
    private @Nullable Object callWithTwoNumbers(Frame frame, JavaFunction java, JavaFunction.OfTwoNumbers body) {
        Object a = arguments[0].eval(frame);
        double x = frame.number;
        Object b = arguments[1].evalOpen(frame);
        if (a == Numeral.NUMBER && b == Numeral.NUMBER) {
            frame.number = body.of(x, frame.number);
            return a;
        }
        Object first = a == Numeral.NUMBER ? (Object) x : a;
        return callJava(
                frame,
                java,
                b instanceof Object[] many
                        ? LuaState.withFirst(first, many)
                        : new @Nullable Object[] {first, frame.boxed(b)});
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
