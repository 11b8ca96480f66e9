package io.miniredis.compat.durability;

import java.util.List;

/** How the data are kept, and what that promises. */
enum Durability {
    /** An append-only file, on disk before each reply. */
    ALWAYS,
    /** An append-only file, flushed once a second; a write may wait for a flush. */
    EVERYSEC,
    /** An append-only file, flushed when the kernel likes: only the process dies here, not the kernel. */
    NO,
    /** RDB files: what was there when the last one was begun that was completed. */
    SNAPSHOTS;

    /** What the server is told on its command line. */
    List<String> arguments() {
        return switch (this) {
            case ALWAYS -> List.of("--appendonly", "yes", "--appendfsync", "always");
            case EVERYSEC -> List.of("--appendonly", "yes", "--appendfsync", "everysec");
            case NO -> List.of("--appendonly", "yes", "--appendfsync", "no");
            case SNAPSHOTS -> List.of("--appendonly", "no", "--save", "");
        };
    }

    boolean isAppendOnly() {
        return this != SNAPSHOTS;
    }

    /** What was confirmed so shortly before the end may be lost. */
    long losableMillis() {
        return this == EVERYSEC ? 1_000 : 0;
    }
}
