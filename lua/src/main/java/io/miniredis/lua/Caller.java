package io.miniredis.lua;

import org.jspecify.annotations.Nullable;

/** A running Lua function, as those it calls see it: for positions and names in error messages. */
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

    /** The Lua function that called this one; null if a library function or the host did. */
    @Nullable
    Caller caller();
}
