package io.miniredis.server.keyspace;

import io.miniredis.datastructures.ByteString;
import io.miniredis.server.config.ServerConfig;
import io.miniredis.server.propagation.Propagation;
import io.miniredis.server.stats.ServerStats;
import java.util.function.BooleanSupplier;

/** What happens when a key expires on a server that decides for itself (deleteExpiredKeyAndPropagate). */
public final class Expiration implements ExpiryRules {
    private static final ByteString HDEL = ByteString.of("HDEL");
    private static final ByteString DEL = ByteString.of("DEL");
    private static final ByteString UNLINK = ByteString.of("UNLINK");

    private final ServerConfig config;
    private final ServerStats stats;
    private final KeyspaceEffects effects;
    private final Propagation propagation;
    private final BooleanSupplier frozen;
    private final LocalVolatileKeys local = new LocalVolatileKeys();
    private boolean replica;

    /** @param frozen true while nothing may change the data: no key is deleted then */
    public Expiration(
            ServerConfig config,
            ServerStats stats,
            KeyspaceEffects effects,
            Propagation propagation,
            BooleanSupplier frozen) {
        this.config = config;
        this.stats = stats;
        this.effects = effects;
        this.propagation = propagation;
        this.frozen = frozen;
    }

    @Override
    public boolean mayDelete() {
        return !replica && !frozen.getAsBoolean();
    }

    @Override
    public boolean mayDeleteForWrite() {
        return !frozen.getAsBoolean();
    }

    @Override
    public void expirySet(int database, ByteString key) {
        if (replica) {
            local.add(database, key);
        }
    }

    /** Deletes keys that only this replica knows. */
    void expireLocal(Databases databases) {
        if (local.count() > 0 && !frozen.getAsBoolean()) {
            local.expireSome(databases);
        }
    }

    /** How many keys with a time to live only this replica knows. */
    public int localKeys() {
        return local.count();
    }

    /** On a replica nothing expires by itself: its primary says when a key is to be deleted. */
    public void replica(boolean yes) {
        replica = yes;
        local.clear();
    }

    @Override
    public void keyExpired(int database, ByteString key) {
        stats.expiredKeys++;
        effects.keyChanged(database, key, KeyEvent.EXPIRED, 0);
        propagation.addUnasked(database, deletion(), key);
    }

    @Override
    public void fieldExpired(int database, ByteString key, ByteString field) {
        stats.expiredSubkeys++;
        propagation.addUnasked(database, HDEL, key, field);
    }

    /** The name of the command that stands for an expiry in the stream of changes. */
    public ByteString deletion() {
        return config.memory.lazyfreeLazyExpire.value() ? UNLINK : DEL;
    }
}
