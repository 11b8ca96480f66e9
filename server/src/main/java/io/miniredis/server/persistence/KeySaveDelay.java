package io.miniredis.server.persistence;

import io.miniredis.server.config.PersistenceParameters;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;

/**
 * {@code rdb-key-save-delay}, for tests: what writes a snapshot rests after each key, for so many microseconds, or for
 * one after each so many keys if the number is negative. It stays what it was when the snapshot was begun, as in a
 * process of its own.
 *
 * <p>Made by the main thread, used by the one that writes, which may be interrupted meanwhile.
 */
public final class KeySaveDelay {
    private final int micros;
    private int keys;

    public KeySaveDelay(PersistenceParameters config) {
        this.micros = config.rdbKeySaveDelayMicros.value();
    }

    /** A key was written. */
    public void afterKey() throws IOException {
        if (micros != 0) {
            keys++;
            if (micros > 0 || keys % -micros == 0) {
                rest();
            }
        }
    }

    private void rest() throws IOException {
        try {
            TimeUnit.MICROSECONDS.sleep(Math.max(1, micros));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted");
        }
    }

    @Override
    public String toString() {
        return "KeySaveDelay[" + micros + " us]";
    }
}
