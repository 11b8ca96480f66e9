package io.miniredis.replication.sentinel;

import java.io.Serial;

/** An instance that cannot be watched: its address is wrong, or it is watched already. The message is Redis's. */
public final class UnusableInstanceException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    UnusableInstanceException(String message) {
        super(message, null, false, false);
    }
}
