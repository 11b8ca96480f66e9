/**
 * A Lua 5.1 interpreter. It depends on nothing and knows nothing of Redis; the server's scripting package gives it
 * {@code redis.call}.
 *
 * <p><b>Values.</b> nil is {@code null}; booleans are {@link java.lang.Boolean#TRUE} and {@code FALSE}; numbers {@link
 * java.lang.Double}; strings {@link io.miniredis.lua.LuaString} (bytes); then {@link io.miniredis.lua.LuaTable}, {@link
 * io.miniredis.lua.LuaFunction}, {@link io.miniredis.lua.LuaCoroutine}, {@link io.miniredis.lua.LuaUserdata}. An {@code
 * Object[]} is never a value but several results of a call. Inside the interpreter numbers travel unboxed: {@link
 * io.miniredis.lua.Numeral}.
 *
 * <p><b>A library function</b> takes {@link io.miniredis.lua.Arguments} (checks with PUC Lua's messages) and returns
 * one value, or {@code arguments.results(…)}; {@code lua.register(lua.library("redis"), "call", this::call)}. It
 * fails by {@code throw arguments.error("text")} or {@code throw arguments.badArgument(2, "text")}. It calls back by
 * {@code lua.call(f, a, b)}, says {@code lua.steps(n)} in long loops and {@code lua.allocate(bytes)} before it builds
 * something big. Libraries live in {@code io.miniredis.lua.library}, each with a static {@code open(LuaState)}.
 *
 * <p><b>A host</b> starts with {@link io.miniredis.lua.LuaState}: {@link
 * io.miniredis.lua.syntax.Parser} compiles ({@code Parser.load(lua, bytes, "@user_script")}), {@code
 * callAll(function, …)} runs, a {@link io.miniredis.lua.LuaError} has the error value and where it was raised, a
 * {@link io.miniredis.lua.LuaHook} watches the time and may throw {@link io.miniredis.lua.LuaAbort}.
 * {@code table.readonly(true)} freezes a table.
 */
@NullMarked
package io.miniredis.lua;

import org.jspecify.annotations.NullMarked;
