package io.miniredis.server.client;

import org.jspecify.annotations.Nullable;

/** A blocked client's place in the queue of one of the keys it waits for. Owned by {@link AwaitedKeys}. */
final class KeyPlace {
    final BlockedClient waiter;
    /** The key waited for, or null once the place is given up. */
    @Nullable
    AwaitedKey key;

    @Nullable
    KeyPlace before;

    @Nullable
    KeyPlace behind;

    /** The same client's place at another key. */
    final @Nullable KeyPlace sibling;

    KeyPlace(BlockedClient waiter, AwaitedKey key) {
        this.waiter = waiter;
        this.key = key;
        this.sibling = waiter.places;
    }

    @Override
    public String toString() {
        return "KeyPlace[" + waiter + " at " + key + "]";
    }
}
