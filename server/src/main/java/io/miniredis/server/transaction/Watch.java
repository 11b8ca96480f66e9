package io.miniredis.server.transaction;

/** One client's interest in one key (watchedKey). */
final class Watch {
    final Transaction owner;
    final WatchedKey key;

    /**
     * True if the key's time had passed already, though it was not deleted yet: for the client it was not there, and
     * its deletion changes nothing.
     */
    boolean expired;

    /** Its place among the watches of its key. */
    int index;

    Watch(Transaction owner, WatchedKey key, boolean expired) {
        this.owner = owner;
        this.key = key;
        this.expired = expired;
    }

    @Override
    public String toString() {
        return "Watch[" + key + (expired ? ", expired" : "") + "]";
    }
}
