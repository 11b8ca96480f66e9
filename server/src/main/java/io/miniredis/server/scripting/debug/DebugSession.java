package io.miniredis.server.scripting.debug;

import io.miniredis.protocol.Request;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a client has asked for with SCRIPT DEBUG, and, once its EVAL has begun, the commands for the debugger that it
 * sends.
 *
 * <p>Belongs to the client until that is closed. Commands are added on the main thread, and may be taken on another
 * one.
 */
public final class DebugSession {
    private final boolean onCopy;
    private final BlockingQueue<Input> inputs = new LinkedBlockingQueue<>();
    private boolean begun;
    private volatile boolean ended;

    /** A command, or with null the word that none will follow. */
    private record Input(@Nullable Request request) {}

    /** @param onCopy true to run the script on a copy of the data, while others are served (SCRIPT DEBUG YES) */
    public DebugSession(boolean onCopy) {
        this.onCopy = onCopy;
    }

    boolean isOnCopy() {
        return onCopy;
    }

    void begin() {
        begun = true;
    }

    /** True from the EVAL on: what the client sends is for the debugger. */
    public boolean isBegun() {
        return begun;
    }

    /** A command for the debugger has arrived. */
    public void add(Request command) {
        inputs.add(new Input(command));
    }

    /** The client is gone, or the server ends: no more commands will come. May be called from any thread. */
    public void end() {
        ended = true;
        inputs.add(new Input(null));
    }

    boolean isEnded() {
        return ended;
    }

    /** The next command, or null if there is none yet. */
    @Nullable
    Request poll() {
        Input next = inputs.poll();
        return next == null ? null : next.request;
    }

    /** The next command as soon as there is one; null if none came in time, or none will. */
    @Nullable
    Request poll(long millis) {
        try {
            Input next = inputs.poll(millis, TimeUnit.MILLISECONDS);
            return next == null ? null : next.request;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ended = true;
            return null;
        }
    }

    @Override
    public String toString() {
        return "DebugSession[" + (onCopy ? "on a copy, " : "synchronous, ") + (begun ? "begun" : "not begun") + ", "
                + inputs.size() + " commands waiting]";
    }
}
