package io.miniredis.lua;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A running Lua function, as others see it: for positions and names in error messages. */
public interface Caller {
    /** The position of the running call, {@code user_script:3: }. */
    String where();

    /** The chunk's name with its mark, {@code @user_script}. */
    String chunkName();

    /** The line of the running call. */
    int line();

    /** How the running call names what it calls ({@code find}), null if it cannot be told. */
    @Nullable
    String calleeName();

    /** Whether the running call is written {@code object:name(…)}. */
    boolean calleeIsMethod();

    /** The function that is running. */
    LuaFunction function();

    /** The Lua function below this one on the stack, null for the outermost. */
    @Nullable
    Caller enclosing();

    /** Whether {@link #enclosing} called this one itself; otherwise a library function stands between them. */
    boolean calledFromLua();

    /** Whether this function was called by {@code return f()} and stands in place of its caller. */
    boolean replacedItsCaller();

    /**
     * The local variables in scope, in the order of their declaration; known of chunks {@linkplain
     * io.miniredis.lua.syntax.Parser#loadTraced to be traced} only.
     */
    List<LocalValue> locals();
}
