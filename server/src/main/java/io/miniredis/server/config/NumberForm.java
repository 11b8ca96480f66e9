package io.miniredis.server.config;

/** How a number is written in redis.conf. */
enum NumberForm {
    DECIMAL,
    /** Bytes with or without a unit, see {@link MemorySize}. */
    MEMORY,
    /** Bytes, or a percentage of maxmemory, {@code 5%}, which is held as a negative number. */
    MEMORY_OR_PERCENT,
    /** As permissions of files are written. */
    OCTAL
}
