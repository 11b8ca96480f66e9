package io.miniredis.persistence.snapshot;

import java.io.IOException;

/** The snapshot was given up on the main thread: what was written of it is not to be kept. */
public final class SnapshotAbortedException extends IOException {
    private static final long serialVersionUID = 1;

    public SnapshotAbortedException() {
        super("the snapshot was given up");
    }
}
