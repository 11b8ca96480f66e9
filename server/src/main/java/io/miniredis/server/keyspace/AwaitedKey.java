package io.miniredis.server.keyspace;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.DictEntry;
import org.jspecify.annotations.Nullable;

/** A key that is waited for, and the queue of those who do, in the order of arrival. Owned by {@link AwaitedKeys}. */
public final class AwaitedKey extends DictEntry {
    final int database;

    @Nullable
    KeyPlace first;

    @Nullable
    KeyPlace last;

    int waiters;
    /** How many of them want to know, too, when the key goes. */
    int untilGone;
    /** True while it stands in the list of ready keys. */
    boolean ready;

    AwaitedKey(int database, byte[] key, int hash) {
        super(key, hash);
        this.database = database;
    }

    public int database() {
        return database;
    }

    /** The place that has waited for longest; null if there is none. */
    public @Nullable KeyPlace first() {
        return first;
    }

    public int waiters() {
        return waiters;
    }

    /** True if somebody wants to know, too, when the key goes. */
    public boolean isAwaitedUntilGone() {
        return untilGone > 0;
    }

    void append(KeyPlace place) {
        place.before = last;
        if (last == null) {
            first = place;
        } else {
            last.behind = place;
        }
        last = place;
        waiters++;
        if (place.waiter.untilGone) {
            untilGone++;
        }
    }

    void unlink(KeyPlace place) {
        if (place.before == null) {
            first = place.behind;
        } else {
            place.before.behind = place.behind;
        }
        if (place.behind == null) {
            last = place.before;
        } else {
            place.behind.before = place.before;
        }
        place.key = null;
        waiters--;
        if (place.waiter.untilGone) {
            untilGone--;
        }
    }

    @Override
    public String toString() {
        return "AwaitedKey[" + Ascii.quote(key(), 60) + " db=" + database + " " + waiters + " waiting"
                + (ready ? ", ready]" : "]");
    }
}
