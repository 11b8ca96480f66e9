package io.miniredis.server;

import io.miniredis.datastructures.RandomSource;
import io.miniredis.persistence.file.DiskFileSystem;
import io.miniredis.persistence.file.FileSystem;
import io.miniredis.protocol.DecoderLimits;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.server.acl.AccessControl;
import io.miniredis.server.acl.UserChanges;
import io.miniredis.server.client.BlockedClients;
import io.miniredis.server.client.Client;
import io.miniredis.server.client.ClientLife;
import io.miniredis.server.client.ClientPause;
import io.miniredis.server.client.Clients;
import io.miniredis.server.client.Connection;
import io.miniredis.server.cluster.ClusterService;
import io.miniredis.server.command.AdmissionControl;
import io.miniredis.server.command.Command;
import io.miniredis.server.command.CommandCatalog;
import io.miniredis.server.command.CommandDispatcher;
import io.miniredis.server.command.CommandExecutor;
import io.miniredis.server.command.CommandTable;
import io.miniredis.server.config.RenamedCommand;
import io.miniredis.server.config.ServerConfig;
import io.miniredis.server.keyspace.AccessClock;
import io.miniredis.server.keyspace.ActiveExpireCycle;
import io.miniredis.server.keyspace.Databases;
import io.miniredis.server.keyspace.DatabasesCron;
import io.miniredis.server.keyspace.Expiration;
import io.miniredis.server.keyspace.KeyspaceEffects;
import io.miniredis.server.log.ServerLog;
import io.miniredis.server.memory.ClientMemory;
import io.miniredis.server.memory.Eviction;
import io.miniredis.server.memory.MemoryUse;
import io.miniredis.server.metrics.MetricsPort;
import io.miniredis.server.migration.MigrationSockets;
import io.miniredis.server.monitoring.FailureReports;
import io.miniredis.server.monitoring.Observation;
import io.miniredis.server.monitoring.Watchdog;
import io.miniredis.server.net.Listeners;
import io.miniredis.server.net.SteadyEventLoops;
import io.miniredis.server.net.Transport;
import io.miniredis.server.persistence.Persistence;
import io.miniredis.server.propagation.Propagation;
import io.miniredis.server.pubsub.KeyspaceNotifications;
import io.miniredis.server.pubsub.PubSub;
import io.miniredis.server.replication.Replication;
import io.miniredis.server.scripting.Scripting;
import io.miniredis.server.sentinel.Sentinel;
import io.miniredis.server.stats.ErrorStats;
import io.miniredis.server.stats.Rates;
import io.miniredis.server.stats.ServerStats;
import io.miniredis.server.time.Clock;
import io.miniredis.server.time.CommandTime;
import io.miniredis.server.tracking.Tracking;
import io.miniredis.server.transaction.WatchedKeys;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The server: puts its parts together, starts and stops them, and is what parts know of each other (struct
 * redisServer).
 *
 * <p>Everything but {@link #start()}, {@link #stop()} and {@link #mainThread()} is called on the main thread.
 */
public final class RedisServer {
    /** The percentage of direct memory, which is where output is gathered, that may wait to be sent. */
    private static final int OUTPUT_PERCENT = 75;

    private final ServerConfig config;
    private final ServerLog log;
    private final RandomSource random;
    private final CommandTime time;
    private final ServerStats stats = new ServerStats();
    private final Rates rates = new Rates();
    private final ErrorStats errorStats = new ErrorStats();
    private final KeyspaceEffects effects = new KeyspaceEffects();
    private final Propagation propagation = new Propagation();
    private final Clients clients = new Clients();
    private final MemoryReserve memory = new MemoryReserve(Runtime.getRuntime().maxMemory());
    private final ClientMemory clientMemory;
    private final MemoryUse memoryUse;
    private final Eviction eviction;
    private final ClientPause pause = new ClientPause();
    private final CommandTable commands;
    private final AccessControl access;
    private final UserChanges userChanges;
    private final ClientLife clientLife;
    private final Expiration expiration;
    private final Databases databases;
    private final ActiveExpireCycle expireCycle;
    private final DatabasesCron databasesCron;
    private final WatchedKeys watchedKeys;
    private final PubSub pubSub;
    private final Tracking tracking;
    private final Scripting scripting;
    private final Observation observation;
    private final BlockedClients blockedClients;
    private final CommandDispatcher dispatcher;
    private final CommandExecutor executor;
    private final Transport transport = Transport.best();
    private final SteadyEventLoops mainLoopGroup;
    private final SteadyEventLoops clientLoops;
    private final MainThread mainThread;
    private final DecoderLimits decoderLimits = new DecoderLimits();
    private final Listeners listeners;
    private final Persistence persistence;
    private final Cron cron;
    private final Shutdown shutdown;
    private final AtomicBoolean stopBegun = new AtomicBoolean();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private final TurnEnd turnEnd;
    private final Watchdog watchdog;
    private final FailureReports failures = new FailureReports(this);
    private final OomScore oomScore;
    private final Replication replication;
    private final @Nullable ClusterService cluster;
    private final String runId;
    private final long startedAtNanos;
    private boolean scriptsMayCallAll;
    private final MigrationSockets migrationSockets = new MigrationSockets();
    private final MetricsPort metrics = new MetricsPort(this);
    private final @Nullable Sentinel sentinel;

    public RedisServer(ServerConfig config, Clock clock, long seed, ServerLog log) {
        this(config, clock, seed, log, new DiskFileSystem());
    }

    /** @param files where the data are persisted */
    public RedisServer(ServerConfig config, Clock clock, long seed, ServerLog log, FileSystem files) {
        this.config = config;
        this.log = log;
        this.random = new RandomSource(seed);
        this.runId = random.hex(40);
        this.startedAtNanos = clock.nanos();
        this.time = new CommandTime(clock);
        this.commands = config.isSentinel() ? CommandCatalog.newSentinelTable() : CommandCatalog.newTable();
        this.access = new AccessControl(this);
        for (RenamedCommand renamed : config.renamedCommands()) {
            commands.rename(renamed.from(), renamed.to());
        }
        this.userChanges = new UserChanges(this, access.users());
        userChanges.followConfiguration();
        this.expiration = new Expiration(config, stats, effects, propagation, pause::freezesData);
        this.databases =
                new Databases(config, random, time, new AccessClock(time, random, config), stats, effects, expiration);
        this.clientMemory = new ClientMemory(config.memory, clients);
        this.memoryUse = new MemoryUse(
                config.memory,
                databases,
                clients,
                clientMemory,
                Runtime.getRuntime().maxMemory());
        this.eviction = new Eviction(this, memoryUse);
        databases.growthGate(memoryUse::hasRoomFor);
        this.watchedKeys = new WatchedKeys(databases);
        this.blockedClients = new BlockedClients(this, databases.awaitedKeys());
        this.expireCycle = new ActiveExpireCycle(config, clock, databases, stats, propagation);
        this.databasesCron = new DatabasesCron(config, clock, databases, expireCycle, expiration);
        this.executor = new CommandExecutor(this);
        this.dispatcher = new CommandDispatcher(
                this, commands, new AdmissionControl(this, pause, memory, eviction, access), executor);

        this.mainLoopGroup = eventLoops("redis-main", 1);
        this.clientLoops = config.network.ioThreads.value() == 1
                ? mainLoopGroup
                : eventLoops("redis-io", config.network.ioThreads.value() - 1);
        this.mainThread = new MainThread(mainLoopGroup.next(), clock, log);
        this.persistence = new Persistence(this, files, mainThread);
        this.clientLife = new ClientLife(this, PlatformDependent.estimateMaxDirectMemory() / 100 * OUTPUT_PERCENT);
        this.observation = new Observation(config.monitoring, clock, clientLife);
        this.pubSub = new PubSub(databases.collections().hash, clientLife, config.cluster.enabled.value());
        this.tracking = new Tracking(this);
        this.scripting = new Scripting(this);
        this.watchdog = new Watchdog(config.process.watchdogPeriodMillis, config.keyspace.hz, clock, log);
        this.turnEnd = new TurnEnd(this, clientMemory, eviction);
        this.listeners = new Listeners(this, transport, mainLoopGroup, clientLoops, decoderLimits);
        this.cron = new Cron(this);
        this.shutdown = new Shutdown(this);
        this.oomScore = new OomScore(config.process, log, OomScore.PROCESSES);
        this.replication = new Replication(this);
        memoryUse.add(replication::backlogMemoryBytes);
        memoryUse.uncounted(replication::replicasMemoryBytes);
        this.cluster = config.cluster.enabled.value() ? new ClusterService(this) : null;
        this.sentinel = config.isSentinel() ? new Sentinel(this) : null;
        tellOfChanges();
        countMemory();
        followMemoryLimits();
        mainThread.afterwards(turnEnd::actionDone);
    }

    /** Who hears of changed keys, in this order. */
    private void tellOfChanges() {
        effects.addListener(watchedKeys);
        effects.addListener(tracking);
        effects.addListener(new KeyspaceNotifications(config.keyspace.notifyKeyspaceEvents, pubSub));
    }

    /** What counts against {@code maxmemory} besides keys and clients. */
    private void countMemory() {
        memoryUse.add(tracking::sizeBytes);
        memoryUse.add(scripting::scriptBytes);
        memoryUse.add(scripting::functionBytes);
    }

    private SteadyEventLoops eventLoops(String name, int threads) {
        return new SteadyEventLoops(threads, name, transport.ioHandlers(), memory::outOfMemory);
    }

    /** Begins to listen and to serve. @throws IOException if an address cannot be listened on */
    public void start() throws IOException {
        start(false, true);
    }

    /**
     * @param freePort true to listen on a free port, the same on all addresses, whatever {@code port} says
     * @param loads true to read the data from the disk
     * @throws IOException if an address cannot be listened on, or the data cannot be read
     */
    public void start(boolean freePort, boolean loads) throws IOException {
        boolean reads = sentinel == null && (loads || config.persistence.appendOnly.value());
        open(freePort, reads);
        if (reads && !persistence.load().join()) {
            stop();
            throw new IOException(
                    "the data in " + config.process.directory.value() + " cannot be loaded: the log says why");
        }
        announce();
    }

    /**
     * Begins to listen and to serve, and leaves it to {@link #announce()} to say so.
     *
     * @param loads true if {@link Persistence#load} will be called: until it is done clients are told so
     */
    void open(boolean freePort, boolean loads) throws IOException {
        if (loads) {
            persistence.beginLoading();
        }
        try {
            userChanges.begin();
            if (cluster != null) {
                cluster.start();
            }
            listeners.open(freePort);
            if (cluster != null) {
                cluster.listen(freePort);
            }
            metrics.open();
        } catch (IOException e) {
            stop();
            throw e;
        }
        followConfiguration();
        mainThread.execute(cron::start);
        metrics.followConfiguration();
    }

    /** Tells the log that clients may come. */
    void announce() {
        if (sentinel != null) {
            mainThread.executeIfRunning(sentinel::start);
            return;
        }
        mainThread.executeIfRunning(replication::start);
        if (cluster != null) {
            mainThread.executeIfRunning(cluster::dataLoaded);
        }
        listeners.announce();
    }

    private void followMemoryLimits() {
        config.memory.maxMemory.onChange(() -> {
            clientMemory.follow();
            eviction.limitChanged();
            return null;
        });
        config.memory.maxMemoryClients.onChange(() -> {
            clientMemory.follow();
            return null;
        });
    }

    /** Lets CONFIG SET reach what does not look its parameter up at each use. */
    private void followConfiguration() {
        config.process.logLevel.onChange(() -> {
            log.level(config.process.logLevel.value());
            return null;
        });
        decoderLimits.maxBulkLength(config.network.protoMaxBulkLength.value());
        config.network.protoMaxBulkLength.onChange(() -> {
            decoderLimits.maxBulkLength(config.network.protoMaxBulkLength.value());
            return null;
        });
        persistence.followConfiguration();
        oomScore.follow();
        replication.followConfiguration();
    }

    /**
     * Saves if it is configured to and stops (SHUTDOWN FORCE); what cannot be saved is lost, and the log says so. Not
     * on the main thread.
     */
    public void shutDownAndStop() {
        if (!shutdown.finished().isDone()) {
            shutdown.announce();
            mainThread.execute(() -> {
                try {
                    shutdown.endWithoutWaiting();
                } finally {
                    // Whatever went wrong: nobody waits for ever.
                    shutdown.finished().complete(1);
                }
            });
            shutdown.finished().join();
        }
        stop();
    }

    /**
     * Stops listening, closes all connections and ends all threads; returns when that is done, whoever asked first. Not
     * on the main thread.
     */
    public void stop() {
        if (stopBegun.compareAndSet(false, true)) {
            try {
                endAll();
            } finally {
                stopped.complete(null);
            }
        }
        stopped.join();
    }

    private void endAll() {
        listeners.close();
        if (cluster != null) {
            cluster.close();
        }
        scripting.debugging().endCopies();
        persistence.abort();
        if (clientLoops != mainLoopGroup) {
            // First, for what they still hand over needs the main thread.
            clientLoops.end();
        }
        mainThread.executeAndWait(() -> {
            metrics.close();
            persistence.close();
        });
        mainLoopGroup.end();
        migrationSockets.closeAll();
        watchdog.close();
    }

    // ---- clients ----

    /** A connection was opened. Returns its client, or null if it is turned away. */
    public @Nullable Client accept(Connection connection) {
        return clientLife.accept(connection);
    }

    /** A connection is gone. */
    public void closed(Client client) {
        clientLife.closed(client);
    }

    // ---- administration ----

    /** Says in the log which parameters were set though nothing is behind them yet. */
    public void logCaveats() {
        for (String caveat : config.takeCaveats()) {
            log.warning(caveat);
        }
    }

    /** Sets counters back (CONFIG RESETSTAT). */
    public void resetStatistics() {
        stats.reset();
        time.resetStatistics();
        rates.reset();
        persistence.appendOnlyFile().resetStatistics();
        replication.resetStatistics();
        errorStats.reset();
        commands.forEachInUse(Command::resetStatistics);
    }

    // ---- failures ----

    public void countError(ErrorReply error) {
        stats.totalErrorReplies++;
        if (!errorStats.count(error.code())) {
            log.warning("Errorstats stopped adding new errors because the number of errors reached the limit, may be"
                    + " misuse of lua error_reply, please check INFO ERRORSTATS, this can be re-enabled via CONFIG"
                    + " RESETSTAT.");
            log.warning("Current errors code list: " + errorStats.codes());
            stats.lazyfreedObjects += errorStats.disable();
        }
    }

    /** Where broken invariants are told. */
    public FailureReports failures() {
        return failures;
    }

    /** What is held back for the day when the heap is full. */
    public MemoryReserve memory() {
        return memory;
    }

    /** Holds memory back, or again, if it can be had. Called once a second. */
    void checkMemory() {
        memoryUse.peakBytes();
        memory.check(heapUsedBytes(), Runtime.getRuntime().maxMemory(), databases.size());
    }

    // ---- what INFO asks ----

    /** What the heap holds, garbage included, in bytes. */
    public static long heapUsedBytes() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    public long uptimeSeconds() {
        return (time.nanos() - startedAtNanos) / 1_000_000_000;
    }

    /** How often a second cron runs now; with {@code dynamic-hz} more than {@code hz} when there are many clients. */
    public int currentHz() {
        return cron.hz();
    }

    /** 40 hexadecimal digits that name this data set's history (master_replid). */
    public String replicationId() {
        return replication.history().id();
    }

    public Rates rates() {
        return rates;
    }

    // ---- parts ----

    public MainThread mainThread() {
        return mainThread;
    }

    public ServerConfig config() {
        return config;
    }

    public ServerLog log() {
        return log;
    }

    public RandomSource random() {
        return random;
    }

    public CommandTime time() {
        return time;
    }

    public ServerStats stats() {
        return stats;
    }

    public ErrorStats errorStats() {
        return errorStats;
    }

    public KeyspaceEffects effects() {
        return effects;
    }

    public Propagation propagation() {
        return propagation;
    }

    public Clients clients() {
        return clients;
    }

    public ClientLife clientLife() {
        return clientLife;
    }

    /** Who may do what. */
    public AccessControl access() {
        return access;
    }

    /** Makes and changes users. */
    public UserChanges userChanges() {
        return userChanges;
    }

    public ClientPause pause() {
        return pause;
    }

    public CommandTable commands() {
        return commands;
    }

    /** What each client takes, and all together. */
    public ClientMemory clientMemory() {
        return clientMemory;
    }

    /** What is used of the memory, and of how much. */
    public MemoryUse memoryUse() {
        return memoryUse;
    }

    /** What gives way when memory is short. */
    public Eviction eviction() {
        return eviction;
    }

    public Databases databases() {
        return databases;
    }

    public OomScore oomScore() {
        return oomScore;
    }

    public Expiration expiration() {
        return expiration;
    }

    public ActiveExpireCycle expireCycle() {
        return expireCycle;
    }

    public DatabasesCron databasesCron() {
        return databasesCron;
    }

    /** Keys that transactions depend on. */
    public WatchedKeys watchedKeys() {
        return watchedKeys;
    }

    /** What is noted of the server's own work: slow commands, latencies, who monitors. */
    public Observation observation() {
        return observation;
    }

    /** Channels and who listens to them. */
    public PubSub pubSub() {
        return pubSub;
    }

    /** Who keeps copies of keys and is told when they change. */
    public Tracking tracking() {
        return tracking;
    }

    /** Scripts and functions, and the one that runs. */
    public Scripting scripting() {
        return scripting;
    }

    /** True when the end was decided: nobody begins anything, and what runs for long stops. */
    public boolean isStopping() {
        return shutdown.isAnnounced() || mainThread.isEnding();
    }

    /** Clients that wait for something: a key, a replica. */
    public BlockedClients blockedClients() {
        return blockedClients;
    }

    /** Where MIGRATE sends keys. */
    public MigrationSockets migrationSockets() {
        return migrationSockets;
    }

    /** DEBUG SET-DISABLE-DENY-SCRIPTS: true if scripts may call even what no script may. */
    public boolean scriptsMayCallAll() {
        return scriptsMayCallAll;
    }

    public void scriptsMayCallAll(boolean yes) {
        scriptsMayCallAll = yes;
    }

    /** The data on disk. */
    public Persistence persistence() {
        return persistence;
    }

    public Cron cron() {
        return cron;
    }

    /** This server as a node of a cluster; null if it is none. */
    public @Nullable ClusterService cluster() {
        return cluster;
    }

    /** Who copies this server, and whom it copies. */
    public Replication replication() {
        return replication;
    }

    /** What this process is instead of a server; null for a server. */
    public @Nullable Sentinel sentinel() {
        return sentinel;
    }

    public CommandDispatcher dispatcher() {
        return dispatcher;
    }

    /** For those who execute commands within a command. */
    public CommandExecutor executor() {
        return executor;
    }

    /** How large requests may be, and what memory they have taken in advance. */
    public DecoderLimits decoderLimits() {
        return decoderLimits;
    }

    /** Where this server listens. */
    public Listeners listeners() {
        return listeners;
    }

    public Transport transport() {
        return transport;
    }

    /** Looks what the main thread does when it takes long. */
    public Watchdog watchdog() {
        return watchdog;
    }

    /** What follows from the requests of a turn. */
    public TurnEnd turnEnd() {
        return turnEnd;
    }

    public Shutdown shutdown() {
        return shutdown;
    }

    /** 40 hexadecimal digits, another one at each start. */
    public String runId() {
        return runId;
    }

    /** The TCP port, known after {@link #start()}; 0 if there is none. */
    public int port() {
        return listeners.port();
    }

    /** The port for encrypted connections; 0 if there is none. */
    public int tlsPort() {
        return listeners.tlsPort();
    }
}
