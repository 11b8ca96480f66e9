package io.miniredis.datastructures;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The content of a big set, hash or sorted set at one moment, handed out piece by piece while the table goes on
 * changing.
 *
 * <p>How, without a copy of a million elements at once? The slots that were there at the beginning are handed out in
 * ascending order. Before an element in a slot whose turn is still to come is changed, removed or moved, the table
 * calls {@link #changing}, and the element is put aside as it is, once; the walk passes its slot over. A slot that was
 * free at the beginning and is filled since is passed over too. So each element of the beginning comes exactly once,
 * with its score or time to live of the beginning, from the walk or from what was put aside.
 *
 * <pre>
 *   slots        0   1   2   3   4   5   6   7
 *                a   b   c   d   .   f   g   h        at the beginning
 *                a   b | c   D   n   f   .   h   x    after the walk passed b: d changed, n and x are new, g is gone
 *   put aside              d             g
 *   passed over            3   4         6
 * </pre>
 *
 * <p>The elements come in no particular order. What is put aside is as much as was changed. Belongs to the main thread;
 * the pieces may be given to any other.
 */
public final class TableFreeze {
    static final int PIECE_ELEMENTS = 512;
    private static final int SLOT_BYTES = 12;

    private final CompactDict table;
    private final ValueType type;
    private final int limit;
    private final int count;
    private final long earliestExpiryMillis;
    private final Deque<TableElements> aside = new ArrayDeque<>(0);

    /** Slots not below {@link #next} to be passed over. */
    private @Nullable BitSet passed;

    private int next;
    private long keptBytes;

    private TableFreeze(CompactDict table, ValueType type) {
        this.table = table;
        this.type = type;
        this.limit = table.slotLimit();
        this.count = table.size();
        this.earliestExpiryMillis = table instanceof TableHash hash ? hash.earliestExpiryMillis() : HashValue.NO_EXPIRE;
    }

    /** Begins. The value is a table that is not frozen already. */
    public static TableFreeze begin(Value value) {
        CompactDict table = (CompactDict) value;
        if (table.freeze() != null) {
            throw new IllegalStateException("frozen twice: " + value);
        }
        TableFreeze freeze = new TableFreeze(table, value.type());
        table.freeze(freeze);
        return freeze;
    }

    /** The content of a table that nobody changes until all of it was taken. */
    public static TableFreeze ofUnchanging(Value value) {
        return new TableFreeze((CompactDict) value, value.type());
    }

    /** True if a value is what this is for: a set, hash or sorted set in a table. */
    public static boolean isTable(Object value) {
        return value instanceof CompactDict;
    }

    public ValueType type() {
        return type;
    }

    /** How many elements there were. */
    public int count() {
        return count;
    }

    /** The earliest time at which a hash's field expired then, or {@link HashValue#NO_EXPIRE}. */
    public long earliestExpiryMillis() {
        return earliestExpiryMillis;
    }

    // ---- the table reports ----

    /** What is in the slot is about to change or to go. */
    void changing(int slot) {
        if (isToCome(slot)) {
            putAside(slot);
            pass(slot);
        }
    }

    /** The slot, free until now, has an element. */
    void taken(int slot) {
        if (isToCome(slot)) {
            pass(slot);
        }
    }

    private boolean isToCome(int slot) {
        return slot >= next && slot < limit && (passed == null || !passed.get(slot));
    }

    private void pass(int slot) {
        if (passed == null) {
            passed = new BitSet(limit);
        }
        passed.set(slot);
    }

    private void putAside(int slot) {
        TableElements piece = aside.peekLast();
        if (piece == null || piece.isFull()) {
            piece = new TableElements(type, piece == null ? 16 : PIECE_ELEMENTS);
            aside.addLast(piece);
        }
        byte[] element = table.frozenElement(slot);
        piece.add(element, table.numberOf(slot));
        keptBytes += SLOT_BYTES + Values.arrayBytes(element.length);
    }

    /** What was put aside, in bytes, whether it was handed out or not. */
    public long keptBytes() {
        return keptBytes;
    }

    // ---- handing out ----

    /** The next elements, some hundreds; null when all have come. Then the table is free again. */
    public @Nullable TableElements take() {
        // Slots above are free by now: what was in them was put aside.
        int end = Math.min(limit, table.slotLimit());
        if (next >= end) {
            next = limit;
            TableElements piece = aside.pollFirst();
            if (piece == null) {
                end();
            }
            return piece;
        }
        TableElements piece = new TableElements(type, Math.min(PIECE_ELEMENTS, end - next));
        while (next < end && !piece.isFull()) {
            if (table.elementOrNull(next) != null && (passed == null || !passed.get(next))) {
                piece.add(table.frozenElement(next), table.numberOf(next));
            }
            next++;
        }
        return piece;
    }

    /** Ends before all elements were handed out. */
    public void end() {
        if (table.freeze() == this) {
            table.freeze(null);
        }
        aside.clear();
        passed = null;
    }

    @Override
    public String toString() {
        return "TableFreeze[" + count + " elements, slot " + next + " of " + limit + ", " + aside.size()
                + " pieces put aside]";
    }
}
