/**
 * The libraries of Lua 5.1 and those Redis adds: {@code string}, {@code table}, {@code math}, {@code cjson},
 * {@code cmsgpack}, {@code struct}, {@code bit}. Each class named {@code …Library} has an {@code open(LuaState)} that
 * makes its global. Results, error texts and the order of {@code pairs} are those of the C sources named in the
 * classes.
 */
@NullMarked
package io.miniredis.lua.library;

import org.jspecify.annotations.NullMarked;
