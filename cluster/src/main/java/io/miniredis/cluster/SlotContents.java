package io.miniredis.cluster;

/** What this node holds of each hash slot: keys, and channels that clients have subscribed to. */
public interface SlotContents {
    /** How many keys of the slot there are. */
    int keys(int slot);

    /** How many keys there are in all. */
    long keys();

    /** Deletes the slot's keys: they are another node's now. */
    void deleteKeys(int slot);

    /** Deletes all keys. */
    void deleteAllKeys();

    /** Ends the subscriptions to the slot's shard channels: they are another node's now. */
    void unsubscribeChannels(int slot);
}
