package io.miniredis.server.scripting;

import io.miniredis.datastructures.ByteString;
import io.miniredis.lua.LuaAbort;
import io.miniredis.lua.library.Rand48;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Errors;
import io.miniredis.protocol.Request;
import io.miniredis.server.RedisServer;
import io.miniredis.server.client.Client;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandFlag;
import io.miniredis.server.config.ServerConfig;
import io.miniredis.server.scripting.debug.Debugger;
import io.miniredis.server.scripting.debug.ScriptDebugging;
import org.jspecify.annotations.Nullable;

/**
 * Scripts and functions of a server: what is known of them, which one runs, and what happens when it runs for too long
 * (script.c).
 *
 * <p>A script runs on the main thread, and nothing else happens meanwhile. When it has run for {@code
 * busy-reply-threshold} it is busy: from then on the main thread looks at its connections now and then, out of the
 * interpreter, and answers BUSY to all but the few commands that may end the script or the server.
 *
 * <p>Confined to the main thread. Interpreters are made when they are first needed.
 */
public final class Scripting {
    /** The only engine there is, as FUNCTION LIST shows it. */
    public static final String ENGINE = "LUA";

    static final String REDIS_VERSION = ServerConfig.REDIS_VERSION;

    /** What an interpreter takes with its libraries, in bytes. */
    private static final long ENGINE_BYTES = 60_000;

    /** How much larger compiled code is than its text. */
    private static final long COMPILED_FACTOR = 8;

    private static final long LONGEST_WITHOUT_STOP_MILLIS = 5_000;

    private final RedisServer server;
    private final Sha1 sha1 = new Sha1();
    private final ScriptAdmission admission;
    private final Rand48 random = new Rand48();
    private final ScriptCache scripts;
    private final FunctionRegistry functions;
    private @Nullable EvalEngine evalEngine;
    private @Nullable FunctionEngine functionEngine;
    private @Nullable ScriptRun running;
    private final ScriptDebugging debugging;
    private boolean mayCallAll;

    /** Of the run that is about to begin. */
    private @Nullable Debugger debugger;

    public Scripting(RedisServer server) {
        this.server = server;
        this.debugging = new ScriptDebugging(server);
        this.admission = new ScriptAdmission(server);
        this.scripts = new ScriptCache(body -> evalEngine().compile(body), sha1);
        this.functions =
                new FunctionRegistry((library, limited) -> functionEngine().run(library, limited));
    }

    public ScriptCache scripts() {
        return scripts;
    }

    public FunctionRegistry functions() {
        return functions;
    }

    /** Behind {@code math.random} of all scripts and functions. */
    Rand48 random() {
        return random;
    }

    /** Where scripts are run step by step. */
    public ScriptDebugging debugging() {
        return debugging;
    }

    /** Who stops the next run, or null. */
    public void debugger(@Nullable Debugger one) {
        debugger = one;
    }

    private EvalEngine evalEngine() {
        EvalEngine engine = evalEngine;
        if (engine == null) {
            engine = new EvalEngine(newEngine(), new RedisLibrary(server.log(), sha1), this::current);
            evalEngine = engine;
        }
        return engine;
    }

    private FunctionEngine functionEngine() {
        FunctionEngine engine = functionEngine;
        if (engine == null) {
            engine = new FunctionEngine(
                    newEngine(),
                    new RedisLibrary(server.log(), sha1),
                    this::current,
                    server.time().clock());
            functionEngine = engine;
        }
        return engine;
    }

    private LuaEngine newEngine() {
        Client client = new Client(
                server.clients().nextId(), new ScriptConnection(), server.time().millis());
        client.authenticated(true);
        return new LuaEngine(this, new CommandCaller(server, admission, client));
    }

    /** SCRIPT FLUSH: the interpreter goes with its scripts, and whatever they have left in it. */
    public void flushScripts() {
        scripts.clear();
        evalEngine = null;
    }

    /** FUNCTION FLUSH. */
    public void flushFunctions() {
        functions.clear();
        functionEngine = null;
    }

    // ---- running ----

