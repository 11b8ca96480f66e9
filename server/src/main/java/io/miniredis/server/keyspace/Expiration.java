package io.miniredis.server.keyspace;

import io.miniredis.datastructures.ByteString;
import io.miniredis.server.client.ClientPause;
import io.miniredis.server.propagation.Propagation;
import io.miniredis.server.stats.ServerStats;

/** What happens when a key expires on a server that decides for itself (deleteExpiredKeyAndPropagate). */
public final class Expiration implements ExpiryRules {
    private static final ByteString DEL = ByteString.of("DEL");

    private final ServerStats stats;
    private final KeyspaceEffects effects;
    private final Propagation propagation;
    private final ClientPause pause;

    public Expiration(ServerStats stats, KeyspaceEffects effects, Propagation propagation, ClientPause pause) {
        this.stats = stats;
        this.effects = effects;
        this.propagation = propagation;
        this.pause = pause;
    }

    @Override
    public boolean mayDelete() {
        return !pause.freezesData();
    }

    @Override
    public void keyExpired(int database, ByteString key) {
        stats.expiredKeys++;
        effects.keyChanged(database, key, KeyEvent.EXPIRED, 0);
        propagation.add(database, DEL, key);
    }
}
