package io.miniredis.server.pubsub;

import io.miniredis.datastructures.DictEntry;
import io.miniredis.server.client.Client;
import java.util.Arrays;

/**
 * A channel, or a pattern, with those who listen to it, in the order in which they came. It exists while there is one.
 *
 * <p>There may be millions of channels with one subscriber each: that one stands here itself, only several get an
 * array.
 */
final class Channel extends DictEntry {
    private static final Client[] NOBODY = {};

    /** A {@link Client}, or a {@code Client[]} with room at its end. */
    private Object subscribers = NOBODY;

    private int count;

    Channel(byte[] name, int hash) {
        super(name, hash);
    }

    int count() {
        return count;
    }

    Client subscriber(int index) {
        return subscribers instanceof Client only ? only : ((Client[]) subscribers)[index];
    }

    void add(Client client) {
        if (count == 0) {
            subscribers = client;
        } else {
            Client[] all = subscribers instanceof Client only ? new Client[] {only, client} : (Client[]) subscribers;
            if (count == all.length) {
                all = Arrays.copyOf(all, count * 2);
            }
            all[count] = client;
            subscribers = all;
        }
        count++;
    }

    void remove(Client client) {
        if (subscribers instanceof Client[] all) {
            int index = 0;
            while (all[index] != client) {
                index++;
            }
            int size = all.length > 4 && count - 1 < all.length / 4 ? all.length / 2 : all.length;
            Client[] rest = size == all.length ? all : Arrays.copyOf(all, size);
            System.arraycopy(all, index + 1, rest, index, count - index - 1);
            Arrays.fill(rest, count - 1, rest.length, null);
            subscribers = rest;
        } else {
            subscribers = NOBODY;
        }
        count--;
    }

    @Override
    public String toString() {
        return super.toString() + " (" + count + ")";
    }
}
