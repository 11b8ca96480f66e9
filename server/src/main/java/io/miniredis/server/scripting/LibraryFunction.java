package io.miniredis.server.scripting;

import io.miniredis.datastructures.ByteString;
import io.miniredis.lua.LuaFunction;
import org.jspecify.annotations.Nullable;

/**
 * A function that a library has registered (functionInfo in functions.c).
 *
 * @param name letters, digits and underscores
 * @param description what the library says of it, or null
 * @param flags a set of {@link ScriptFlag} bits
 * @param code called with the table of keys and that of arguments
 */
public record LibraryFunction(ByteString name, @Nullable ByteString description, int flags, LuaFunction code)
        implements Invocable {
    @Override
    public String toString() {
        return "LibraryFunction[" + name.utf8() + "]";
    }
}
