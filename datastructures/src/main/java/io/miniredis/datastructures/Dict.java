package io.miniredis.datastructures;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Redis's hash table ({@code dict.c}): chained buckets, a power of two of them, and a second table while it changes
 * size.
 *
 * <p>A table of millions of keys cannot be rehashed at once without everybody waiting. So growth only makes the second
 * table; from then on each operation moves one bucket, and lookups ask both tables until the first is empty. New
 * keys go into the second. The table grows to the next power of two when there are as many keys as slots, and shrinks,
 * when asked to ({@link #shrinkIfSparse}), once it is less than a tenth full.
 *
 * <p>Keys are bytes and come with their hash, so that one hash serves several operations. The entries are the
 * caller's objects ({@link DictEntry}). Not thread-safe.
 *
 * @param <E> what is kept per key
 */
public final class Dict<E extends DictEntry> {
    /** A rehash step gives up after this many empty buckets per bucket it was to move. */
    private static final int EMPTY_VISITS_PER_BUCKET = 10;

    private static final int MIN_FILL_PERCENT = 10;

    /** Beyond it a table grows whatever that takes: the golden ratio, as in Redis. */
    private static final double MOST_LOAD_WITHOUT_GROWTH = 1.618;

    /** Where growth is to be avoided it happens all the same when chains have this length on average. */
    private static final int FORCE_RATIO = 5;

    private DictTable main = new DictTable(DictTable.MIN_BITS);
    private @Nullable DictTable target;

    /** While rehashing: all slots of {@link #main} below this one are empty. */
    private int rehashIndex;

    private int pauses;
    private @Nullable GrowthGate gate;
    private boolean growthAvoided;

    /** The entry with this key, or null. */
    public @Nullable E find(byte[] key, int hash) {
        if (target != null) {
            step();
        }
        DictEntry entry = findIn(main, key, hash);
        if (entry == null && target != null) {
            entry = findIn(target, key, hash);
        }
        return cast(entry);
    }

    private static @Nullable DictEntry findIn(DictTable table, byte[] key, int hash) {
        DictEntry entry = table.head(hash & table.mask);
        while (entry != null && (entry.hash != hash || !Arrays.equals(entry.key, key))) {
            entry = entry.next;
        }
        return entry;
    }

    /** Adds an entry whose key is not here yet: the caller has looked. */
    public void insert(E entry) {
        if (target != null) {
            step();
        }
        if (target == null) {
            growIfFull();
        }
        DictTable table = target == null ? main : target;
        table.push(entry, entry.hash & table.mask);
    }

    /** Takes the entry with this key out and returns it, or null if there is none. */
    public @Nullable E remove(byte[] key, int hash) {
        if (target != null) {
            step();
        }
        DictTable table = main;
        DictEntry entry = findIn(main, key, hash);
        if (entry == null && target != null) {
            table = target;
            entry = findIn(target, key, hash);
        }
        if (entry != null) {
            table.unlink(entry);
        }
        return cast(entry);
    }

    /** Puts another entry for the same key in the place of one that is here. */
    public void replace(E old, E successor) {
        if (successor.hash != old.hash || !Arrays.equals(successor.key, old.key)) {
            throw new IllegalArgumentException(successor + " cannot stand for " + old);
        }
        DictTable table = target != null && findIn(main, old.key, old.hash) != old ? target : main;
        table.exchange(old, successor);
    }

    /** How many keys there are. */
    public int size() {
        return target == null ? main.size() : main.size() + target.size();
    }

    public boolean isEmpty() {
        return size() == 0;
    }

    /** Slots of both tables together. */
    public long slots() {
        return target == null ? main.slots() : (long) main.slots() + target.slots();
    }

    public boolean rehashing() {
        return target != null;
    }

    // --- Changing size

    /** From now on tables grow only in need, so that memory shared with somebody who reads it is not moved about. */
    public void avoidGrowth(boolean avoid) {
        growthAvoided = avoid;
    }

    /** Says whether a larger table would fit into memory. */
    @FunctionalInterface
    public interface GrowthGate {
        boolean allows(long moreBytes);
    }

    /** A table that is only just full stays as it is where this says that a larger one takes too much memory. */
    public void growthGate(@Nullable GrowthGate asked) {
        gate = asked;
    }

    private void growIfFull() {
        int size = main.size();
        int slots = main.slots();
        if (size >= slots && (!growthAvoided || size / slots > FORCE_RATIO) && mayGrow(size, slots)) {
            resize(size + 1L);
        }
    }

    private boolean mayGrow(int size, int slots) {
        GrowthGate asked = gate;
        return asked == null
                || size > slots * MOST_LOAD_WITHOUT_GROWTH
                || asked.allows((long) DictTable.slotsFor(size + 1L) * DictTable.POINTER_BYTES);
    }

    /** Makes room for so many keys in advance. False if nothing changes: it has room, or is changing size already. */
    public boolean expand(int entries) {
        return entries >= main.size() && resize(entries);
    }

    /** Starts to shrink to the number of keys if less than a tenth of the slots is in use; true if so. */
    public boolean shrinkIfSparse() {
        int slots = main.slots();
        boolean sparse = slots > 1 << DictTable.MIN_BITS && main.size() * 100L / slots < MIN_FILL_PERCENT;
        return sparse && resize(main.size());
    }

    private boolean resize(long entries) {
        int bits = DictTable.bitsFor(entries);
        if (target != null || main.mask == (1 << bits) - 1) {
            return false;
        }
        DictTable resized = new DictTable(bits);
        if (main.size() == 0) {
            main = resized;
        } else {
            target = resized;
            rehashIndex = 0;
        }
        return true;
    }

    private void step() {
        if (pauses == 0) {
            rehashStep(1);
        }
    }

    /**
     * Moves up to so many buckets into the new table, and passes over at most ten times as many empty ones.
     *
     * @return true if there is more to do, and neither has anybody paused it nor is there too little memory
     */
    public boolean rehashStep(int buckets) {
        DictTable into = target;
        if (into == null || pauses > 0) {
            return false;
        }
        long emptyVisits = (long) buckets * EMPTY_VISITS_PER_BUCKET;
        for (int moved = 0; moved < buckets && main.size() > 0; moved++) {
            while (main.head(rehashIndex) == null) {
                main.takeChain(rehashIndex++);
                if (--emptyVisits == 0) {
                    return true;
                }
            }
            if (!isRoomForChain(into)) {
                return false;
            }
            moveChain(into);
        }
        if (main.size() > 0) {
            return true;
        }
        main = into;
        target = null;
        return false;
    }

    /**
     * Moving must not fail halfway, for a chain in neither table would be lost: what it needs is there before it
     * begins. Without memory the keys stay where they are, which costs lookups a second table and nothing else; above
     * all it does not fail the DEL that was to make room.
     */
    private boolean isRoomForChain(DictTable into) {
        try {
            for (DictEntry entry = main.head(rehashIndex); entry != null; entry = entry.next) {
                into.prepare(entry.hash & into.mask);
            }
            return true;
        } catch (OutOfMemoryError later) {
            return false;
        }
    }

    private void moveChain(DictTable into) {
        DictEntry entry = main.takeChain(rehashIndex++);
        while (entry != null) {
            DictEntry next = entry.next;
            into.push(entry, entry.hash & into.mask);
            entry = next;
        }
    }

    /** Keeps entries where they are until {@link #resumeRehash} has been called as often. */
    public void pauseRehash() {
        pauses++;
    }

    public void resumeRehash() {
        if (pauses == 0) {
            throw new IllegalStateException("rehash is not paused");
        }
        pauses--;
    }

    /** Removes all keys, in no time: what is left is the garbage collector's. */
    public void clear() {
        main = new DictTable(DictTable.MIN_BITS);
        target = null;
    }

    // --- Visiting

    /** The table that a walk which has finished with this one goes on with; null if there is none. */
    @Nullable
    DictTable successorOf(DictTable table) {
        if (table == main) {
            return target;
        }
        return table == target ? null : main;
    }

    /** True if the table has not been replaced by a larger or smaller one. */
    boolean has(DictTable table) {
        return table == main || table == target;
    }

    DictTable firstTable() {
        return main;
    }

    /*
     * How can an iteration that remembers nothing but a number survive a table that changes size between its steps?
     *
     * Which order of buckets?  A table of 2^n slots keeps a key in the slot numbered by the last n bits of its hash. In a
     * table of 2^(n+1) slots that bucket's keys are spread over two: the same n bits, with a 0 or a 1 in front.
     * The cursor therefore counts from the front: its bits are reversed, 1 is added, and they are reversed again. For 8
     * slots that is 000 100 010 110 001 101 011 111. Slots that differ in the front bits alone follow each other.
     *
     * What if the table has grown?  Cursor 110 of 8 slots means: all hashes that end in 000, 100 and 010 are done. With
     * 16 slots these are 0000 1000 0100 1100 0010 1010, exactly those that the longer count has behind it at 0110. The
     * new table goes on at 0110; nothing is missing and nothing comes twice.
     *
     * What if it has shrunk?  Cursor 1110 of 16 slots means that 0110 is done and 1110 is not. With 8 slots
     * both are bucket 110, which is visited: what was in 0110 comes a second time.
     *
     * And while there are two tables?  The step visits the cursor's bucket in the smaller table, and in the larger
     * one all the buckets that the smaller one's is spread over. A key that moves meanwhile moves within
     * that set, so it is seen wherever it stands.
     *
     * The limits: keys may come twice. A key that was here only for a part of the iteration may come or not. And a step
     * cannot stop within a bucket, nor within the buckets that belong to it in a table much larger.
     *
     * The idea is Pieter Noordhuis's, in dictScan of Redis's dict.c.
     */

    /**
     * One step of an iteration that may be interrupted for as long as one likes, while keys come and go: visits a
     * bucket or a few.
     *
     * <p>Every key that is here from the first step to the last is visited at least once. The visitor may remove
     * entries.
     *
     * @param cursor 0 to begin, then the number that the step before returned
     * @return the cursor of the next step, 0 when the iteration is complete
     */
    public long scan(long cursor, Consumer<? super E> visitor) {
        if (isEmpty()) {
            return 0;
        }
        pauseRehash();
        try {
            return target == null ? scanOne(main, cursor, visitor) : scanBoth(main, target, cursor, visitor);
        } finally {
            resumeRehash();
        }
    }

    private long scanOne(DictTable table, long cursor, Consumer<? super E> visitor) {
        long next = following(cursor, table.mask);
        visitChain(table, (int) cursor & table.mask, visitor);
        return next;
    }

    private long scanBoth(DictTable one, DictTable other, long cursor, Consumer<? super E> visitor) {
        DictTable small = one.mask <= other.mask ? one : other;
        DictTable large = one.mask <= other.mask ? other : one;
        visitChain(small, (int) cursor & small.mask, visitor);
        long next = cursor;
        do {
            visitChain(large, (int) next & large.mask, visitor);
            next = following(next, large.mask);
        } while ((next & (small.mask ^ large.mask)) != 0);
        return next;
    }

    /** The next cursor: the bits under the mask counted up by one from the highest of them down. */
    private static long following(long cursor, int mask) {
        return Long.reverse(Long.reverse(cursor | ~(long) mask) + 1);
    }

    private void visitChain(DictTable table, int slot, Consumer<? super E> visitor) {
        DictEntry entry = table.head(slot);
        while (entry != null) {
            DictEntry next = entry.next;
            visitor.accept(known(entry));
            entry = next;
        }
    }

    /** Visits all entries, each once. The visitor must not add or remove any; it may look keys up. */
    public void forEach(Consumer<? super E> visitor) {
        pauseRehash();
        try {
            visitAll(main, visitor);
            if (target != null) {
                visitAll(target, visitor);
            }
        } finally {
            resumeRehash();
        }
    }

    private void visitAll(DictTable table, Consumer<? super E> visitor) {
        int mask = table.mask;
        for (int slot = 0; slot <= mask; slot++) {
            visitChain(table, slot, visitor);
        }
    }

    // --- Choosing at random

    /**
     * A random entry of a random bucket, null if the dict is empty ({@code dictGetRandomKey}). Quick, but a key alone
     * in its bucket comes more often than one of several; the emptier the table the longer it takes.
     */
    public @Nullable E randomEntry(RandomSource random) {
        if (isEmpty()) {
            return null;
        }
        if (target != null) {
            step();
        }
        DictEntry head = null;
        while (head == null) {
            head = target == null ? main.head(random.nextInt(main.slots())) : randomHead(main, target, random);
        }
        return known(nth(head, random.nextInt(chainLength(head))));
    }

    private @Nullable DictEntry randomHead(DictTable from, DictTable into, RandomSource random) {
        long slot = rehashIndex + random.nextLong(from.slots() - rehashIndex + (long) into.slots());
        return slot < from.slots() ? from.head((int) slot) : into.head((int) (slot - from.slots()));
    }

    private static int chainLength(DictEntry head) {
        int length = 0;
        for (DictEntry entry = head; entry != null; entry = entry.next) {
            length++;
        }
        return length;
    }

    private static DictEntry nth(DictEntry head, int index) {
        DictEntry entry = head;
        for (int i = 0; i < index && entry.next != null; i++) {
            entry = entry.next;
        }
        return entry;
    }

    /**
     * A random entry, null if the dict is empty ({@code dictGetFairRandomKey}). Takes one of some 15 that stand next to
     * each other, so that the length of its own chain matters less.
     */
    public @Nullable E fairRandomEntry(RandomSource random) {
        return DictSampling.fairEntry(this, random);
    }

    /**
     * Puts up to {@code count} entries from a random place of the table into the array ({@code dictGetSomeKeys}): far
     * quicker than choosing each, but they are neighbours. For eviction, which only needs some.
     *
     * @return how many: fewer than asked for if the dict is small or the search met too many empty buckets, even none
     */
    public int sample(E[] into, int count, RandomSource random) {
        for (int i = 0; i < count && target != null; i++) {
            step();
        }
        return new DictSampling(main, target, rehashIndex, random).fill(into, Math.min(count, size()));
    }

    // --- For people

    /** Bytes of heap, estimated, of the tables: without the entries. */
    public long tableBytes() {
        return main.sizeBytes() + (target == null ? 0 : target.sizeBytes());
    }

    /** The text of DEBUG HTSTATS. {@code full} adds the distribution of chain lengths, for which it visits all keys. */
    public String stats(boolean full) {
        String text = DictReport.stats(main, 0, full);
        return target == null ? text : text + DictReport.stats(target, 1, full);
    }

    /** The buckets and their chains, one bucket per line, the first 64 that are not empty. */
    public String dump() {
        String text = toString() + "\n" + DictReport.buckets(main);
        return target == null ? text : text + "rehashing into\n" + DictReport.buckets(target);
    }

    @Override
    public String toString() {
        String text = "Dict[" + size() + " keys, " + main.slots() + " slots";
        return target == null ? text + "]" : text + ", rehashing into " + target.slots() + " at " + rehashIndex + "]";
    }

    @SuppressWarnings("unchecked") // only entries of type E are ever inserted
    private @Nullable E cast(@Nullable DictEntry entry) {
        return (E) entry;
    }

    @SuppressWarnings("unchecked") // only entries of type E are ever inserted
    private E known(DictEntry entry) {
        return (E) entry;
    }
}
