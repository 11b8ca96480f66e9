/**
 * The debugger of Lua scripts (ldb in eval.c), which {@code redis-cli --ldb} talks to.
 *
 * <p>A session runs one EVAL. Start at {@link io.miniredis.server.scripting.debug.DebugSession} (what a client has
 * asked for and what it sends meanwhile), {@link io.miniredis.server.scripting.debug.SessionRun} (how the script is
 * run) and {@link io.miniredis.server.scripting.debug.Debugger} (stops and commands). With SCRIPT DEBUG YES the run
 * happens in a {@link io.miniredis.server.scripting.debug.ServerCopy}, where Redis forks a child.
 */
@NullMarked
package io.miniredis.server.scripting.debug;

import org.jspecify.annotations.NullMarked;
