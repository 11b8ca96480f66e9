package io.miniredis.server.keyspace;

import org.jspecify.annotations.Nullable;

/** Who waits for keys, and stands in the queue of each of them. */
public abstract class KeyWaiter {
    /** True if it wants to know, too, when a key is deleted or gets a value of another kind. */
    final boolean untilGone;

    /** The places in the keys' queues, linked. */
    @Nullable
    KeyPlace places;

    protected KeyWaiter(boolean untilGone) {
        this.untilGone = untilGone;
    }

    /** True if it wants to know, too, when a key is deleted or gets a value of another kind. */
    public boolean waitsUntilGone() {
        return untilGone;
    }

    /** One of the keys waited for, or null if there is none. */
    public @Nullable AwaitedKey anyKey() {
        return places == null ? null : places.key;
    }
}
