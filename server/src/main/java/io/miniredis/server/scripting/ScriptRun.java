package io.miniredis.server.scripting;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.Request;
import io.miniredis.server.client.Client;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.propagation.Targets;
import io.miniredis.server.scripting.debug.Debugger;
import io.miniredis.server.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * One run of a script or function (scriptRunCtx in script.c): who asked for it, what it may do, what it has done so
 * far.
 *
 * <p>Lives as long as the run. Confined to the main thread.
 */
public final class ScriptRun {
    private final CommandCall call;
    private final Invocable what;
    private final boolean readOnly;
    private final boolean mayExceedMemory;
    private final Clock clock;
    private long startNanos;
    private int protocol = 2;
    private boolean hidesChanges;
    private boolean wrote;
    private boolean busy;
    private boolean killed;
    private @Nullable Debugger debugger;

    /**
     * @param readOnly true if commands that write are refused
     * @param mayExceedMemory true if commands that need memory are let in even when there is none
     */
    ScriptRun(CommandCall call, Invocable what, boolean readOnly, boolean mayExceedMemory) {
        this.call = call;
        this.what = what;
        this.readOnly = readOnly;
        this.mayExceedMemory = mayExceedMemory;
        this.clock = call.server().time().clock();
        this.startNanos = clock.nanos();
    }

    /** Whose request this is. */
    public Client caller() {
        return call.client();
    }

    /** The call of EVAL, FCALL or one of their kin. */
    CommandCall call() {
        return call;
    }

    public Request request() {
        return call.request();
    }

    public ByteString name() {
        return what.name();
    }

    /** True for a script, false for a function. */
    public boolean isScript() {
        return what instanceof Script;
    }

    /** True if it may use keys of several hash slots. */
    public boolean mayCrossSlots() {
        return (what.flags() & ScriptFlag.COMPATIBLE) != 0 || ScriptFlag.ALLOW_CROSS_SLOT_KEYS.isIn(what.flags());
    }

    boolean isReadOnly() {
        return readOnly;
    }

    boolean mayExceedMemory() {
        return mayExceedMemory;
    }

    /** Who stops it, if it is debugged. */
    @Nullable
    Debugger debugger() {
        return debugger;
    }

    void debugger(@Nullable Debugger one) {
        debugger = one;
    }

    /** What it took so far does not count: somebody has thought about it. */
    void restartClock() {
        startNanos = clock.nanos();
    }

    public long durationMillis() {
        return (clock.nanos() - startNanos) / 1_000_000;
    }

    /** The protocol of the replies its commands give it, 2 or 3. */
    int protocol() {
        return protocol;
    }

    void protocol(int version) {
        protocol = version;
    }

    /** Who hears of what its commands change from now on. */
    void targets(Targets some) {
        hidesChanges = true;
        call.server().propagation().listeners(some);
    }

    void end() {
        if (hidesChanges) {
            call.server().propagation().listeners(Targets.ALL);
        }
    }

    /** True if it has called a command that writes: it cannot be ended any more without leaving half of its work. */
    boolean hasWritten() {
        return wrote;
    }

    void write() {
        wrote = true;
    }

    /** True if it has run for so long that others are answered meanwhile. */
    boolean isBusy() {
        return busy;
    }

    void makeBusy() {
        busy = true;
    }

    /** Others wait for it again. */
    void endBusy() {
        busy = false;
    }

    /** True if somebody wants it to end. */
    boolean isKilled() {
        return killed;
    }

    void kill() {
        killed = true;
    }

    @Override
    public String toString() {
        return "ScriptRun[" + name().utf8() + " by " + caller() + (busy ? ", busy" : "") + (wrote ? ", wrote]" : "]");
    }
}
