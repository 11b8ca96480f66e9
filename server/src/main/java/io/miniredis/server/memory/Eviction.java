package io.miniredis.server.memory;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.server.RedisServer;
import io.miniredis.server.client.Client;
import io.miniredis.server.client.ClientInfo;
import io.miniredis.server.config.MaxMemoryPolicy;
import io.miniredis.server.config.MemoryParameters;
import io.miniredis.server.keyspace.Database;
import io.miniredis.server.keyspace.KeyEvent;
import io.miniredis.server.monitoring.LatencyMonitor;
import io.miniredis.server.stats.FlightEvents;
import io.miniredis.server.stats.ServerStats;
import io.miniredis.server.time.Clock;

/**
 * Makes room when memory is short (performEvictions in evict.c): before a command runs, keys are deleted until no more
 * is used than the limit allows, or for some time; then it goes on between other commands. If nothing may be deleted,
 * commands that need memory are refused.
 *
 * <p>Confined to the main thread.
 */
public final class Eviction {
    private static final ByteString DEL = ByteString.of("DEL");
    private static final ByteString UNLINK = ByteString.of("UNLINK");

    /** The clock is read once in so many keys. */
    private static final int KEYS_BETWEEN_LOOKS = 16;

    /** Without a limit set, how often the heap's limit is looked at: once in so many batches of requests. */
    private static final int BATCHES_BETWEEN_LOOKS = 16;

    private enum Result {
        ENOUGH,
        RUNNING,
        NOTHING_TO_DELETE
    }

    private final RedisServer server;
    private final MemoryParameters config;
    private final MemoryUse use;
    private final ServerStats stats;
    private final Clock clock;
    private final EvictionChoice choice;
    private boolean running;
    private boolean outOfMemory;
    private boolean heapIsShort;
    private int batches;

    /** Since when more is used than allowed, in nanoseconds of the clock; {@link #isExceeded} says whether it is so. */
    private long exceededSinceNanos;

    private boolean isExceeded;

    public Eviction(RedisServer server, MemoryUse use) {
        this.server = server;
        this.config = server.config().memory;
        this.use = use;
        this.stats = server.stats();
        this.clock = server.time().clock();
        this.choice = new EvictionChoice(config, server.databases(), server.random());
    }

    // ---- asked before each command ----

    /** Makes room if that is necessary. Returns true if there is none and none can be made. */
    public boolean isOutOfMemory() {
        if (!use.isLimitSet() && !heapIsShort) {
            outOfMemory = false;
            return false;
        }
        outOfMemory = perform() == Result.NOTHING_TO_DELETE;
        return outOfMemory;
    }

    /**
     * What {@link #isOutOfMemory} said before the running top-level command: what scripts and transactions ask, whose
     * own memory would otherwise stop them half way.
     */
    public boolean wasOutOfMemory() {
        return outOfMemory;
    }

    /** Looks now and then, after a batch of requests, whether the heap fills, if no limit is set. */
    public void batchDone() {
        if (++batches % BATCHES_BETWEEN_LOOKS == 0 && !use.isLimitSet()) {
            heapIsShort = use.countedBytes() > use.heapLimitBytes() / 2;
        }
    }

    /** {@code maxmemory} was changed: what is too much goes, soon. */
    public void limitChanged() {
        long used = use.countedBytes();
        if (use.isLimitSet() && used > use.limitBytes()) {
            server.log()
                    .warning("The new maxmemory value set via CONFIG SET (" + use.limitBytes()
                            + ") is smaller than the current memory usage (" + used
                            + "). This will result in key eviction and/or the inability to accept new write commands"
                            + " depending on the maxmemory-policy.");
        }
        goOnLater();
    }

    // ---- deleting keys ----

    private Result perform() {
        if (server.replication().ignoresMaxMemory()
                || server.pause().freezesData()
                || server.scripting().isBusy()) {
            return Result.ENOUGH;
        }
        long used = use.countedBytes();
        long limit = use.limitBytes();
        Result result = Long.compareUnsigned(used, limit) <= 0 ? Result.ENOUGH : free(used - limit);
        measureExcess(result);
        return result;
    }

