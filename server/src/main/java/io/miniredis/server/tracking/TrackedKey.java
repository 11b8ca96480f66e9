package io.miniredis.server.tracking;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.DictEntry;
import java.util.Arrays;

/**
 * A key, of any database, that clients may have copies of: their ids, sorted. An id stays when its client goes; it is
 * met when the key changes.
 */
final class TrackedKey extends DictEntry {
    private long[] clients;
    private int count = 1;

    TrackedKey(byte[] key, int hash, long firstClient) {
        super(key, hash);
        clients = new long[] {firstClient};
    }

    /** False if the client is known already. */
    boolean add(long client) {
        int place = Arrays.binarySearch(clients, 0, count, client);
        if (place >= 0) {
            return false;
        }
        place = -place - 1;
        if (count == clients.length) {
            clients = Arrays.copyOf(clients, count + Math.max(1, count >> 1));
        }
        System.arraycopy(clients, place, clients, place + 1, count - place);
        clients[place] = client;
        count++;
        return true;
    }

    int count() {
        return count;
    }

    /** @param index 0 to {@link #count()} - 1 */
    long client(int index) {
        return clients[index];
    }

    @Override
    public String toString() {
        return "TrackedKey[" + ByteString.wrap(key()) + ", " + count + " clients]";
    }
}
