package io.miniredis.datastructures;

import org.jspecify.annotations.Nullable;

/**
 * Some entries from a random place of a {@link Dict} ({@code dictGetSomeKeys} of Redis's {@code dict.c}): walks along
 * the buckets, in both tables at once, jumps elsewhere after a long run of empty ones, and gives up after ten times as
 * many buckets as entries are wanted.
 */
final class DictSampling {
    private static final int FAIR_CHOICE = 15;
    private static final int STEPS_PER_ENTRY = 10;
    private static final int MIN_EMPTY_RUN = 5;

    private final DictTable main;
    private final @Nullable DictTable target;
    private final int rehashIndex;
    private final RandomSource random;
    private final int mask;

    private int slot;
    private int emptyRun;
    private int found;

    DictSampling(DictTable main, @Nullable DictTable target, int rehashIndex, RandomSource random) {
        this.main = main;
        this.target = target;
        this.rehashIndex = rehashIndex;
        this.random = random;
        mask = target == null ? main.mask : Math.max(main.mask, target.mask);
    }

    /** One of some 15 neighbours; null only if the dict is empty. */
    static <E extends DictEntry> @Nullable E fairEntry(Dict<E> dict, RandomSource random) {
        @SuppressWarnings("unchecked") // the array never leaves this method, and only E is read from it
        E[] neighbours = (E[]) new DictEntry[FAIR_CHOICE];
        int count = dict.sample(neighbours, FAIR_CHOICE, random);
        return count == 0 ? dict.randomEntry(random) : neighbours[random.nextInt(count)];
    }

    /** Fills the array's first places and returns how many. {@code count} is at most the number of keys. */
    int fill(DictEntry[] into, int count) {
        jump();
        long steps = (long) count * STEPS_PER_ENTRY;
        while (found < count && steps-- > 0) {
            visitSlot(into, count);
            slot = (slot + 1) & mask;
        }
        return Math.min(found, count);
    }

    private void visitSlot(DictEntry[] into, int count) {
        DictTable second = target;
        if (second == null) {
            visitBucket(main, into, count);
            return;
        }
        if (slot < rehashIndex && slot >= second.slots()) {
            // Shrinking: up to here the old table is empty already and the new one has no such slots.
            slot = rehashIndex;
        }
        if (slot >= rehashIndex && slot < main.slots()) {
            visitBucket(main, into, count);
        }
        if (slot < second.slots() && found < count) {
            visitBucket(second, into, count);
        }
    }

    private void visitBucket(DictTable table, DictEntry[] into, int count) {
        DictEntry entry = table.head(slot);
        if (entry == null) {
            emptyRun++;
            if (emptyRun >= MIN_EMPTY_RUN && emptyRun > count) {
                jump();
            }
            return;
        }
        emptyRun = 0;
        for (; entry != null; entry = entry.next) {
            take(entry, into, count);
        }
    }

    /** Reservoir sampling: the entries at the end of a long chain get their chance although the array is full. */
    private void take(DictEntry entry, DictEntry[] into, int count) {
        if (found < count) {
            into[found] = entry;
        } else {
            int place = random.nextInt(found + 1);
            if (place < count) {
                into[place] = entry;
            }
        }
        found++;
    }

    private void jump() {
        slot = random.nextInt(mask + 1);
        emptyRun = 0;
    }
}
