package io.miniredis.server.aof;

/** Whether changes are written down. */
enum AofState {
    OFF,
    /** It was switched on while the server runs: the files will be complete when the first base is. */
    WAITS_FOR_REWRITE,
    ON
}
