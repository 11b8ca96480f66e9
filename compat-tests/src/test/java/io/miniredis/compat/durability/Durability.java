package io.miniredis.compat.durability;

import java.util.List;

/** How the data are kept, and what that promises. */
enum Durability {
    /** An append-only file, on disk before each reply. */
    ALWAYS("--appendonly", "yes", "--appendfsync", "always"),
    /** An append-only file, flushed once a second; a write may wait for a flush. */
    EVERYSEC("--appendonly", "yes", "--appendfsync", "everysec"),
    /** An append-only file, flushed when the kernel likes: only the process dies here, not the kernel. */
    NO("--appendonly", "yes", "--appendfsync", "no"),
    /** RDB files: what was there when the last one was begun that was completed. */
    SNAPSHOTS("--appendonly", "no", "--save", "");

    @SuppressWarnings("ImmutableEnumChecker") // as List.of makes it
    private final List<String> arguments;

    Durability(String... arguments) {
        this.arguments = List.of(arguments);
    }

    List<String> arguments() {
        return arguments;
    }

    boolean isAppendOnly() {
        return this != SNAPSHOTS;
    }

    /** What was confirmed so long before the end must be there. */
    long losableMillis() {
        return this == EVERYSEC ? 1_000 : 0;
    }
}
