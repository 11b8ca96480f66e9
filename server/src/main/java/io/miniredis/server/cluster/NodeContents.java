package io.miniredis.server.cluster;

import io.miniredis.cluster.SlotContents;
import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.datastructures.SlotIndex;
import io.miniredis.server.RedisServer;
import io.miniredis.server.keyspace.Database;
import io.miniredis.server.keyspace.KeyEvent;
import java.util.Objects;

/**
 * What this server holds of each hash slot: its only database's keys, and shard channels. Confined to the main thread.
 */
public final class NodeContents implements SlotContents {
    private static final ByteString DEL = ByteString.of("DEL");

    private static final ByteString UNLINK = ByteString.of("UNLINK");

    private final RedisServer server;

    public NodeContents(RedisServer server) {
        this.server = server;
    }

    private Database database() {
        return server.databases().get(0);
    }

    private SlotIndex slots() {
        return Objects.requireNonNull(database().keys().slots(), "a node of a cluster knows the keys of each slot");
    }

    @Override
    public int keys(int slot) {
        return slots().count(slot);
    }

    @Override
    public long keys() {
        return database().size();
    }

    /**
     * Replicas and the append-only file are told of each key, each on its own; as in Redis there is no notification,
     * for to those who listen the keys have only moved (delKeysInSlot).
     */
    @Override
    public void deleteKeys(int slot) {
        Database database = database();
        SlotIndex slots = slots();
        boolean lazily = server.config().memory.lazyfreeLazyServerDel.value();
        for (KeyEntry entry = slots.first(slot); entry != null; entry = slots.first(slot)) {
            ByteString key = ByteString.wrap(entry.key());
            database.delete(entry, lazily);
            server.effects().keyChanged(database.index(), key, KeyEvent.SILENT, 1);
            server.propagation().addUnasked(database.index(), lazily ? UNLINK : DEL, key);
            server.propagation().flush(false);
        }
    }

    @Override
    public void deleteAllKeys() {
        database().flush(false);
        server.effects().databasesFlushed();
    }

    @Override
    public void unsubscribeChannels(int slot) {
        server.pubSub().forgetShardSlot(slot);
    }

    @Override
    public String toString() {
        return "NodeContents[" + slots() + "]";
    }
}