    private Result free(long bytes) {
        if (config.maxMemoryPolicy.value() == MaxMemoryPolicy.NOEVICTION) {
            return Result.NOTHING_TO_DELETE;
        }
        long start = clock.nanos();
        long limitNanos = limitNanos(config.maxMemoryEvictionTenacity.value());
        long freed = 0;
        int keys = 0;
        Result result = Result.ENOUGH;
        while (freed < bytes) {
            KeyEntry entry = choice.next();
            if (entry == null) {
                result = Result.NOTHING_TO_DELETE;
                break;
            }
            freed += evict(choice.database(), entry);
            if (++keys % KEYS_BETWEEN_LOOKS == 0 && clock.nanos() - start > limitNanos) {
                goOnLater();
                break;
            }
        }
        note("eviction-cycle", start);
        if (keys > 0) {
            FlightEvents.evictionCycle(config.maxMemoryPolicy.text().utf8(), keys, freed, clock.nanos() - start);
        }
        return result == Result.ENOUGH && running ? Result.RUNNING : result;
    }

    private long evict(Database database, KeyEntry entry) {
        ByteString key = ByteString.wrap(entry.key());
        boolean lazily = config.lazyfreeLazyEviction.value();
        long start = server.observation().latency().isOn() ? clock.nanos() : 0;
        long bytes = database.evict(entry, lazily);
        note("eviction-del", start);
        stats.evictedKeys++;
        server.effects().keyChanged(database.index(), key, KeyEvent.EVICTED, 0);
        server.propagation().add(database.index(), lazily ? UNLINK : DEL, key);
        server.propagation().flush(false);
        return bytes;
    }

    private void note(String event, long startNanos) {
        LatencyMonitor latency = server.observation().latency();
        if (latency.isOn()) {
            latency.add(event, clock.millis() / 1_000, clock.nanos() - startNanos);
        }
    }

    /**
     * How long clients may be kept waiting: up to tenacity 10 as many times 50 microseconds, then 15 percent more with
     * each, which makes two minutes at 99; 100 is for ever.
     */
    static long limitNanos(int tenacity) {
        if (tenacity <= 10) {
            return 50_000L * tenacity;
        }
        return tenacity < 100 ? (long) (500_000 * Math.pow(1.15, tenacity - 10)) : Long.MAX_VALUE;
    }

    private void goOnLater() {
        if (!running) {
            running = true;
            server.mainThread().executeNextTurn(this::goOn);
        }
    }

    private void goOn() {
        if (use.isLimitSet() && perform() == Result.RUNNING) {
            server.mainThread().executeNextTurn(this::goOn);
        } else {
            running = false;
        }
    }

    // ---- closing clients ----

    /** Closes clients until all together take less than {@code maxmemory-clients} (evictClients). */
    public void evictClients() {
        ClientMemory clients = server.memory().clients();
        for (Client client = clients.largestIfTooMuch(); client != null; client = clients.largestIfTooMuch()) {
            server.log()
                    .notice("Evicting client: "
                            + ClientInfo.line(client, server.time().millis()));
            stats.evictedClients++;
            server.clientLife().disconnect(client, "evicted");
        }
    }

    // ---- what INFO asks ----

    private void measureExcess(Result result) {
        boolean exceeds = result != Result.ENOUGH;
        if (exceeds && !isExceeded) {
            exceededSinceNanos = clock.nanos();
        } else if (!exceeds && isExceeded) {
            stats.evictionExceededNanos += clock.nanos() - exceededSinceNanos;
        }
        isExceeded = exceeds;
    }

    /** For how long more has been used than the limit allows, in milliseconds; 0 if it is not so. */
    public long exceededMillis() {
        return isExceeded ? (clock.nanos() - exceededSinceNanos) / 1_000_000 : 0;
    }

    /** The time of all such periods since the start, the present one included, in milliseconds. */
    public long totalExceededMillis() {
        return stats.evictionExceededNanos / 1_000_000 + exceededMillis();
    }

    @Override
    public String toString() {
        return "Eviction[" + use + (running ? ", running" : "") + (outOfMemory ? ", out of memory]" : "]");
    }
}
