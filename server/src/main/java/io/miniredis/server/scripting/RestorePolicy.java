package io.miniredis.server.scripting;

/** What FUNCTION RESTORE does with libraries that are there already. */
public enum RestorePolicy {
    /** They go. */
    FLUSH,
    /** They stay, and one of the same name is an error. */
    APPEND,
    /** They stay, but for those of the same name. */
    REPLACE
}
