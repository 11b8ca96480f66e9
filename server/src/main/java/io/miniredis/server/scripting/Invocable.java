package io.miniredis.server.scripting;

import io.miniredis.datastructures.ByteString;
import io.miniredis.lua.LuaFunction;

/** What EVAL and FCALL run: a script, or a function of a library. */
public sealed interface Invocable permits Script, LibraryFunction {
    /** A script's digest, or a function's name: what errors and the log call it. */
    ByteString name();

    /** A set of {@link ScriptFlag} bits, {@link ScriptFlag#COMPATIBLE} maybe. */
    int flags();

    LuaFunction code();
}
