/**
 * From source text to trees: {@link io.miniredis.lua.syntax.Lexer}, {@link io.miniredis.lua.syntax.Parser}. Messages,
 * limits and line numbers follow PUC Lua 5.1 (llex.c, lparser.c), because scripts' users read them.
 */
@NullMarked
package io.miniredis.lua.syntax;

import org.jspecify.annotations.NullMarked;
