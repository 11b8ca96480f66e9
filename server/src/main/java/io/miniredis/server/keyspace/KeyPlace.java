package io.miniredis.server.keyspace;

import org.jspecify.annotations.Nullable;

/** A place in the queue of a key that is waited for. Owned by {@link AwaitedKeys}. */
public final class KeyPlace {
    final KeyWaiter waiter;
    /** The key waited for, or null once the place is given up. */
    @Nullable
    AwaitedKey key;

    @Nullable
    KeyPlace before;

    @Nullable
    KeyPlace behind;

    /** The same one's place at another key. */
    final @Nullable KeyPlace sibling;

    KeyPlace(KeyWaiter waiter, AwaitedKey key) {
        this.waiter = waiter;
        this.key = key;
        this.sibling = waiter.places;
    }

    public KeyWaiter waiter() {
        return waiter;
    }

    /** The place behind this one; null for the last. */
    public @Nullable KeyPlace behind() {
        return behind;
    }

    /** True once its owner waits no more. */
    public boolean isGivenUp() {
        return key == null;
    }

    @Override
    public String toString() {
        return "KeyPlace[" + waiter + " at " + key + "]";
    }
}