    /**
     * Runs a script or function and answers the call.
     *
     * @param readOnlyCommand true for the commands that run what does not write
     * @throws ErrorReply if it may not run
     */
    public void run(CommandCall call, Invocable what, ScriptArguments arguments, boolean readOnlyCommand) {
        int flags = what.flags();
        boolean declares = (flags & ScriptFlag.COMPATIBLE) == 0;
        if (running != null) {
            throw ScriptErrors.RUNNING_ALREADY;
        }
        admission.checkRun(flags, readOnlyCommand, call.mustBeObeyed());

        boolean readOnly = readOnlyCommand || (declares && ScriptFlag.NO_WRITES.isIn(flags));
        ScriptRun run = new ScriptRun(call, what, readOnly, declares && ScriptFlag.ALLOW_OOM.isIn(flags));
        call.preventPropagation();
        run.debugger(debugger);
        running = run;
        try {
            if (what instanceof Script script) {
                evalEngine().run(run, script, arguments);
            } else if (what instanceof LibraryFunction function) {
                functionEngine().run(run, function, arguments);
            }
        } finally {
            running = null;
            run.end();
            if (run.isBusy()) {
                endBusy(run.caller());
            }
        }
    }

    private void endBusy(Client caller) {
        server.mainThread().release();
        if (caller.waitingRequests() > 0 && !caller.isSuspended()) {
            caller.suspend();
            server.mainThread().execute(() -> server.dispatcher().resume(caller));
        }
    }

    private ScriptRun current() {
        ScriptRun run = running;
        if (run == null) {
            throw new IllegalStateException("no script is running");
        }
        return run;
    }

    /** What is running, or null. */
    public @Nullable ScriptRun running() {
        return running;
    }

    /** What is running if it is a function. @throws ErrorReply if it is a script */
    public @Nullable ScriptRun runningFunction() {
        ScriptRun run = running;
        if (run != null && run.isScript()) {
            throw Errors.BUSY_SCRIPT;
        }
        return run;
    }

    /** DEBUG SET-DISABLE-DENY-SCRIPTS: true if scripts may call even what no script may. */
    boolean mayCallAll() {
        return mayCallAll;
    }

    public void mayCallAll(boolean yes) {
        mayCallAll = yes;
    }

    // ---- running for too long ----

    /** True while a script has run for so long that others are answered meanwhile (isInsideYieldingLongCommand). */
    public boolean isBusy() {
        ScriptRun run = running;
        return run != null && run.isBusy();
    }

    /** True if it is this client's script: what the client sends meanwhile waits behind it. */
    public boolean isBusyFor(Client client) {
        ScriptRun run = running;
        return run != null && run.isBusy() && run.caller() == client;
    }

    /** What others are answered while {@link #isBusy()}. */
    public ErrorReply busyError() {
        return current().isScript() ? Errors.BUSY_SCRIPT : Errors.BUSY_FUNCTION;
    }

    /**
     * Called by a running script now and then (scriptInterrupt).
     *
     * @param chunk the code that runs, as errors name it
     * @param line where it is, 0 if that is not known
     */
    void interrupt(String chunk, int line) {
        ScriptRun run = current();
        if (!run.isBusy() && !becomesBusy(run)) {
            if (server.isStopping()) {
                throw new LuaAbort("Script killed by the end of the server");
            }
            return;
        }
        server.mainThread().serveOthers();
        checkEnd(run, line == 0 ? "" : ScriptError.place(run, chunk, Integer.toString(line)));
    }

    private void checkEnd(ScriptRun run, String place) {
        if (server.isStopping()) {
            throw new LuaAbort("Script killed by the end of the server");
        }
        if (run.isKilled()) {
            server.log().notice("Lua script killed by user with SCRIPT KILL.");
            throw new LuaAbort("Script killed by user with SCRIPT KILL..." + place);
        }
    }

    // ---- waiting for a person ----

    /** The script that runs waits for the next command of its debugger: it is busy. */
    public void waitForDebugger() {
        makeBusy(current());
    }

    /** Serves those who are ready, while it waits. @throws LuaAbort if it must not wait any longer */
    public void serveReady() {
        server.mainThread().serveReady();
        checkEnd(current(), "");
    }

    /** It goes on, as if it had just begun. */
    public void goOnAfterDebugger() {
        ScriptRun run = current();
        run.restartClock();
        if (run.isBusy()) {
            run.endBusy();
            server.mainThread().release();
        }
    }

    /** How long a script that is debugged may run without a stop. */
    private boolean ranForLong(ScriptRun run) {
        long threshold = server.config().monitoring.busyReplyThresholdMillis.value();
        return run.durationMillis() >= (threshold == 0 ? LONGEST_WITHOUT_STOP_MILLIS : threshold);
    }

    /** The debugger of a run that has not stopped for long, or null. */
    @Nullable
    Debugger overdueDebugger() {
        ScriptRun run = current();
        return run.debugger() != null && ranForLong(run) ? run.debugger() : null;
    }

