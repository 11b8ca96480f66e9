package io.miniredis.server.pubsub;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The channels of one client: a table with open addressing, for which the channels' own hashes serve, and nothing but
 * references in it, since a client may have a hundred thousand.
 *
 * <p>Linear probing; a removal moves back what stands behind it in the same run (Knuth, vol. 3, 6.4, algorithm R). At
 * most three quarters of the slots are in use.
 */
final class ChannelSet {
    private static final int SMALLEST = 4;

    private @Nullable Channel[] slots = new Channel[SMALLEST];
    private int size;

    int size() {
        return size;
    }

    @Nullable
    Channel find(byte[] name, int hash) {
        int mask = slots.length - 1;
        for (int i = hash & mask; ; i = (i + 1) & mask) {
            Channel channel = slots[i];
            if (channel == null || (channel.hash() == hash && Arrays.equals(channel.key(), name))) {
                return channel;
            }
        }
    }

    /** Adds a channel that is not here yet. */
    void add(Channel channel) {
        if ((size + 1) * 4L > slots.length * 3L) {
            resize(slots.length * 2);
        }
        put(channel);
        size++;
    }

    private void put(Channel channel) {
        int mask = slots.length - 1;
        int i = channel.hash() & mask;
        while (slots[i] != null) {
            i = (i + 1) & mask;
        }
        slots[i] = channel;
    }

    /** Removes a channel that is here. */
    void remove(Channel channel) {
        int mask = slots.length - 1;
        int hole = channel.hash() & mask;
        while (slots[hole] != channel) {
            hole = (hole + 1) & mask;
        }
        slots[hole] = null;
        int i = (hole + 1) & mask;
        for (Channel next = slots[i]; next != null; next = slots[i]) {
            int distance = (i - next.hash()) & mask;
            if (distance >= ((i - hole) & mask)) {
                slots[hole] = next;
                slots[i] = null;
                hole = i;
            }
            i = (i + 1) & mask;
        }
        size--;
        if (slots.length > SMALLEST && size * 8L < slots.length) {
            resize(slots.length / 2);
        }
    }

    private void resize(int length) {
        Channel[] old = toArray();
        slots = new Channel[length];
        for (Channel channel : old) {
            put(channel);
        }
    }

    /** All of them, in no order. */
    Channel[] toArray() {
        Channel[] all = new Channel[size];
        int count = 0;
        for (Channel channel : slots) {
            if (channel != null) {
                all[count++] = channel;
            }
        }
        return all;
    }

    @Override
    public String toString() {
        return "ChannelSet[" + size + "]";
    }
}
