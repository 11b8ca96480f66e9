package io.miniredis.persistence.snapshot;

import java.io.IOException;

/** The snapshot was given up, on the main thread or since nobody takes it: what was written of it is not to be kept. */
public final class SnapshotAbortedException extends IOException {
    /** What Redis's children are ended with if they are not to blame: SIGUSR1. */
    public static final int CANCELLED = 10;

    private static final long serialVersionUID = 1;

    private final int signal;

    public SnapshotAbortedException() {
        this(CANCELLED);
    }

    /** @param signal what has ended the process that stands for the snapshot */
    public SnapshotAbortedException(int signal) {
        super("the snapshot was given up");
        this.signal = signal;
    }

    /** The signal that is to blame, or {@link #CANCELLED}. */
    public int signal() {
        return signal;
    }

    /** True if the server, or its user by that signal, did not want the snapshot any more: no failure. */
    public boolean isCancelled() {
        return signal == CANCELLED;
    }
}
