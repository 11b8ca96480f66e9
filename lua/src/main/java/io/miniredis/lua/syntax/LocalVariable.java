package io.miniredis.lua.syntax;

import io.miniredis.lua.LuaString;
import io.miniredis.lua.tree.CellLocal;
import io.miniredis.lua.tree.Local;
import io.miniredis.lua.tree.Target;
import io.miniredis.lua.tree.Variable;

/**
 * A local variable while its function is parsed.
 *
 * @param number its place among all declarations of the chunk, in the order of the text
 * @param captured whether an inner function is known to use it
 */
record LocalVariable(LuaString name, int slot, int number, boolean captured) {
    Target target() {
        return new Target(slot, captured);
    }

    Variable use() {
        return captured ? new CellLocal(slot, name) : new Local(slot, name);
    }
}
