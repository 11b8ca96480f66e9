package io.miniredis.server.config;

/** {@code maxmemory-policy}: what gives way when memory is full, and so what is noted at each access of a key. */
public enum MaxMemoryPolicy {
    VOLATILE_LRU,
    VOLATILE_LFU,
    VOLATILE_RANDOM,
    VOLATILE_TTL,
    ALLKEYS_LRU,
    ALLKEYS_LFU,
    ALLKEYS_RANDOM,
    NOEVICTION;

    /** True if keys keep a counter of how frequently they are used instead of the time of last use. */
    public boolean countsFrequency() {
        return this == VOLATILE_LFU || this == ALLKEYS_LFU;
    }
}
