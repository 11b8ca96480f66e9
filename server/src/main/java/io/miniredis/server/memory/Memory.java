package io.miniredis.server.memory;

import io.miniredis.server.RedisServer;
import io.miniredis.server.config.MemoryParameters;
import io.miniredis.server.replication.Replication;
import io.miniredis.server.scripting.Scripting;
import io.miniredis.server.tracking.Tracking;
import io.netty.util.internal.PlatformDependent;

/**
 * The server's memory: how much is used, what gives way when that is too much, and what is held back for the day when
 * the heap is full. Puts these parts together; each is described in its own class.
 *
 * <p>Confined to the main thread, but for {@link #outOfMemory} and the two methods that ask the JVM.
 */
public final class Memory {
    /** The percentage of direct memory, which is where output is gathered, that may wait to be sent. */
    private static final int OUTPUT_PERCENT = 75;

    private final RedisServer server;
    private final MemoryReserve reserve;
    private final ClientMemory clients;
    private final MemoryUse use;
    private final Eviction eviction;

    /** Needs the server's databases and clients. */
    public Memory(RedisServer server) {
        this.server = server;
        MemoryParameters config = server.config().memory;
        long heapBytes = Runtime.getRuntime().maxMemory();
        this.reserve = new MemoryReserve(heapBytes);
        this.clients = new ClientMemory(config, server.clients());
        this.use = new MemoryUse(config, server.databases(), server.clients(), clients, heapBytes);
        this.eviction = new Eviction(server, use);
        server.databases().growthGate(use::hasRoomFor);
        followConfiguration(config);
    }

    private void followConfiguration(MemoryParameters config) {
        config.maxMemory.onChange(() -> {
            clients.follow();
            eviction.limitChanged();
            return null;
        });
        config.maxMemoryClients.onChange(() -> {
            clients.follow();
            return null;
        });
    }

    /** Counts against {@code maxmemory}, besides keys and clients, what these have; what waits for replicas not. */
    public void count(Tracking tracking, Scripting scripting, Replication replication) {
        use.add(replication::backlogMemoryBytes);
        use.uncounted(replication::replicasMemoryBytes);
        use.add(tracking::sizeBytes);
        use.add(scripting::scriptBytes);
        use.add(scripting::functionBytes);
    }

    /** Called once a second: remembers the peak, and holds memory back, or again, if it can be had. */
    public void check() {
        use.peakBytes();
        reserve.check(
                heapUsedBytes(),
                Runtime.getRuntime().maxMemory(),
                server.databases().size());
    }

    /** An allocation failed. May be called from any thread. */
    public void outOfMemory() {
        reserve.outOfMemory();
    }

    // ---- what the JVM says ----

    /** What the heap holds, garbage included, in bytes. */
    public static long heapUsedBytes() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** So many bytes may wait to be sent to all clients together. */
    public static long mostOutputBytes() {
        return PlatformDependent.estimateMaxDirectMemory() / 100 * OUTPUT_PERCENT;
    }

    // ---- parts ----

    /** What is held back for the day when the heap is full. */
    public MemoryReserve reserve() {
        return reserve;
    }

    /** What each client takes, and all together. */
    public ClientMemory clients() {
        return clients;
    }

    /** What is used, and of how much. */
    public MemoryUse use() {
        return use;
    }

    /** What gives way when memory is short. */
    public Eviction eviction() {
        return eviction;
    }

    @Override
    public String toString() {
        return "Memory[" + use + ", " + reserve + "]";
    }
}
