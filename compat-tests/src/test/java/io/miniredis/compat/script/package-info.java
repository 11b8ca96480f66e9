/**
 * The script language: {@link io.miniredis.compat.script.ScriptParser} turns a file into a
 * {@link io.miniredis.compat.script.Script} of {@link io.miniredis.compat.script.Step}s,
 * {@link io.miniredis.compat.script.Player} plays them on one server, {@link io.miniredis.compat.script.Duel} on two
 * and compares. The grammar is in the module's README.
 */
@NullMarked
package io.miniredis.compat.script;

import org.jspecify.annotations.NullMarked;
