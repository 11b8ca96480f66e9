package io.miniredis.server.scripting;

import io.miniredis.datastructures.ByteString;
import io.miniredis.lua.LuaString;
import io.miniredis.lua.LuaTable;
import io.miniredis.protocol.Request;

/**
 * What a request gives a script: some of its last arguments are keys, the rest are arguments of the script.
 *
 * @param request whose arguments they are
 * @param first where the keys begin
 * @param keyCount how many there are, 0 or more
 */
public record ScriptArguments(Request request, int first, int keyCount) {
    LuaTable keys() {
        return table(first, first + keyCount);
    }

    LuaTable others() {
        return table(first + keyCount, request.count());
    }

    private LuaTable table(int from, int to) {
        LuaTable table = new LuaTable(to - from, 0);
        for (int i = from; i < to; i++) {
            ByteString argument = request.arg(i);
            table.set(i - from + 1, LuaString.of(argument.bytes()));
        }
        return table;
    }
}
