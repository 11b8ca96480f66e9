package io.miniredis.server.tracking;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.RadixCursor;
import io.miniredis.datastructures.RadixTree;
import io.miniredis.server.client.Client;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A beginning of keys, the clients that hear of those, and which of them changed since the clients were told
 * (bcastState).
 */
final class BroadcastPrefix {
    private static final Object NOBODY = new Object();

    private final ByteString prefix;
    private final List<Client> clients = new ArrayList<>(1);
    /** With the client that changed the key last, or {@link #NOBODY}. */
    private RadixTree<Object> changed = new RadixTree<>();

    BroadcastPrefix(ByteString prefix) {
        this.prefix = prefix;
    }

    ByteString prefix() {
        return prefix;
    }

    void add(Client client) {
        clients.add(client);
    }

    void remove(Client client) {
        clients.remove(client);
    }

    boolean isDeserted() {
        return clients.isEmpty();
    }

    void keyChanged(ByteString key, @Nullable Client author) {
        changed.insert(key.bytes(), author == null ? NOBODY : author);
    }

    boolean hasChanges() {
        return !changed.isEmpty();
    }

    Client[] clients() {
        return clients.toArray(new Client[0]);
    }

    /**
     * The changed keys, in their order; null if there are none.
     *
     * @param butBy keys that this client was the last to change are left out; null for all
     */
    @Nullable
    Invalidation invalidation(@Nullable Client butBy) {
        List<ByteString> keys = new ArrayList<>(changed.size());
        RadixCursor<Object> cursor = changed.cursor();
        for (boolean found = cursor.seekFirst(); found; found = cursor.next()) {
            if (butBy == null || cursor.value() != butBy) {
                keys.add(ByteString.wrap(cursor.key()));
            }
        }
        return keys.isEmpty() ? null : Invalidation.of(keys.toArray(new ByteString[0]));
    }

    /** All clients know. */
    void forgetChanges() {
        changed = new RadixTree<>();
    }

    @Override
    public String toString() {
        return "BroadcastPrefix[" + prefix + ", " + clients.size() + " clients, " + changed.size() + " changes]";
    }
}