    private boolean becomesBusy(ScriptRun run) {
        long threshold = server.config().monitoring.busyReplyThresholdMillis.value();
        long elapsed = run.durationMillis();
        if (threshold == 0 || elapsed < threshold) {
            return false;
        }
        server.log()
                .warning("Slow script detected: still in execution after " + elapsed
                        + " milliseconds. You can try killing the script using the "
                        + (run.isScript() ? "SCRIPT KILL" : "FUNCTION KILL") + " command. Script name is: "
                        + Shebang.text(run.name()) + ".");
        makeBusy(run);
        return true;
    }

    private void makeBusy(ScriptRun run) {
        if (!run.isBusy()) {
            run.makeBusy();
            server.mainThread().hold();
        }
    }

    /** SCRIPT KILL. @throws ErrorReply why not */
    public void killScript() {
        if (!killable().isScript()) {
            throw Errors.BUSY_FUNCTION;
        }
        current().kill();
    }

    /** FUNCTION KILL. @throws ErrorReply why not */
    public void killFunction() {
        if (killable().isScript()) {
            throw Errors.BUSY_SCRIPT;
        }
        current().kill();
    }

    private ScriptRun killable() {
        ScriptRun run = running;
        if (run == null) {
            throw ScriptErrors.NOT_BUSY;
        }
        if (run.call().mustBeObeyed()) {
            throw ScriptErrors.UNKILLABLE_OF_PRIMARY;
        }
        if (run.hasWritten()) {
            throw ScriptErrors.UNKILLABLE;
        }
        return run;
    }

    // ---- what a request says of itself ----

    /** The flags of an EVAL: those of its script, if that says something (evalGetCommandFlags). */
    public static long flagsOfScript(RedisServer server, Request request, long declared) {
        ByteString text = request.arg(1);
        Script known = server.scripting().scripts.findText(text);
        if (known != null) {
            return flags(declared, known.flags());
        }
        if (!Shebang.isPresent(text.bytes())) {
            return declared;
        }
        try {
            return flags(declared, Shebang.flags(text.bytes()));
        } catch (ErrorReply wrong) {
            return declared;
        }
    }

    /** The flags of an EVALSHA. */
    public static long flagsOfKnownScript(RedisServer server, Request request, long declared) {
        Script known = server.scripting().scripts.find(request.arg(1));
        return known == null ? declared : flags(declared, known.flags());
    }

    /** The flags of an FCALL (fcallGetCommandFlags). */
    public static long flagsOfFunction(RedisServer server, Request request, long declared) {
        LibraryFunction function = server.scripting().functions.find(request.arg(1));
        return function == null ? declared : flags(declared, function.flags());
    }

    private static long flags(long declared, int said) {
        if ((said & ScriptFlag.COMPATIBLE) != 0) {
            return declared;
        }
        boolean writes = !ScriptFlag.NO_WRITES.isIn(said);
        long flags = CommandFlag.STALE.without(declared);
        flags = CommandFlag.DENYOOM.without(flags);
        flags = CommandFlag.WRITE.without(flags);
        flags = CommandFlag.MAY_REPLICATE.without(flags);
        if (writes) {
            flags |= CommandFlag.WRITE.bit();
        }
        if (writes && !ScriptFlag.ALLOW_OOM.isIn(said)) {
            flags |= CommandFlag.DENYOOM.bit();
        }
        return ScriptFlag.ALLOW_STALE.isIn(said) ? flags | CommandFlag.STALE.bit() : flags;
    }

    // ---- memory ----

    /** What is kept of scripts beside their interpreter, in bytes, by estimate. */
    public long scriptBytes() {
        return scripts.bytes();
    }

    /** What is kept of functions beside their interpreter, in bytes, by estimate. */
    public long functionBytes() {
        return functions.bytes();
    }

    /** What the interpreter of scripts and their compiled code take, in bytes, by estimate. */
    public long scriptEngineBytes() {
        return evalEngine == null ? 0 : ENGINE_BYTES + COMPILED_FACTOR * scripts.bytes();
    }

    /** What the interpreter of functions and their compiled code take, in bytes, by estimate. */
    public long functionEngineBytes() {
        return functionEngine == null ? 0 : ENGINE_BYTES + COMPILED_FACTOR * functions.bytes();
    }

    @Override
    public String toString() {
        return "Scripting[" + scripts + ", " + functions + (running == null ? "]" : ", " + running + "]");
    }
}
