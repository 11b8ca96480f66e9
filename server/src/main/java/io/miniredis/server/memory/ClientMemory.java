package io.miniredis.server.memory;

import io.miniredis.server.client.Client;
import io.miniredis.server.client.ClientType;
import io.miniredis.server.client.Clients;
import io.miniredis.server.client.Connection;
import io.miniredis.server.config.MemoryParameters;
import io.miniredis.server.pubsub.Subscriptions;
import io.miniredis.server.tracking.ClientTracking;
import io.miniredis.server.transaction.Transaction;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What clients take: input that is not executed, output that is not sent, what they queued, watch and listen to. When
 * it is more than {@code maxmemory-clients} for all together, clients that take most are closed (evictClients).
 *
 * <p>A client is measured again after each of its commands, each read and each message; only while a limit makes
 * somebody ask. It stands in one of 19 buckets, by the power of two of its size, so that one of the largest is found
 * without sorting: Redis's way. Confined to the main thread.
 */
public final class ClientMemory {
    /** What a connection's own objects take, by estimate: client, channel, handler, decoder, addresses. */
    private static final int CONNECTION_BYTES = 2_048;

    private static final int WATCH_BYTES = 64;
    private static final int SUBSCRIPTION_BYTES = 40;
    private static final int PREFIX_BYTES = 64;

    /** Clients below 32 KB are all alike, and so are those above 8 GB. */
    private static final int SMALLEST_LOG = 15;

    private static final int LARGEST_LOG = 33;

    /** A smaller limit would leave nobody to say that it is too small. */
    private static final long SMALLEST_LIMIT = 128 * 1024;

    /** @see #SMALLEST_LOG */
    private static final int BUCKETS = LARGEST_LOG - SMALLEST_LOG + 1;

    private final MemoryParameters config;
    private final Clients clients;
    private boolean counting;
    private @Nullable List<Set<Client>> buckets;
    private long totalBytes;

    public ClientMemory(MemoryParameters config, Clients clients) {
        this.config = config;
        this.clients = clients;
        follow();
    }

    /** {@code maxmemory} or {@code maxmemory-clients} was changed. */
    public void follow() {
        boolean evicting = config.maxMemoryClients.value() != 0;
        counting = evicting || config.maxMemory.value() != 0;
        totalBytes = 0;
        buckets = null;
        if (evicting) {
            buckets = new ArrayList<>(BUCKETS);
            for (int i = 0; i < BUCKETS; i++) {
                buckets.add(new LinkedHashSet<>());
            }
        }
        clients.forEach(client -> {
            client.counted(0, -1);
            update(client);
        });
    }

    /** True if clients are measured as they change. */
    public boolean isCounting() {
        return counting;
    }

    /** What all clients together took when they were last measured. */
    public long totalBytes() {
        return totalBytes;
    }

    /** Measures a client again, if anybody wants to know. */
    public void update(Client client) {
        if (counting && !client.isClosed()) {
            count(client, bytes(client));
        }
    }

    /** The client is about to execute a request, which is in memory, too. */
    public void update(Client client, long requestBytes) {
        if (counting && !client.isClosed()) {
            count(client, bytes(client) + requestBytes);
        }
    }

    private void count(Client client, long bytes) {
        long counted = client.type() == ClientType.REPLICA ? 0 : bytes;
        totalBytes += counted - client.countedBytes();
        List<Set<Client>> all = buckets;
        int bucket = all == null || client.isNoEvict() || !isEvictable(client.type()) ? -1 : bucketOf(bytes);
        if (all != null && bucket != client.memoryBucket()) {
            leave(all, client);
            if (bucket >= 0) {
                all.get(bucket).add(client);
            }
        }
        client.counted(counted, bucket);
    }

    private static void leave(List<Set<Client>> all, Client client) {
        if (client.memoryBucket() >= 0) {
            all.get(client.memoryBucket()).remove(client);
        }
    }

    private static boolean isEvictable(ClientType type) {
        return type == ClientType.NORMAL || type == ClientType.PUBSUB;
    }

    private static int bucketOf(long bytes) {
        int log = 64 - Long.numberOfLeadingZeros(bytes);
        return Math.max(SMALLEST_LOG, Math.min(LARGEST_LOG, log)) - SMALLEST_LOG;
    }

    /** The client is gone. */
    public void forget(Client client) {
        totalBytes -= client.countedBytes();
        if (buckets != null) {
            leave(buckets, client);
        }
        client.counted(0, -1);
    }

    // ---- eviction ----

    /** True if clients may have to be closed. */
    public boolean isEvicting() {
        return buckets != null;
    }

    /** A client to be closed, since all together take too much: one of the largest; null if none is or none may be. */
    public @Nullable Client largestIfTooMuch() {
        List<Set<Client>> all = buckets;
        long limit = all == null ? 0 : limitBytes();
        if (all == null || limit == 0 || totalBytes < limit) {
            return null;
        }
        for (int i = BUCKETS - 1; i >= 0; i--) {
            Iterator<Client> first = all.get(i).iterator();
            if (first.hasNext()) {
                return first.next();
            }
        }
        return null;
    }

    /** {@code maxmemory-clients} in bytes; 0 for no limit. */
    private long limitBytes() {
        long wanted = config.maxMemoryClients.value();
        long maxMemory = config.maxMemory.value();
        if (wanted < 0 && maxMemory == 0) {
            return 0;
        }
        long bytes = wanted < 0 ? (long) ((double) maxMemory * -wanted / 100) : wanted;
        return wanted == 0 ? 0 : Math.max(bytes, SMALLEST_LIMIT);
    }

    // ---- measuring ----

    /** What a client takes (getClientMemoryUsage), without the request it is executing. */
    public static long bytes(Client client) {
        Connection connection = client.connection();
        long bytes = CONNECTION_BYTES + connection.bufferBytes() + client.waitingBytes();
        Transaction transaction = client.transaction();
        if (transaction != null) {
            bytes += transaction.queuedBytes() + (long) WATCH_BYTES * transaction.watchedKeys();
        }
        Subscriptions subscriptions = client.subscriptions();
        if (subscriptions != null) {
            long count = (long) subscriptions.channels() + subscriptions.patterns() + subscriptions.shardChannels();
            bytes += SUBSCRIPTION_BYTES * count;
        }
        ClientTracking tracking = client.tracking();
        return bytes
                + (tracking == null
                        ? 0
                        : (long) PREFIX_BYTES * tracking.prefixes().size());
    }

    /** What all clients but replicas take now. */
    static long sum(Clients clients) {
        long[] sum = {0};
        clients.forEach(client -> sum[0] += client.type() == ClientType.REPLICA ? 0 : bytes(client));
        return sum[0];
    }

    @Override
    public String toString() {
        return "ClientMemory[" + (counting ? totalBytes + " B" : "not counted")
                + (buckets == null ? "]" : ", evicting]");
    }
}
