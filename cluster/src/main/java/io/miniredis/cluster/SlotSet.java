package io.miniredis.cluster;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A set of hash slots: 16384 bits, in the order in which they go over the bus (bit {@code slot & 7} of byte
 * {@code slot / 8}).
 */
public final class SlotSet {
    /** The size of the bitmap, in bytes. */
    public static final int BYTES = HashSlot.COUNT / 8;

    private final long[] words = new long[HashSlot.COUNT / Long.SIZE];
    private int size;

    /** Receives ranges of slots, both ends included, in ascending order. */
    public interface RangeVisitor {
        void range(int first, int last);
    }

    public boolean contains(int slot) {
        return (words[slot >>> 6] & 1L << slot) != 0;
    }

    /** Returns false if it was there before. */
    public boolean add(int slot) {
        if (contains(slot)) {
            return false;
        }
        words[slot >>> 6] |= 1L << slot;
        size++;
        return true;
    }

    /** Returns false if it was not there. */
    public boolean remove(int slot) {
        if (!contains(slot)) {
            return false;
        }
        words[slot >>> 6] &= ~(1L << slot);
        size--;
        return true;
    }

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public void clear() {
        Arrays.fill(words, 0);
        size = 0;
    }

    /** The first slot of the set that is not less than {@code from}; {@link HashSlot#COUNT} if there is none. */
    public int next(int from) {
        if (from >= HashSlot.COUNT) {
            return HashSlot.COUNT;
        }
        int index = from >>> 6;
        long word = words[index] & -1L << from;
        while (word == 0) {
            if (++index == words.length) {
                return HashSlot.COUNT;
            }
            word = words[index];
        }
        return (index << 6) + Long.numberOfTrailingZeros(word);
    }

    /**
     * The first slot that is not in the set and not less than {@code from}; {@link HashSlot#COUNT} if there is none.
     */
    int nextAbsent(int from) {
        if (from >= HashSlot.COUNT) {
            return HashSlot.COUNT;
        }
        int index = from >>> 6;
        long absent = ~words[index] & -1L << from;
        while (absent == 0) {
            if (++index == words.length) {
                return HashSlot.COUNT;
            }
            absent = ~words[index];
        }
        return (index << 6) + Long.numberOfTrailingZeros(absent);
    }

    /** Calls for each run of slots without a gap. */
    public void forEachRange(RangeVisitor visitor) {
        int first = next(0);
        while (first < HashSlot.COUNT) {
            int end = nextAbsent(first);
            visitor.range(first, end - 1);
            first = next(end);
        }
    }

    public SlotSet copy() {
        SlotSet copy = new SlotSet();
        System.arraycopy(words, 0, copy.words, 0, words.length);
        copy.size = size;
        return copy;
    }

    /** What is in this set and not in the other. */
    SlotSet minus(SlotSet other) {
        SlotSet difference = copy();
        difference.removeAll(other);
        return difference;
    }

    void addAll(SlotSet other) {
        int sum = 0;
        for (int i = 0; i < words.length; i++) {
            words[i] |= other.words[i];
            sum += Long.bitCount(words[i]);
        }
        size = sum;
    }

    /** Removes what is in the other set. */
    public void removeAll(SlotSet other) {
        int left = 0;
        for (int i = 0; i < words.length; i++) {
            words[i] &= ~other.words[i];
            left += Long.bitCount(words[i]);
        }
        size = left;
    }

    /** Writes the bitmap's {@link #BYTES} bytes. */
    public void write(byte[] target, int offset) {
        ByteBuffer.wrap(target, offset, BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asLongBuffer()
                .put(words);
    }

    public static SlotSet read(byte[] source, int offset) {
        SlotSet slots = new SlotSet();
        ByteBuffer.wrap(source, offset, BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asLongBuffer()
                .get(slots.words);
        for (long word : slots.words) {
            slots.size += Long.bitCount(word);
        }
        return slots;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SlotSet set && size == set.size && Arrays.equals(words, set.words);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(words);
    }

    /** Ranges as CLUSTER NODES shows them: {@code 0-5460 9001}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        forEachRange((first, last) -> {
            text.append(text.isEmpty() ? "" : " ").append(first);
            if (last > first) {
                text.append('-').append(last);
            }
        });
        return text.toString();
    }
}
