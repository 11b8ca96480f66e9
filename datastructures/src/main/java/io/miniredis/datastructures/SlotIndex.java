package io.miniredis.datastructures;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which keys each hash slot has, for the {@link Keyspace} of a cluster's node (cluster.c, slots-to-keys).
 *
 * <pre>
 *   slot 866   first --> "hello" <--> "{hello}2" --> null      count 2
 *   slot 867   first --> null                                  count 0
 * </pre>
 *
 * <p>The keys of a slot are a list that runs through the entries themselves, the newest first, as in Redis: adding,
 * removing and counting take constant time, listing as many steps as there are keys asked for, and no table ever has to
 * be copied. A key pays two links, 8 bytes with compressed pointers; that is why such a keyspace has entries of its
 * own, {@link SlotKeyEntry} and {@link VolatileSlotKeyEntry}, and others do not pay.
 */
public final class SlotIndex {
    /** Two links. */
    static final int ADDITIONAL_BYTES = 8;

    private final int slotCount;
    private final SlotOfKey slotOfKey;
    private @Nullable KeyEntry[] firsts = new KeyEntry[0];
    private int[] counts = new int[0];

    /** To which slot a key belongs. */
    public interface SlotOfKey {
        /** 0 to the number of slots - 1, for the same key always the same. */
        int slot(byte[] key);
    }

    /** What an entry of a keyspace with this index has: its neighbours among the keys of its slot. */
    interface Member {
        @Nullable
        KeyEntry nextInSlot();

        void nextInSlot(@Nullable KeyEntry entry);

        /** Null for the first. */
        @Nullable
        KeyEntry previousInSlot();

        void previousInSlot(@Nullable KeyEntry entry);
    }

    public SlotIndex(int slotCount, SlotOfKey slotOfKey) {
        this.slotCount = slotCount;
        this.slotOfKey = slotOfKey;
    }

    /** How many keys a slot has. */
    public int count(int slot) {
        return counts.length == 0 ? 0 : counts[slot];
    }

    /** The key of a slot that came last; null if there is none. */
    public @Nullable KeyEntry first(int slot) {
        return firsts.length == 0 ? null : firsts[slot];
    }

    /** Visits keys of a slot, those first that came last; the visitor must not add or remove any. */
    public void forEach(int slot, int most, Consumer<? super KeyEntry> visitor) {
        KeyEntry entry = first(slot);
        for (int i = 0; i < most && entry != null; i++) {
            visitor.accept(entry);
            entry = member(entry).nextInSlot();
        }
    }

    /** Makes sure that the next {@link #add} needs no memory and cannot fail. A keyspace without keys needs none. */
    void makeRoom() {
        if (firsts.length == 0) {
            int[] newCounts = new int[slotCount];
            firsts = new KeyEntry[slotCount];
            counts = newCounts;
        }
    }

    void add(KeyEntry entry) {
        int slot = slotOfKey.slot(entry.key);
        KeyEntry second = firsts[slot];
        member(entry).nextInSlot(second);
        if (second != null) {
            member(second).previousInSlot(entry);
        }
        firsts[slot] = entry;
        counts[slot]++;
    }

    void remove(KeyEntry entry) {
        int slot = slotOfKey.slot(entry.key);
        Member leaving = member(entry);
        join(slot, leaving.previousInSlot(), leaving.nextInSlot());
        leaving.nextInSlot(null);
        leaving.previousInSlot(null);
        counts[slot]--;
    }

    /** Another entry stands for the same key from now on. */
    void exchange(KeyEntry entry, KeyEntry successor) {
        Member leaving = member(entry);
        int slot = leaving.previousInSlot() == null ? slotOfKey.slot(entry.key) : 0;
        join(slot, leaving.previousInSlot(), successor);
        join(slot, successor, leaving.nextInSlot());
        leaving.nextInSlot(null);
        leaving.previousInSlot(null);
    }

    /** @param slot matters only if there is no previous entry */
    private void join(int slot, @Nullable KeyEntry previous, @Nullable KeyEntry next) {
        if (previous == null) {
            firsts[slot] = next;
        } else {
            member(previous).nextInSlot(next);
        }
        if (next != null) {
            member(next).previousInSlot(previous);
        }
    }

    private static Member member(KeyEntry entry) {
        return (Member) entry;
    }

    void clear() {
        firsts = new KeyEntry[0];
        counts = new int[0];
    }

    /** Bytes of heap of the tables; the links are the entries' own. */
    long tableBytes() {
        return 8L * firsts.length;
    }

    /** Says what is wrong with the links and counts; null if nothing is. Takes time with the number of keys. */
    public @Nullable String flaw() {
        for (int slot = 0; slot < counts.length; slot++) {
            int seen = 0;
            KeyEntry before = null;
            for (KeyEntry entry = firsts[slot];
                    entry != null;
                    entry = member(entry).nextInSlot()) {
                if (member(entry).previousInSlot() != before) {
                    return "slot " + slot + ": the link back from " + entry + " leads elsewhere";
                }
                if (slotOfKey.slot(entry.key) != slot) {
                    return "slot " + slot + " has a key of another slot: " + entry;
                }
                before = entry;
                seen++;
            }
            if (seen != counts[slot]) {
                return "slot " + slot + " has " + seen + " keys, but counts " + counts[slot];
            }
        }
        return null;
    }

    @Override
    public String toString() {
        int used = 0;
        long keys = 0;
        for (int count : counts) {
            used += count > 0 ? 1 : 0;
            keys += count;
        }
        return "SlotIndex[" + keys + " keys in " + used + " of " + slotCount + " slots]";
    }
}
