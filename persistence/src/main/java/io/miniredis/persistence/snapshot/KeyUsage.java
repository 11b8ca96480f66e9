package io.miniredis.persistence.snapshot;

/** What an RDB says of a key's use, from the bits that the key has. Called by the writer's thread. */
public interface KeyUsage {
    /** Neither is written: the eviction policy does not ask for it. */
    KeyUsage NOT_WRITTEN = new KeyUsage() {
        @Override
        public long idleSeconds(int lru) {
            return NONE;
        }

        @Override
        public int frequency(int lru) {
            return NONE;
        }
    };

    int NONE = -1;

    /** Since the key was used, or {@link #NONE}. */
    long idleSeconds(int lru);

    /** Of the key's use, 0 to 255, or {@link #NONE}. */
    int frequency(int lru);
}
