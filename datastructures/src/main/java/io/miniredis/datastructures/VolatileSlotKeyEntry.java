package io.miniredis.datastructures;

import org.jspecify.annotations.Nullable;

/** A key that expires in the {@link Keyspace} of a cluster's node, see {@link SlotIndex}. */
final class VolatileSlotKeyEntry extends VolatileKeyEntry implements SlotIndex.Member {
    private @Nullable KeyEntry nextInSlot;
    private @Nullable KeyEntry previousInSlot;

    VolatileSlotKeyEntry(byte[] key, int hash, Object value, int lru, int epoch, long expireAtMillis) {
        super(key, hash, value, lru, epoch, expireAtMillis);
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
