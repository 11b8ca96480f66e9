/**
 * The running form of a Lua function: a tree of nodes that execute themselves on a {@link io.miniredis.lua.tree.Frame}.
 *
 * <p>Start at {@link io.miniredis.lua.tree.Expression} (how a value is handed back without boxing numbers), {@link
 * io.miniredis.lua.tree.Frame} (the slots of one activation) and {@link io.miniredis.lua.tree.Call}. Each construct of
 * the language is one class. The trees are made by {@link io.miniredis.lua.syntax.Parser}.
 */
@NullMarked
package io.miniredis.lua.tree;

import org.jspecify.annotations.NullMarked;
