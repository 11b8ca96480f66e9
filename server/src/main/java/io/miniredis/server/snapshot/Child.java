package io.miniredis.server.snapshot;

import io.miniredis.server.log.ProcessId;
import io.miniredis.server.log.ServerLog;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The process that stands for a save, where Redis has a fork of itself: who looks after the server finds it among the
 * server's children, by its number finds the file that is being written, and ends the save by ending it.
 *
 * <p>It does nothing but read from a pipe that nobody writes to, and so ends by itself when this process does, in
 * whatever way.
 *
 * <p>Where none could be started, or none is wanted, the save goes by the number of the server's own process.
 */
public final class Child {
    /** How a process tells that a signal has ended it: by an exit code so much above the signal's number. */
    private static final int SIGNAL_BASE = 128;

    /**
     * SIGHUP, SIGINT, SIGPIPE and SIGTERM: what a fork of the server would pay no heed to. Who ends a server, by Ctrl-C
     * or by a supervisor, may send them to all of its processes.
     */
    private static final Set<Integer> HARMLESS = Set.of(1, 2, 13, 15);

    private static final long LONGEST_END_SECONDS = 2;

    private final @Nullable Process process;
    private volatile boolean ended;

    /** @param process null if there is none */
    Child(@Nullable Process process) {
        this.process = process;
    }

    /** False if the save has no process of its own. */
    public boolean exists() {
        return process != null;
    }

    /** Its number; the server's if there is no process. */
    public long processId() {
        return process == null ? ProcessId.current() : process.pid();
    }

    /** Where what the save says goes: under its own number. */
    public ServerLog log(ServerLog ofServer) {
        return process == null ? ofServer : ofServer.ofChild(process.pid());
    }

    /**
     * Has an action told, on some thread, that a signal has ended the process that would have ended a fork, and which.
     * One that ends otherwise is missed by nobody: the save goes on without.
     */
    void whenKilled(IntConsumer action) {
        if (process != null) {
            process.onExit().thenAccept(gone -> {
                int signal = gone.exitValue() - SIGNAL_BASE;
                if (signal > 0 && !HARMLESS.contains(signal) && !ended) {
                    action.accept(signal);
                }
            });
        }
    }

    /** Ends it, which is not told any more. */
    void end() {
        ended = true;
        if (process != null) {
            process.destroyForcibly();
        }
    }

    /** {@link #end}. True if nobody finds it any more when this returns. */
    boolean endAndWait() {
        end();
        // Whoever interrupted this thread did so to have it end, and it does.
        boolean interrupted = Thread.interrupted();
        try {
            return process == null || process.waitFor(LONGEST_END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
            return false;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public String toString() {
        return process == null ? "Child[none]" : "Child[" + process.pid() + (ended ? ", ended]" : "]");
    }
}
