package io.miniredis.datastructures;

import org.jspecify.annotations.Nullable;

/**
 * A key in the {@link Keyspace} of a cluster's node: it knows its neighbours in its slot, see {@link SlotIndex}.
 *
 * <p>The links are written down again in {@link VolatileSlotKeyEntry}: a class has one superclass, and an object for
 * both links would take 24 bytes more of each key.
 */
final class SlotKeyEntry extends KeyEntry implements SlotIndex.Member {
    private @Nullable KeyEntry nextInSlot;
    private @Nullable KeyEntry previousInSlot;

    SlotKeyEntry(byte[] key, int hash, Object value, int lru, int epoch) {
        super(key, hash, value, lru, epoch);
    }

    @Override
    public @Nullable KeyEntry nextInSlot() {
        return nextInSlot;
    }

    @Override
    public void nextInSlot(@Nullable KeyEntry entry) {
        nextInSlot = entry;
    }

    @Override
    public @Nullable KeyEntry previousInSlot() {
        return previousInSlot;
    }

    @Override
    public void previousInSlot(@Nullable KeyEntry entry) {
        previousInSlot = entry;
    }

    @Override
    public long sizeBytes() {
        return super.sizeBytes() + SlotIndex.ADDITIONAL_BYTES;
    }
}
