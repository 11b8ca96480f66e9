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

    /** True if any key may go, false if only those with a time to live. */
    public boolean isForAllKeys() {
        return this == ALLKEYS_LRU || this == ALLKEYS_LFU || this == ALLKEYS_RANDOM;
    }

    public boolean choosesAtRandom() {
        return this == VOLATILE_RANDOM || this == ALLKEYS_RANDOM;
    }

    /** True if each key must have bits of its own for its uses: Redis shares no small integers then. */
    public boolean looksAtUses() {
        return countsFrequency() || this == VOLATILE_LRU || this == ALLKEYS_LRU;
    }

    /** True if keys keep a counter of how frequently they are used instead of the time of last use. */
    public boolean countsFrequency() {
        return this == VOLATILE_LFU || this == ALLKEYS_LFU;
    }

    /** True if the time of last use decides. */
    public boolean datesUse() {
        return this == VOLATILE_LRU || this == ALLKEYS_LRU;
    }
}
