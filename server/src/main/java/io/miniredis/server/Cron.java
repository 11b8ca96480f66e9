package io.miniredis.server;

import io.miniredis.server.cluster.ClusterService;
import io.miniredis.server.config.ServerConfig;

/** What the server does on its own, {@code hz} times a second (serverCron). */
public final class Cron {
    private static final int MAX_HZ = 500;
    private static final int CLIENTS_PER_ROUND = 200;

    private final RedisServer server;
    private final Runnable round = this::run;
    private int roundsToMemoryCheck;
    private boolean paused;
    private int hz;

    Cron(RedisServer server) {
        this.server = server;
        this.hz = server.config().keyspace.hz.value();
    }

    void start() {
        run();
    }

    /** Rounds a second at present: {@code hz}, more if there are many clients and {@code dynamic-hz} is on. */
    public int hz() {
        return hz;
    }

    /** DEBUG PAUSE-CRON: rounds go by without work. */
    public void paused(boolean yes) {
        paused = yes;
    }

    private void run() {
        long began = server.time().clock().nanos();
        hz = adaptedHz();
        // First, so that a round that fails is not the last one.
        server.mainThread().schedule(1_000 / hz, round);
        server.time().refresh();
        server.watchdog().alive();
        if (!paused) {
            work();
        }
        server.time().endCron(began);
    }

    private void work() {
        server.shutdown().cron();
        server.rates().sample(server.stats(), server.time());
        server.replication().cron();
        if (!server.persistence().loading().isActive()) {
            runClusterCron();
            runDatabasesCron();
            server.persistence().appendOnlyFile().cron(hz);
            server.persistence().rdb().cron();
        }
        if (server.tracking().clients() > 0) {
            server.tracking().limitTable();
        }
        if (--roundsToMemoryCheck <= 0) {
            roundsToMemoryCheck = hz;
            server.memory().check();
        }
        if (server.migrationSockets().size() > 0) {
            server.migrationSockets().closeIdle(server.time().millis());
        }
        server.clientLife().cron();
        server.clientLife().flushAll();
    }

    private void runClusterCron() {
        ClusterService node = server.cluster();
        if (node != null) {
            node.cron();
        }
    }

    private void runDatabasesCron() {
        long before = server.stats().expireCycleNanos;
        server.databasesCron().run(hz);
        long nanos = server.stats().expireCycleNanos - before;
        server.observation().latency().add("expire-cycle", server.time().millis() / 1_000, nanos);
    }

    private int adaptedHz() {
        ServerConfig config = server.config();
        int adapted = config.keyspace.hz.value();
        if (config.keyspace.dynamicHz.value()) {
            int clients = server.clients().count();
            while (clients / adapted > CLIENTS_PER_ROUND && adapted < MAX_HZ) {
                adapted = Math.min(MAX_HZ, adapted * 2);
            }
        }
        return adapted;
    }
}
