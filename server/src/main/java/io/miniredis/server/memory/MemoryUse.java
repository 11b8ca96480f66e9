package io.miniredis.server.memory;

import io.miniredis.server.client.Clients;
import io.miniredis.server.config.MemoryParameters;
import io.miniredis.server.keyspace.Databases;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The memory that is used, in bytes, as it counts against {@code maxmemory}: what keys, values and clients take, as it
 * is counted when they change, and a constant for the server itself.
 *
 * <p>It is not what the heap holds. That includes what nobody needs any more and the collector has not met yet, falls
 * without anything being deleted, and says nothing of what deleting a key would give.
 *
 * <p>The limit is {@code maxmemory}, but never more than what the heap has room for: a limit that nobody set still
 * answers with an error where the JVM would otherwise have no memory left, for anybody. Confined to the main thread.
 */
public final class MemoryUse {
    /**
     * What an empty redis-server takes, so that a limit of a few megabytes leaves as much for data as it does there.
     */
    public static final long STARTUP_BYTES = 900 * 1024;

    /** What classes' constants, Netty and the server's own objects take of the heap. */
    private static final long OWN_HEAP_BYTES = 12L << 20;

    /** Of the rest of the heap so much may be data: a collector that has less to work with does nothing else. */
    private static final int DATA_PERCENT = 85;

    private final MemoryParameters config;
    private final Databases databases;
    private final Clients clients;
    private final ClientMemory clientMemory;
    private final List<LongSupplier> others = new ArrayList<>();
    private final long heapLimitBytes;
    private LongSupplier uncounted = () -> 0;
    private long peakBytes = STARTUP_BYTES;

    public MemoryUse(
            MemoryParameters config, Databases databases, Clients clients, ClientMemory clientMemory, long heapBytes) {
        this.config = config;
        this.databases = databases;
        this.clients = clients;
        this.clientMemory = clientMemory;
        this.heapLimitBytes = Math.max(heapBytes / 4, (heapBytes - OWN_HEAP_BYTES) / 100 * DATA_PERCENT);
    }

    /** Adds something that takes memory: scripts, the table of tracked keys. It tells how much, in constant time. */
    public void add(LongSupplier bytes) {
        others.add(bytes);
    }

    /**
     * Sets what is used and not compared with the limit, what waits for replicas: deleting keys makes more of it
     * (freeMemoryGetNotCountedMemory).
     */
    public void uncounted(LongSupplier bytes) {
        uncounted = bytes;
    }

    /** All that is used. */
    public long usedBytes() {
        return limitedBytes() + uncounted.getAsLong();
    }

    private long limitedBytes() {
        return STARTUP_BYTES + databases.sizeBytes() + clientsBytes() + otherBytes();
    }

    /**
     * What is compared with the limit. If it is only the heap's, clients are left out: their output is not on the heap,
     * and nobody measures them while no limit is set.
     */
    long countedBytes() {
        return isLimitSet() ? limitedBytes() : STARTUP_BYTES + databases.sizeBytes() + otherBytes();
    }

    /** What clients' buffers hold, replicas' not included. */
    public long clientsBytes() {
        return clientMemory.isCounting() ? clientMemory.totalBytes() : ClientMemory.sum(clients);
    }

    private long otherBytes() {
        long sum = 0;
        for (int i = 0; i < others.size(); i++) {
            sum += others.get(i).getAsLong();
        }
        return sum;
    }

    /** What is not data: the server itself, clients, and what holds the keys together (used_memory_overhead). */
    public long overheadBytes() {
        return STARTUP_BYTES + databases.overheadBytes() + clientsBytes() + otherBytes() + uncounted.getAsLong();
    }

    /** The most that was ever seen in use. */
    public long peakBytes() {
        peakBytes = Math.max(peakBytes, usedBytes());
        return peakBytes;
    }

    /** More than this is not to be used. */
    public long limitBytes() {
        long wanted = config.maxMemory.value();
        return wanted == 0 || Long.compareUnsigned(wanted, heapLimitBytes) > 0 ? heapLimitBytes : wanted;
    }

    /** True unless somebody set a limit that would be passed with so much more. */
    public boolean hasRoomFor(long moreBytes) {
        return !isLimitSet() || Long.compareUnsigned(limitedBytes() + moreBytes, limitBytes()) <= 0;
    }

    /** The limit that follows from the size of the heap. */
    public long heapLimitBytes() {
        return heapLimitBytes;
    }

    /** True if somebody set a limit: then it is held exactly, before each command. */
    public boolean isLimitSet() {
        return config.maxMemory.value() != 0;
    }

    @Override
    public String toString() {
        return "MemoryUse[" + usedBytes() + " of " + limitBytes() + " B]";
    }
}
