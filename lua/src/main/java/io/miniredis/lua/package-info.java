/**
 * Not built yet. A Lua 5.1 interpreter (lexer, parser, compiler, libraries, coroutines, limits) will live here. It
 * depends on nothing and knows nothing of Redis; the server's scripting package gives it {@code redis.call}.
 */
@NullMarked
package io.miniredis.lua;

import org.jspecify.annotations.NullMarked;
