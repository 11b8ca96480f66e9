package io.miniredis.datastructures;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The hash table inside big sets, hashes and sorted sets: what {@link Dict} is to keys, without an object per element.
 *
 * <p>An element is a {@code byte[]} and has a slot number by which it is known as long as it stays. A chain of a bucket
 * goes from slot to slot; the links are numbers.
 *
 * <pre>
 *   heads by bucket        elements and links by slot
 *
 *   0 [ tag|  1 ]----.      slot    element   link
 *   1 [   0     ]    '-->    0     "apple"   [ tag|  3 ]---.
 *   2 [ tag|  2 ]------->    1     "plum"    [   0     ]   |
 *   3 [   0     ]            2     "pear"    [   0     ] &lt;-'     a link counts slots from 1, for 0 is the end
 *                            3     null      (the next free slot)
 * </pre>
 *
 * <p>The tag is the rest of the hash of the element that the link leads to ({@link CompactTable}). So a search compares
 * hashes without a look at the elements, and a rehash knows them all; hashes take no memory of their own. An element
 * of 13 bytes costs 32 B, and beyond it 4 B for the reference, 4 B for the link and 2 to 8 B for the bucket, where an
 * entry object would have 24 B and more.
 *
 * <p>As in a {@link Dict} a change of size happens bucket by bucket, one with every operation. It has no pauses for
 * other reasons either: all arrays are in pieces. Freed slots are used again, and once more than half of them are free
 * each removal moves the last two elements into holes, so that memory comes back. Then an element changes its slot
 * number: {@link #moved} tells a subclass that keeps more per slot in arrays of its own ({@link #roomChanged} how long
 * they must be).
 *
 * <p>A subclass may keep more than the key in an element, and says then where the key is ({@link #hashOf},
 * {@link #hasKey}). Not thread-safe.
 */
public class CompactDict {
    /** What {@link #find} returns for a key that is not here. */
    public static final int NONE = -1;

    private static final int EMPTY_VISITS_PER_STEP = 16;
    /** With fewer the share of free slots would grow on. */
    private static final int MOVES_PER_REMOVAL = 2;

    private static final int SHRINK_SHARE_BITS = 3;
    private static final int OBJECT_BYTES = 40;

    private final SipHash sip;
    private final CompactSlots slots = new CompactSlots();
    private CompactTable main = new CompactTable(CompactTable.MIN_SLOT_BITS);
    private @Nullable CompactTable target;

    /** While rehashing: all buckets of {@link #main} below this one are empty. */
    private int rehashIndex;

    private boolean scanning;
    private long elementBytes;

    /** Who has to know what a slot held before it changes; null nearly always. */
    private @Nullable TableFreeze freeze;

    public CompactDict(SipHash sip) {
        this.sip = sip;
    }

    /** The function that the keys' hashes are made with. */
    public final SipHash hash() {
        return sip;
    }

    // --- What a subclass may do differently

    /** The hash of an element's key, as {@link #hash} gives it. */
    protected int hashOf(byte[] element) {
        return hash(element);
    }

    /** True if the element has this key. */
    protected boolean hasKey(byte[] element, byte[] key) {
        return Arrays.equals(element, key);
    }

    /** An element has another slot number now. {@code to} is less than {@code from}, which is free. */
    protected void moved(int from, int to) {}

    /** From now on slot numbers are below {@code room}. Called before a slot above the former room is used. */
    protected void roomChanged(int room) {}

    /** What belongs to an element beyond its bytes: a score, a time to live. */
    protected long numberOf(int slot) {
        return 0;
    }

    /** The element as one that is never changed. */
    protected byte[] frozenElement(int slot) {
        return slots.element(slot);
    }

    // --- Elements

    /** The hash of a key: 31 bits. */
    public final int hash(byte[] key) {
        return sip.hash(key) & CompactTable.HASH_MASK;
    }

    /** The slot of the element with this key, or {@link #NONE}. */
    public final int find(byte[] key) {
        return find(key, hash(key));
    }

    /** {@link #find(byte[])} for those who have the hash already. */
    public final int find(byte[] key, int hash) {
        CompactTable into = target;
        if (into == null) {
            return findIn(main, key, hash);
        }
        step();
        int slot = findIn(main, key, hash);
        return slot == NONE ? findIn(into, key, hash) : slot;
    }

    private int findIn(CompactTable table, byte[] key, int hash) {
        int tag = table.tag(hash);
        int link = table.head(hash & table.mask);
        while (link != 0) {
            int slot = table.slotOf(link);
            if (link >>> table.slotBits == tag && hasKey(slots.element(slot), key)) {
                return slot;
            }
            link = slots.link(slot);
        }
        return NONE;
    }

    /** Adds an element whose key is not here yet: the caller has looked. The array is given away. Returns its slot. */
    public final int insert(byte[] element) {
        return insert(element, hashOf(element));
    }

    /** {@link #insert(byte[])} for those who have the hash already. */
    public final int insert(byte[] element, int hash) {
        if (target != null) {
            step();
        }
        int roomBefore = slots.room();
        slots.prepare();
        if (slots.room() != roomBefore) {
            roomChanged(slots.room());
        }
        CompactTable table = tableForNext();
        int bucket = hash & table.mask;
        table.prepare(bucket);
        int slot = slots.take(element);
        elementBytes += Values.arrayBytes(element.length);
        slots.link(slot, table.head(bucket));
        table.head(bucket, table.link(hash, slot));
        if (freeze != null) {
            freeze.taken(slot);
        }
        return slot;
    }

    /** The table for a new element, which has links to one slot more than are in use. */
    private CompactTable tableForNext() {
        CompactTable table = target == null ? main : target;
        if (slots.limit() < table.capacity()) {
            return table;
        }
        finishRehash();
        if (slots.limit() >= main.capacity()) {
            resize(CompactTable.slotBitsFor(slots.limit() + 1));
        }
        return target == null ? main : target;
    }

    /** Removes the element in a slot. Elements may be {@link #moved}, two at most. */
    public final void remove(int slot) {
        remove(slot, hashOf(slots.element(slot)));
    }

    /** {@link #remove(int)} for those who have the hash already. */
    public final void remove(int slot, int hash) {
        changing(slot);
        if (target != null) {
            step();
        }
        relink(slot, hash, NONE);
        elementBytes -= Values.arrayBytes(slots.element(slot).length);
        slots.release(slot);
        for (int i = 0; i < MOVES_PER_REMOVAL && slots.sparse() && slots.retreat(); i++) {
            moveLast();
        }
        shrinkIfSparse();
    }

    private void moveLast() {
        int from = slots.limit() - 1;
        int hash = hashOf(slots.element(from));
        changing(from);
        int to = slots.moveLast();
        if (freeze != null) {
            freeze.taken(to);
        }
        relink(from, hash, to);
        moved(from, to);
    }

    /** Puts another element with the same key into a slot. */
    public final void replace(int slot, byte[] element) {
        changing(slot);
        elementBytes += Values.arrayBytes(element.length) - Values.arrayBytes(slots.element(slot).length);
        slots.element(slot, element);
    }

    /** Lets the chain lead to another slot instead, or past it with {@link #NONE}. */
    private void relink(int slot, int hash, int to) {
        if (!relinkIn(main, slot, hash, to) && (target == null || !relinkIn(target, slot, hash, to))) {
            throw new IllegalStateException("no chain leads to slot " + slot);
        }
    }

    private boolean relinkIn(CompactTable table, int slot, int hash, int to) {
        int bucket = hash & table.mask;
        int before = NONE;
        int link = table.head(bucket);
        while (link != 0 && table.slotOf(link) != slot) {
            before = table.slotOf(link);
            link = slots.link(before);
        }
        if (link == 0) {
            return false;
        }
        int successor = to == NONE ? slots.link(slot) : table.link(hash, to);
        if (before == NONE) {
            table.head(bucket, successor);
        } else {
            slots.link(before, successor);
        }
        return true;
    }

    /** To be called before an element or its {@link #numberOf number} changes. */
    protected final void changing(int slot) {
        if (freeze != null) {
            freeze.changing(slot);
        }
    }

    /** From now on this is told what slots held before they change; null to end that. */
    final void freeze(@Nullable TableFreeze one) {
        freeze = one;
    }

    @Nullable
    final TableFreeze freeze() {
        return freeze;
    }

    /** The element in a slot that is in use: itself, not a copy. */
    public final byte[] element(int slot) {
        return slots.element(slot);
    }

    public final int size() {
        return slots.size();
    }

    public final boolean isEmpty() {
        return slots.size() == 0;
    }

    // --- Changing size

    /** Room for so many elements in all, for those who know that they come. */
    public final void expand(int elements) {
        int bits = CompactTable.slotBitsFor(elements);
        if (bits > main.slotBits && target == null) {
            resize(bits);
        }
        slots.reserve(elements);
        roomChanged(slots.room());
    }

    private void shrinkIfSparse() {
        if (slots.trim()) {
            roomChanged(slots.room());
        }
        int limit = slots.limit();
        if (target == null && limit < main.capacity() >>> SHRINK_SHARE_BITS) {
            int bits = CompactTable.slotBitsFor(limit << 1);
            if (bits < main.slotBits) {
                resize(bits);
            }
        }
    }

    private void resize(int slotBits) {
        CompactTable resized = new CompactTable(slotBits);
        if (slots.size() == 0) {
            main = resized;
        } else {
            target = resized;
            rehashIndex = 0;
        }
    }

    private void finishRehash() {
        while (target != null) {
            rehashStep(target, main.buckets());
        }
    }

    private void step() {
        CompactTable into = target;
        if (into != null && !scanning) {
            rehashStep(into, EMPTY_VISITS_PER_STEP);
        }
    }

    /** Moves one bucket into the other table, or passes over some that are empty. */
    private void rehashStep(CompactTable into, int emptyVisits) {
        int end = (int) Math.min(main.buckets(), (long) rehashIndex + emptyVisits);
        while (rehashIndex < end && main.head(rehashIndex) == 0) {
            main.empty(rehashIndex++);
        }
        if (rehashIndex < end) {
            moveChain(into, rehashIndex);
            rehashIndex++;
        }
        if (rehashIndex == main.buckets()) {
            main = into;
            target = null;
        }
    }

    private void moveChain(CompactTable into, int bucket) {
        // All the memory first: a chain that is moved by half would be lost.
        for (int link = main.head(bucket); link != 0; link = slots.link(main.slotOf(link))) {
            into.prepare(main.hashOf(link, bucket) & into.mask);
        }
        int link = main.head(bucket);
        main.empty(bucket);
        while (link != 0) {
            int slot = main.slotOf(link);
            int hash = main.hashOf(link, bucket);
            link = slots.link(slot);
            slots.link(slot, into.head(hash & into.mask));
            into.head(hash & into.mask, into.link(hash, slot));
        }
    }

    // --- Visiting

    /** All slots in use are below this one. */
    public final int slotLimit() {
        return slots.limit();
    }

    final byte @Nullable [] elementOrNull(int slot) {
        return slots.elementOrNull(slot);
    }

    public final boolean isUsed(int slot) {
        return slots.elementOrNull(slot) != null;
    }

    /** The first slot in use behind this one ({@link #NONE} to begin); {@link #NONE} at the end. Not during changes. */
    public final int nextSlot(int slot) {
        int limit = slots.limit();
        for (int next = slot + 1; next < limit; next++) {
            if (slots.elementOrNull(next) != null) {
                return next;
            }
        }
        return NONE;
    }

    /** The slot of a random element, all equally likely; {@link #NONE} if there is none. */
    public final int randomSlot(RandomSource random) {
        int limit = slots.limit();
        if (slots.size() == 0) {
            return NONE;
        }
        if (target != null) {
            step();
        }
        // At least about half of the slots are in use: two tries on average at most.
        int slot = random.nextInt(limit);
        while (slots.elementOrNull(slot) == null) {
            slot = random.nextInt(limit);
        }
        return slot;
    }

    /**
     * One step of an iteration that may be interrupted for as long as one likes: the same as {@link Dict#scan}, where
     * it is explained, with the same guarantees. An element that gets another slot stays in its bucket, so that it is
     * missed no more than another.
     *
     * @param cursor 0 to begin, then the number that the step before returned
     * @param visitor gets slots in use; it may look elements up but not add or remove any
     * @return the cursor of the next step, 0 when the iteration is complete
     */
    public final long scan(long cursor, IntConsumer visitor) {
        if (isEmpty()) {
            return 0;
        }
        boolean outermost = !scanning;
        scanning = true;
        try {
            CompactTable other = target;
            if (other == null) {
                visitChain(main, (int) cursor & main.mask, visitor);
                return following(cursor, main.mask);
            }
            return main.mask <= other.mask
                    ? scanBoth(main, other, cursor, visitor)
                    : scanBoth(other, main, cursor, visitor);
        } finally {
            scanning = !outermost;
        }
    }

    private long scanBoth(CompactTable small, CompactTable large, long cursor, IntConsumer visitor) {
        visitChain(small, (int) cursor & small.mask, visitor);
        long next = cursor;
        do {
            visitChain(large, (int) next & large.mask, visitor);
            next = following(next, large.mask);
        } while ((next & (small.mask ^ large.mask)) != 0);
        return next;
    }

    private static long following(long cursor, int mask) {
        return Long.reverse(Long.reverse(cursor | ~(long) mask) + 1);
    }

    private void visitChain(CompactTable table, int bucket, IntConsumer visitor) {
        int link = table.head(bucket);
        while (link != 0) {
            int slot = table.slotOf(link);
            visitor.accept(slot);
            link = slots.link(slot);
        }
    }

    // --- For people

    /**
     * Bytes of heap, estimated, without the elements; while the table changes its size, as when that is done: looking
     * something up, which goes on with the change, changes nothing here.
     */
    public final long tableBytes() {
        CompactTable into = target;
        return OBJECT_BYTES + slots.sizeBytes() + (into == null ? main : into).sizeBytes();
    }

    /** Bytes of heap of all elements. */
    public final long elementBytes() {
        return elementBytes;
    }

    /** Buckets of both tables together. */
    public final long buckets() {
        return target == null ? main.buckets() : (long) main.buckets() + target.buckets();
    }

    public final boolean rehashing() {
        return target != null;
    }

    /** The text of DEBUG HTSTATS-KEY; {@code full} adds the distribution of chain lengths. */
    public final String stats(boolean full) {
        CompactTable into = target;
        if (into == null) {
            return DictReport.stats(0, main.buckets(), size(), bucket -> chainLength(main, bucket), full);
        }
        int moved = elementsIn(into);
        return DictReport.stats(0, main.buckets(), size() - moved, bucket -> chainLength(main, bucket), full)
                + DictReport.stats(1, into.buckets(), moved, bucket -> chainLength(into, bucket), full);
    }

    private int elementsIn(CompactTable table) {
        int elements = 0;
        for (int bucket = 0; bucket <= table.mask; bucket++) {
            elements += chainLength(table, bucket);
        }
        return elements;
    }

    private int chainLength(CompactTable table, int bucket) {
        int length = 0;
        for (int link = table.head(bucket); link != 0; link = slots.link(table.slotOf(link))) {
            length++;
        }
        return length;
    }

    /** The buckets and their chains, one bucket per line, the first 64 that are not empty. */
    public final String dump() {
        StringBuilder out = new StringBuilder(describe()).append('\n');
        dump(main, out);
        if (target != null) {
            out.append("rehashing into\n");
            dump(target, out);
        }
        return out.toString();
    }

    private void dump(CompactTable table, StringBuilder out) {
        int lines = 0;
        for (int bucket = 0; bucket <= table.mask && lines < 64; bucket++) {
            int link = table.head(bucket);
            if (link == 0) {
                continue;
            }
            lines++;
            out.append(bucket).append(':');
            for (; link != 0; link = slots.link(table.slotOf(link))) {
                int slot = table.slotOf(link);
                out.append(" #").append(slot).append(' ').append(Ascii.quote(slots.element(slot), 40));
            }
            out.append('\n');
        }
    }

    private String describe() {
        String text = size() + " elements, " + slots.limit() + " slots, " + main.buckets() + " buckets";
        return target == null ? text : text + ", rehashing into " + target.buckets() + " at " + rehashIndex;
    }

    @Override
    public String toString() {
        return "CompactDict[" + describe() + "]";
    }
}
