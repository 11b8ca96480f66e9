package io.miniredis.datastructures;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * When the fields of a {@link TableHash} expire: a time per slot, and a binary heap of the slots that have one, the
 * earliest first. Redis keeps them in ebuckets.
 */
final class FieldExpiries {
    private static final int NO_FIELD = HashValue.NO_FIELD;
    private static final long NEVER = 0;
    private static final int OBJECT_BYTES = 32;
    private static final int FIRST_LENGTH = 8;

    /** The hash's place among all hashes whose fields expire. */
    @Nullable
    FieldExpiryTicket ticket;

    /** By slot, in milliseconds since 1970. */
    private long[] times = new long[FIRST_LENGTH];

    /** By slot: where in the heap it is. */
    private int[] places = new int[FIRST_LENGTH];

    private int[] heap = new int[FIRST_LENGTH];
    private int size;

    /** {@link HashValue#NO_EXPIRE} for a slot without a time. */
    long millis(int slot) {
        return slot >= times.length || times[slot] == NEVER ? HashValue.NO_EXPIRE : times[slot];
    }

    long earliestMillis() {
        return size == 0 ? HashValue.NO_EXPIRE : times[heap[0]];
    }

    /** -1 if no slot has a time. */
    int earliestSlot() {
        return size == 0 ? NO_FIELD : heap[0];
    }

    void set(int slot, long millis) {
        if (millis == NEVER) {
            clear(slot);
            return;
        }
        if (slot >= times.length) {
            int length = Math.max(slot + 1, times.length * 2);
            times = Arrays.copyOf(times, length);
            places = Arrays.copyOf(places, length);
        }
        boolean added = times[slot] == NEVER;
        times[slot] = millis;
        if (added) {
            if (size == heap.length) {
                heap = Arrays.copyOf(heap, size * 2);
            }
            siftUp(slot, size++);
        } else {
            sift(slot, places[slot]);
        }
    }

    void clear(int slot) {
        if (slot >= times.length || times[slot] == NEVER) {
            return;
        }
        times[slot] = NEVER;
        int last = heap[--size];
        if (last != slot) {
            sift(last, places[slot]);
        }
    }

    /** What was in one slot is now in another, which had no time. */
    void moved(int from, int to) {
        long millis = millis(from);
        if (millis != HashValue.NO_EXPIRE) {
            clear(from);
            set(to, millis);
        }
    }

    /** How many times are before this one: looks at no more of the heap than that, and at the slots right below. */
    int countBefore(long millis) {
        return countBefore(millis, 0);
    }

    private int countBefore(long millis, int place) {
        if (place >= size || times[heap[place]] >= millis) {
            return 0;
        }
        return 1 + countBefore(millis, 2 * place + 1) + countBefore(millis, 2 * place + 2);
    }

    private void sift(int slot, int place) {
        siftUp(slot, place);
        siftDown(slot, places[slot]);
    }

    private void siftUp(int slot, int from) {
        int place = from;
        while (place > 0) {
            int parent = (place - 1) >>> 1;
            if (times[heap[parent]] <= times[slot]) {
                break;
            }
            put(heap[parent], place);
            place = parent;
        }
        put(slot, place);
    }

    private void siftDown(int slot, int from) {
        int place = from;
        while (2 * place + 1 < size) {
            int child = 2 * place + 1;
            if (child + 1 < size && times[heap[child + 1]] < times[heap[child]]) {
                child++;
            }
            if (times[heap[child]] >= times[slot]) {
                break;
            }
            put(heap[child], place);
            place = child;
        }
        put(slot, place);
    }

    private void put(int slot, int place) {
        heap[place] = slot;
        places[slot] = place;
    }

    long sizeBytes() {
        return OBJECT_BYTES
                + Values.arrayBytes(times.length * Long.BYTES)
                + Values.arrayBytes(places.length * Integer.BYTES)
                + Values.arrayBytes(heap.length * Integer.BYTES)
                + FieldExpiryTicket.sizeBytes(ticket);
    }

    @Override
    public String toString() {
        return "FieldExpiries[" + size + " fields, earliest at " + earliestMillis() + "]";
    }
}
