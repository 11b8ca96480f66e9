package io.miniredis.persistence.file;

/** The machine is off: nothing more is done to the disk until it starts again. An error, so that nobody handles it. */
@SuppressWarnings("serial")
public final class PowerLoss extends Error {
    PowerLoss(String when) {
        super(when, null, false, false);
    }
}
