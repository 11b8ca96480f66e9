package io.miniredis.datastructures;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a {@link Dict} bucket by bucket while it changes, for those who know an entry that they have met before:
 *
 * <pre>
 *   for (int count = walk.next(64); count != DictWalk.END; count = walk.next(64)) {
 *       for (int i = 0; i &lt; count; i++) {
 *           ... walk.entry(i) ...
 *       }
 *   }
 * </pre>
 *
 * <p>Every entry that is in the dict from the beginning to the end is met, perhaps more than once. Why? A rehash moves
 * entries from a table to its successor and never back. The walk takes the slots of a table in ascending order and then
 * those of its successor, if there is one by then. So what it has not met stands in a slot of this table that is still
 * to come, or in a successor.
 *
 * <p>Why not {@link Dict#scan}? Its order, bits reversed, jumps about in the table, and reads entry after entry. In
 * millions of keys each entry is a miss in all caches, some 100 ns. Here a step reads all its entries first: reads that
 * do not depend on each other overlap.
 */
public final class DictWalk<E extends DictEntry> {
    /** The answer of {@link #next} when there are no more entries. */
    public static final int END = -1;

    private final Dict<E> dict;
    private @Nullable DictTable table;
    private int slot;
    private @Nullable DictEntry[] found = new DictEntry[64];
    private int count;

    /** What was read ahead, so that nobody may leave the reading out. */
    private int touched;

    DictWalk(Dict<E> dict) {
        this.dict = dict;
        this.table = dict.firstTable();
    }

    /**
     * Goes on.
     *
     * @param slots how many buckets to look into
     * @return how many entries are in them, {@link #entry} 0 to the number - 1, or {@link #END}
     */
    public int next(int slots) {
        Arrays.fill(found, 0, count, null);
        count = 0;
        DictTable walked = table;
        if (walked == null) {
            return END;
        }
        if (dict.has(walked)) {
            gather(walked, slots);
        } else {
            slot = walked.slots();
        }
        if (slot == walked.slots()) {
            table = dict.successorOf(walked);
            slot = 0;
        }
        return count;
    }

    private void gather(DictTable walked, int slots) {
        slot = walked.skipMissing(slot);
        int end = Math.min(walked.slots() - slot, slots) + slot;
        while (slot < end) {
            DictEntry head = walked.head(slot++);
            if (head != null) {
                add(head);
            }
        }
        for (int from = 0; from < count; ) {
            int to = count;
            touch(from, to);
            for (int i = from; i < to; i++) {
                DictEntry next = known(i).next;
                if (next != null) {
                    add(next);
                }
            }
            from = to;
        }
    }

    private void touch(int from, int to) {
        int sum = touched;
        for (int i = from; i < to; i++) {
            sum += known(i).hash;
        }
        touched = sum;
    }

    private void add(DictEntry entry) {
        if (count == found.length) {
            found = Arrays.copyOf(found, 2 * count);
        }
        found[count++] = entry;
    }

    private DictEntry known(int index) {
        DictEntry entry = found[index];
        if (entry == null) {
            throw new IndexOutOfBoundsException(index + " of " + count);
        }
        return entry;
    }

    /** One of the entries that {@link #next} has come upon. */
    @SuppressWarnings("unchecked") // only entries of type E are ever inserted
    public E entry(int index) {
        return (E) known(index);
    }

    @Override
    public String toString() {
        DictTable walked = table;
        return walked == null ? "DictWalk[ended]" : "DictWalk[slot " + slot + " of " + walked.slots() + "]";
    }
}
