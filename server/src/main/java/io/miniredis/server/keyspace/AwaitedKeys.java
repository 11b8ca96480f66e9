package io.miniredis.server.keyspace;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.Dict;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.datastructures.Keyspace;
import io.miniredis.datastructures.ValueType;
import io.miniredis.datastructures.Values;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The keys that are waited for ({@code blocking_keys}), and those of them that are ready: something happened to them
 * that may end a wait ({@code ready_keys}).
 *
 * <p>A key takes memory here only while somebody waits for it. While nobody waits, each report costs one comparison.
 * Confined to the main thread.
 */
public final class AwaitedKeys {
    private final @Nullable Dict<AwaitedKey>[] byDatabase;
    private final Queue<AwaitedKey> ready = new ArrayDeque<>();
    private int count;
    private int countUntilGone;

    /** @param databases how many there are */
    @SuppressWarnings({"unchecked", "rawtypes"}) // there are no arrays of generic types
    public AwaitedKeys(int databases) {
        this.byDatabase = new Dict[databases];
    }

    /** True if nobody waits for any key. */
    public boolean isEmpty() {
        return count == 0;
    }

    /** How many keys are waited for. */
    public int count() {
        return count;
    }

    /** How many keys are waited for by somebody who also wants to know when they go. */
    public int countUntilGone() {
        return countUntilGone;
    }

    // ---- what happens to keys ----

    /** A key was added (dbAdd). */
    public void added(int database, byte[] key, int hash, Object value) {
        if (count > 0 && canBeAwaited(Values.typeOf(value))) {
            signal(database, key, hash);
        }
    }

    /** Elements were added to a key that was there already (signalKeyAsReady). */
    public void signal(int database, byte[] key, int hash) {
        AwaitedKey awaited = find(database, key, hash);
        if (awaited != null) {
            signal(awaited);
        }
    }

    /** A key was deleted, or its value is another one now (signalDeletedKeyAsReady). */
    public void lost(int database, byte[] key, int hash) {
        if (countUntilGone > 0) {
            AwaitedKey awaited = find(database, key, hash);
            if (awaited != null && awaited.untilGone > 0) {
                signal(awaited);
            }
        }
    }

    /**
     * All keys of a database were exchanged for others, maybe none: who waits for one to go?
     * (scanDatabaseForDeletedKeys)
     */
    public void lost(int database, Keyspace before, Keyspace now) {
        Dict<AwaitedKey> keys = count == 0 || countUntilGone == 0 ? null : byDatabase[database];
        if (keys != null) {
            keys.forEach(awaited -> {
                KeyEntry old = before.find(awaited.key(), awaited.hash());
                boolean isLost = old != null && Values.typeOf(old.value()) != typeIn(now, awaited);
                if (isLost && awaited.untilGone > 0) {
                    signal(awaited);
                }
            });
        }
    }

    /** All keys of a database were exchanged for others: who waits for one to come? (scanDatabaseForReadyKeys) */
    public void found(int database, Keyspace now) {
        Dict<AwaitedKey> keys = count == 0 ? null : byDatabase[database];
        if (keys != null) {
            keys.forEach(awaited -> {
                ValueType type = typeIn(now, awaited);
                if (type != null && canBeAwaited(type)) {
                    signal(awaited);
                }
            });
        }
    }

    private static @Nullable ValueType typeIn(Keyspace keyspace, AwaitedKey awaited) {
        KeyEntry found = keyspace.find(awaited.key(), awaited.hash());
        return found == null ? null : Values.typeOf(found.value());
    }

    private static boolean canBeAwaited(ValueType type) {
        return type == ValueType.LIST || type == ValueType.ZSET || type == ValueType.STREAM;
    }

    private @Nullable AwaitedKey find(int database, byte[] key, int hash) {
        Dict<AwaitedKey> keys = count == 0 ? null : byDatabase[database];
        return keys == null ? null : keys.find(key, hash);
    }

    private void signal(AwaitedKey awaited) {
        if (!awaited.ready) {
            awaited.ready = true;
            ready.add(awaited);
        }
    }

    // ---- who waits for them ----

    public boolean hasReady() {
        return !ready.isEmpty();
    }

    /** Takes the key that has been ready for longest. Followed by {@link #reset}. */
    public @Nullable AwaitedKey nextReady() {
        return ready.poll();
    }

    /** From now on the key may become ready again. */
    public void reset(AwaitedKey taken) {
        taken.ready = false;
        removeIfUnused(taken);
    }

    /** Puts it at the end of a key's queue, unless it stands there already. */
    public void join(KeyWaiter waiter, int database, ByteString key, int hash) {
        Dict<AwaitedKey> keys = byDatabase[database];
        if (keys == null) {
            keys = new Dict<>();
            byDatabase[database] = keys;
        }
        AwaitedKey awaited = keys.find(key.bytes(), hash);
        if (awaited == null) {
            awaited = new AwaitedKey(database, key.bytes(), hash);
            keys.insert(awaited);
            count++;
        } else if (awaited.last != null && awaited.last.waiter == waiter) {
            // Named twice: all places are taken in one go, so its first one is still the last.
            return;
        }
        int before = awaited.untilGone;
        KeyPlace place = new KeyPlace(waiter, awaited);
        waiter.places = place;
        awaited.append(place);
        countUntilGone += Integer.signum(awaited.untilGone) - Integer.signum(before);
    }

    /** Takes it out of all queues. */
    public void leave(KeyWaiter waiter) {
        for (KeyPlace place = waiter.places; place != null; place = place.sibling) {
            AwaitedKey awaited = place.key;
            if (awaited != null) {
                int before = awaited.untilGone;
                awaited.unlink(place);
                countUntilGone += Integer.signum(awaited.untilGone) - Integer.signum(before);
                removeIfUnused(awaited);
            }
        }
        waiter.places = null;
    }

    private void removeIfUnused(AwaitedKey awaited) {
        Dict<AwaitedKey> keys = byDatabase[awaited.database];
        if (awaited.waiters > 0 || awaited.ready || keys == null) {
            return;
        }
        if (keys.remove(awaited.key(), awaited.hash()) == null) {
            return;
        }
        count--;
        if (keys.isEmpty()) {
            byDatabase[awaited.database] = null;
        } else {
            keys.shrinkIfSparse();
        }
    }

    @Override
    public String toString() {
        return "AwaitedKeys[" + count + " keys, " + ready.size() + " ready]";
    }
}
