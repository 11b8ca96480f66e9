package io.miniredis.server.aof;

/** What came of reading the append-only file. */
enum AofLoadResult {
    LOADED,
    /** The end was cut off, and the file with it. */
    TRUNCATED,
    /** There is a file and nothing in it. */
    EMPTY,
    /** There is none. */
    MISSING,
    /** It cannot be used; the log says why. */
    FAILED;

    /** True if the server may go on with what was loaded. */
    boolean isUsable() {
        return this != FAILED;
    }
}
