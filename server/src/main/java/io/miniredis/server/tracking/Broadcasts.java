package io.miniredis.server.tracking;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.RadixCursor;
import io.miniredis.datastructures.RadixTree;
import io.miniredis.server.client.Client;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The prefixes that clients in broadcasting mode want to hear of (PrefixTable). Confined to the main thread. */
final class Broadcasts {
    private final RadixTree<BroadcastPrefix> prefixes = new RadixTree<>();
    private final List<BroadcastPrefix> matches = new ArrayList<>();
    private boolean anyChanges;

    /** Tells one client of changed keys. */
    @FunctionalInterface
    interface Sender {
        void send(Client client, Invalidation changed);
    }

    /** How many different ones there are. */
    int count() {
        return prefixes.size();
    }

    void add(Client client, ClientTracking tracking, ByteString prefix) {
        if (!tracking.addPrefix(prefix)) {
            return;
        }
        BroadcastPrefix known = prefixes.find(prefix.bytes());
        if (known == null) {
            known = new BroadcastPrefix(prefix);
            prefixes.insert(prefix.bytes(), known);
        }
        known.add(client);
    }

    /** The client hears of nothing any more. */
    void remove(Client client, ClientTracking tracking) {
        for (ByteString prefix : tracking.prefixes()) {
            BroadcastPrefix known = prefixes.find(prefix.bytes());
            if (known != null) {
                known.remove(client);
                if (known.isDeserted()) {
                    prefixes.remove(prefix.bytes());
                }
            }
        }
    }

    /** Notes a change, to be told with all others when {@link #send} is called. */
    void keyChanged(ByteString key, @Nullable Client author) {
        if (prefixes.isEmpty()) {
            return;
        }
        prefixes.findPrefixes(key.bytes(), matches);
        for (int i = 0; i < matches.size(); i++) {
            matches.get(i).keyChanged(key, author);
            anyChanges = true;
        }
        matches.clear();
    }

    boolean anyChanges() {
        return anyChanges;
    }

    /** Tells everybody what has changed (trackingBroadcastInvalidationMessages). */
    void send(Sender sender) {
        anyChanges = false;
        RadixCursor<BroadcastPrefix> cursor = prefixes.cursor();
        for (boolean found = cursor.seekFirst(); found; found = cursor.next()) {
            if (cursor.value().hasChanges()) {
                send(cursor.value(), sender);
            }
        }
    }

    private static void send(BroadcastPrefix prefix, Sender sender) {
        Invalidation forAll = prefix.invalidation(null);
        for (Client client : prefix.clients()) {
            ClientTracking tracking = client.tracking();
            boolean noLoop = tracking != null && tracking.isNoLoop();
            Invalidation changed = noLoop ? prefix.invalidation(client) : forAll;
            if (changed != null) {
                sender.send(client, changed);
            }
        }
        prefix.forgetChanges();
    }

    @Override
    public String toString() {
        return "Broadcasts[" + prefixes.size() + " prefixes]";
    }
}
