package io.miniredis.server.transaction;

import io.miniredis.protocol.Request;
import io.miniredis.server.command.Command;
import io.miniredis.server.command.CommandFlag;
import java.util.ArrayList;
import java.util.List;

/**
 * What a client has prepared for EXEC: the commands queued since MULTI and the keys watched before (multiState).
 *
 * <p>Belongs to its client, made at the first WATCH or MULTI and dropped with EXEC, DISCARD or the connection. Confined
 * to the main thread.
 */
public final class Transaction {
    /** What Redis takes per argument of a queued command, beyond its bytes: a pointer. */
    private static final int ARGUMENT_BYTES = 8;

    private final List<QueuedCommand> queue = new ArrayList<>(2);
    final List<Watch> watches = new ArrayList<>(1);
    private boolean begun;
    private boolean failed;
    private boolean conflicting;
    private long queuedBytes;

    /**
     * A command to be executed by EXEC.
     *
     * @param flags of the request, a set of {@link CommandFlag} bits
     */
    public record QueuedCommand(Command command, Request request, long flags) {}

    /** MULTI: commands are queued from now on. */
    public void begin() {
        begun = true;
    }

    /** True between MULTI and EXEC, that one included. */
    public boolean isBegun() {
        return begun;
    }

    /** Queues a command, unless it is certain already that the queue will never be executed. */
    public void enqueue(Command command, Request request, long flags) {
        if (failed || conflicting) {
            return;
        }
        queue.add(new QueuedCommand(command, request, flags));
        queuedBytes += request.sizeBytes() + (long) ARGUMENT_BYTES * request.count();
    }

    /** In the order in which they were sent. */
    public List<QueuedCommand> queue() {
        return queue;
    }

    /** True if a queued command has this flag. */
    public boolean has(CommandFlag flag) {
        for (int i = 0; i < queue.size(); i++) {
            if (flag.isIn(queue.get(i).flags())) {
                return true;
            }
        }
        return false;
    }

    /** True if a queued command does not have this flag. */
    public boolean hasWithout(CommandFlag flag) {
        for (int i = 0; i < queue.size(); i++) {
            if (!queue.get(i).command().spec().has(flag)) {
                return true;
            }
        }
        return false;
    }

    /** Memory of the queued commands, in bytes. */
    public long queuedBytes() {
        return queuedBytes;
    }

    /** A command could not be queued: EXEC will fail. */
    public void fail() {
        failed = begun;
    }

    public boolean hasFailed() {
        return failed;
    }

    /** A watched key has changed: EXEC will do nothing. */
    void conflict() {
        conflicting = true;
    }

    public boolean isConflicting() {
        return conflicting;
    }

    /** UNWATCH: what has happened to watched keys is forgotten. */
    public void forgetConflict() {
        conflicting = false;
    }

    public int watchedKeys() {
        return watches.size();
    }

    @Override
    public String toString() {
        return "Transaction[" + (begun ? queue.size() + " queued" : "not begun") + (failed ? ", failed" : "")
                + (conflicting ? ", conflicting" : "") + ", " + watches.size() + " watched]";
    }
}
