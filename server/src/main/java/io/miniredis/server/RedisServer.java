package io.miniredis.server;

import io.miniredis.datastructures.RandomSource;
import io.miniredis.persistence.file.DiskFileSystem;
import io.miniredis.persistence.file.FileSystem;
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
import io.miniredis.server.memory.Memory;
import io.miniredis.server.metrics.MetricsPort;
import io.miniredis.server.migration.MigrationSockets;
import io.miniredis.server.monitoring.FailureReports;
import io.miniredis.server.monitoring.Observation;
import io.miniredis.server.monitoring.Watchdog;
import io.miniredis.server.net.Network;
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
    private final ServerConfig config;
    private final ServerLog log;
    private final RandomSource random;
    private final CommandTime time;
    private final ServerStats stats = new ServerStats();
    private final Rates rates = new Rates();
    private final ErrorStats errorStats = new ErrorStats();
    private final FailureReports failures = new FailureReports(this);

    // Data, and who hears of their changes.
    private final Databases databases;
    private final Expiration expiration;
    private final ActiveExpireCycle expireCycle;
    private final DatabasesCron databasesCron;
    private final KeyspaceEffects effects = new KeyspaceEffects();
    private final Propagation propagation = new Propagation();
    private final WatchedKeys watchedKeys;
    private final Memory memory;

    // Clients, and the way of their requests.
    private final Clients clients = new Clients();
    private final ClientLife clientLife;
    private final ClientPause pause = new ClientPause();
    private final BlockedClients blockedClients;
    private final AccessControl access;
    private final UserChanges userChanges;
    private final CommandTable commands;
    private final CommandDispatcher dispatcher;
    private final CommandExecutor executor;

    // What the server can do besides.
    private final PubSub pubSub;
    private final Tracking tracking;
    private final Scripting scripting;
    private final Observation observation;
    private final Persistence persistence;
    private final Replication replication;
    private final MigrationSockets migrationSockets = new MigrationSockets();
    private final @Nullable ClusterService cluster;
    private final @Nullable Sentinel sentinel;

    // How it runs and ends.
    private final Network network;
    private final MetricsPort metrics = new MetricsPort(this);
    private final MainThread mainThread;
    private final TurnEnd turnEnd;
    private final Cron cron;
    private final Watchdog watchdog;
    private final OomScore oomScore;
    private final Shutdown shutdown;
    private final AtomicBoolean stopBegun = new AtomicBoolean();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private final String runId;
    private final long startedAtNanos;

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
        this.memory = new Memory(this);
        this.watchedKeys = new WatchedKeys(databases);
        this.blockedClients = new BlockedClients(this, databases.awaitedKeys());
        this.expireCycle = new ActiveExpireCycle(config, clock, databases, stats, propagation);
        this.databasesCron = new DatabasesCron(config, clock, databases, expireCycle, expiration);
        this.executor = new CommandExecutor(this);
        this.dispatcher = new CommandDispatcher(this, commands, new AdmissionControl(this), executor);
        this.network = new Network(this, memory::outOfMemory);
        this.mainThread = new MainThread(network.mainLoop(), clock, log);
        this.persistence = new Persistence(this, files, mainThread);
        this.clientLife = new ClientLife(this, Memory.mostOutputBytes());
        this.observation = new Observation(config.monitoring, clock, clientLife);
        this.pubSub = new PubSub(databases.collections().hash, clientLife, config.cluster.enabled.value());
        this.tracking = new Tracking(this);
        this.scripting = new Scripting(this);
        this.watchdog = new Watchdog(config.process.watchdogPeriodMillis, config.keyspace.hz, clock, log);
        this.turnEnd = new TurnEnd(this);
        this.cron = new Cron(this);
        this.shutdown = new Shutdown(this);
        this.oomScore = new OomScore(config.process, log, OomScore.PROCESSES);
        this.replication = new Replication(this);
        this.cluster = config.cluster.enabled.value() ? new ClusterService(this) : null;
        this.sentinel = config.isSentinel() ? new Sentinel(this) : null;
        tellOfChanges();
        memory.count(tracking, scripting, replication);
        mainThread.afterwards(turnEnd::actionDone);
        mainThread.beforeWaiting(turnEnd::beforeWaiting);
    }

    /** Who hears of changed keys, in this order. */
    private void tellOfChanges() {
        effects.addListener(watchedKeys);
        effects.addListener(tracking);
        effects.addListener(new KeyspaceNotifications(config.keyspace.notifyKeyspaceEvents, pubSub));
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
     * @param loads true if {@link Persistence#load} will be called: until it is done clients wait, or are told so if it lasts
     */
    void open(boolean freePort, boolean loads) throws IOException {
        if (loads) {
            persistence.beginLoading();
            network.listeners().hold();
        }
        try {
            userChanges.begin();
            if (cluster != null) {
                cluster.start();
            }
            network.open(freePort);
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
        mainThread.executeIfRunning(network.listeners()::accept);
        network.listeners().announce();
    }

    /** Lets CONFIG SET reach what does not look its parameter up at each use. */
    private void followConfiguration() {
        config.process.logLevel.onChange(() -> {
            log.level(config.process.logLevel.value());
            return null;
        });
        network.followConfiguration();
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
        network.stopListening();
        if (cluster != null) {
            cluster.close();
        }
        scripting.debugging().endCopies();
        persistence.abort();
        network.endClientLoops();
        mainThread.executeAndWait(() -> {
            metrics.close();
            persistence.close();
        });
        network.endMainLoop();
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

    // ---- what INFO asks ----

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

    /** What is used of the memory, and what gives way when it is short. */
    public Memory memory() {
        return memory;
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

    /** Event loops, sockets that are listened on. */
    public Network network() {
        return network;
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
        return network.listeners().port();
    }

    /** The port for encrypted connections; 0 if there is none. */
    public int tlsPort() {
        return network.listeners().tlsPort();
    }
}
