/**
 * Scripts and functions (script.c, eval.c, script_lua.c, functions.c, function_lua.c): what is kept of them, how they
 * run, and how what they say becomes commands and replies. The commands are in {@link
 * io.miniredis.server.command.scripting}; the language itself is in {@link io.miniredis.lua}, which only this package
 * knows. Start reading at {@link io.miniredis.server.scripting.Scripting}.
 */
@NullMarked
package io.miniredis.server.scripting;

import org.jspecify.annotations.NullMarked;
