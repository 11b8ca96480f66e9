package io.miniredis.server.scripting;

import io.miniredis.datastructures.ByteString;
import io.miniredis.lua.LuaFunction;

/**
 * A script that is known (luaScript in eval.c).
 *
 * @param digest the SHA-1 of its text, 40 hexadecimal digits in lower case
 * @param text as it was sent
 * @param flags as its first line says
 * @param code compiled
 */
public record Script(ByteString digest, ByteString text, int flags, LuaFunction code) implements Invocable {
    @Override
    public ByteString name() {
        return digest;
    }

    @Override
    public String toString() {
        return "Script[" + digest.utf8() + ", " + text.length() + " B]";
    }
}
