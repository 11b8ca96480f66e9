package io.miniredis.persistence.file;

/** What of unforced changes is on disk after a loss of power. */
public enum Survival {
    /** Nothing: the disk did exactly what it had to. */
    FORCED_ONLY,
    /** Everything: the machine went on, the process died (kill -9). */
    EVERYTHING,
    /** A part of the names' changes, in their order, and a prefix of what was written to each file. */
    TORN
}
