package io.miniredis.server;

import io.miniredis.datastructures.RandomSource;
import io.miniredis.persistence.file.DiskFileSystem;
import io.miniredis.persistence.file.FileSystem;
import io.miniredis.persistence.rdb.DumpWriter;
import io.miniredis.protocol.DecoderLimits;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Request;
import io.miniredis.server.acl.AccessControl;
import io.miniredis.server.acl.UserChanges;
import io.miniredis.server.aof.AofLoader;
import io.miniredis.server.aof.AppendOnlyFile;
import io.miniredis.server.client.BlockedClients;
import io.miniredis.server.client.Client;
import io.miniredis.server.client.ClientLife;
import io.miniredis.server.client.ClientPause;
import io.miniredis.server.client.Clients;
import io.miniredis.server.client.Connection;
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
import io.miniredis.server.metrics.MetricsEndpoint;
import io.miniredis.server.migration.MigrationSockets;
import io.miniredis.server.monitoring.CrashReport;
import io.miniredis.server.monitoring.Observation;
import io.miniredis.server.net.Listeners;
import io.miniredis.server.net.SteadyEventLoops;
import io.miniredis.server.net.Transport;
import io.miniredis.server.persistence.Loading;
import io.miniredis.server.persistence.RdbLoading;
import io.miniredis.server.persistence.RdbSaving;
import io.miniredis.server.propagation.Propagation;
import io.miniredis.server.pubsub.KeyspaceNotifications;
import io.miniredis.server.pubsub.PubSub;
import io.miniredis.server.scripting.Scripting;
import io.miniredis.server.snapshot.Snapshots;
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
 * The server: puts its parts together, starts and stops them, and is what parts know of each other (struct redisServer).
 *
 * <p>Everything but {@link #start()}, {@link #stop()} and {@link #mainThread()} is called on the main thread.
 */
public final class RedisServer {
    /** The percentage of direct memory, which is where output is gathered, that may wait to be sent. */
    private static final int OUTPUT_PERCENT = 75;

    /** One full report in so much time: a client may repeat what fails. */
    private static final long CRASH_REPORT_PAUSE_NANOS = 60_000_000_000L;
    /** How long clients wait, while data are loaded, to be told so. */
    private static final long LOADING_SLICE_NANOS = 20_000_000;

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
    private final CommandTable commands = CommandCatalog.newTable();
    private final AccessControl access = new AccessControl(this);
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
    private final Snapshots snapshots;
    private final Loading loading = new Loading();
    private final FileSystem files;
    private final RdbSaving rdb;
    private final RdbLoading rdbLoading;
    private final Cron cron;
    private final Shutdown shutdown;
    private final AtomicBoolean stopBegun = new AtomicBoolean();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private final AppendOnlyFile appendOnlyFile;
    private boolean endsTurn;
    private final String runId;
    private final String replicationId;
    private final long startedAtNanos;
    private boolean scriptsMayCallAll;
    private final MigrationSockets migrationSockets = new MigrationSockets();
    private final DumpWriter dumps = new DumpWriter();
    private boolean verifiesChecksums = true;
    private @Nullable MetricsEndpoint metrics;
    private long nextCrashReportNanos = Long.MIN_VALUE;

    public RedisServer(ServerConfig config, Clock clock, long seed, ServerLog log) {
        this(config, clock, seed, log, new DiskFileSystem());
    }

    /** @param files where the data are persisted */
    public RedisServer(ServerConfig config, Clock clock, long seed, ServerLog log, FileSystem files) {
        this.config = config;
        this.files = files;
        this.log = log;
        this.random = new RandomSource(seed);
        this.runId = random.hex(40);
        this.replicationId = random.hex(40);
        this.startedAtNanos = clock.nanos();
        this.time = new CommandTime(clock);
        for (RenamedCommand renamed : config.renamedCommands()) {
            commands.rename(renamed.from(), renamed.to());
        }
        this.userChanges = new UserChanges(this, access.users());
        if (!config.security.requirePassword.isEmpty()) {
            userChanges.requirePassword(config.security.requirePassword.value());
        }
        config.security.requirePassword.onChange(() -> {
            userChanges.requirePassword(config.security.requirePassword.value());
            return null;
        });
        config.onRewrite(userChanges::configurationLines);
        this.expiration = new Expiration(config, stats, effects, propagation, pause);
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
        effects.addListener(watchedKeys);
        this.blockedClients = new BlockedClients(this, databases.awaitedKeys());
        this.expireCycle = new ActiveExpireCycle(config, clock, databases, stats, propagation);
        this.databasesCron = new DatabasesCron(config, clock, databases, expireCycle);
        this.rdb = new RdbSaving(this, files);
        this.rdbLoading = new RdbLoading(this, files);
        this.executor = new CommandExecutor(this);
        this.dispatcher = new CommandDispatcher(
                this, commands, new AdmissionControl(this, pause, memory, eviction, access), executor);

        this.mainLoopGroup = eventLoops("redis-main", 1);
        this.clientLoops = config.network.ioThreads.value() == 1
                ? mainLoopGroup
                : eventLoops("redis-io", config.network.ioThreads.value() - 1);
        this.mainThread = new MainThread(mainLoopGroup.next(), clock, log);
        this.snapshots = new Snapshots(mainThread, databases, clock, stats);
        this.clientLife = new ClientLife(this, PlatformDependent.estimateMaxDirectMemory() / 100 * OUTPUT_PERCENT);
        this.observation = new Observation(config.monitoring, clock, clientLife);
        this.pubSub = new PubSub(databases.collections().hash, clientLife);
        this.tracking = new Tracking(this);
        this.scripting = new Scripting(this);
        effects.addListener(tracking);
        memoryUse.add(tracking::sizeBytes);
        memoryUse.add(scripting::scriptBytes);
        memoryUse.add(scripting::functionBytes);
        effects.addListener(new KeyspaceNotifications(config.keyspace.notifyKeyspaceEvents, pubSub));
        followMemoryLimits();
        this.mainThread.afterwards(this::actionDone);
        this.listeners = new Listeners(this, transport, mainLoopGroup, clientLoops, decoderLimits);
        this.cron = new Cron(this);
        this.shutdown = new Shutdown(this);
        this.appendOnlyFile = new AppendOnlyFile(this);
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
        boolean reads = loads || config.persistence.appendOnly.value();
        open(freePort, reads);
        if (reads && !load().join()) {
            stop();
            throw new IOException(
                    "the data in " + config.process.directory.value() + " cannot be loaded: the log says why");
        }
        announce();
    }

    /**
     * Begins to listen and to serve, and leaves it to {@link #announce()} to say so.
     *
     * @param loads true if {@link #load} will be called: until it is done clients are told so
     */
    void open(boolean freePort, boolean loads) throws IOException {
        if (loads) {
            // Before the first client comes, who must not change what is not there yet.
            loading.begin(0, time.millis() / 1_000);
        }
        try {
            userChanges.begin();
            listeners.open(freePort);
        } catch (IOException e) {
            stop();
            throw e;
        }
        followConfiguration();
        mainThread.execute(cron::start);
        int metricsPort = config.monitoring.metricsPort.value();
        if (metricsPort != 0) {
            openMetrics(metricsPort);
        }
    }

    private void openMetrics(int metricsPort) throws IOException {
        try {
            metrics = MetricsEndpoint.open(this, metricsPort);
        } catch (IOException e) {
            stop();
            throw new IOException("Could not listen on metrics-port " + metricsPort + ": " + e.getMessage(), e);
        }
        log.notice("Metrics for Prometheus at port " + metricsPort);
    }

    /**
     * Reads the data from the disk, if there are any, while clients are told to wait; after {@link #open}.
     *
     * @return completed with false if the server must not start; the log says why
     */
    CompletableFuture<Boolean> load() {
        if (!config.persistence.appendOnly.value()) {
            return rdbLoading.begin();
        }
        CompletableFuture<Boolean> loaded = new CompletableFuture<>();
        mainThread.execute(() -> {
            AofLoader loader = new AofLoader(this);
            if (!loader.loadManifest()) {
                loaded(false, loaded);
            } else if (loader.begin()) {
                load(loader, loaded);
            } else {
                loaded(loader.isUsable() && appendOnlyFile.openAtStart(), loaded);
            }
        });
        return loaded;
    }

    private void load(AofLoader loader, CompletableFuture<Boolean> loaded) {
        try {
            if (loader.step(LOADING_SLICE_NANOS)) {
                mainThread.executeNextTurn(() -> load(loader, loaded));
                return;
            }
        } catch (RuntimeException | StackOverflowError | LinkageError | OutOfMemoryError failure) {
            log.failure("Loading the append only file", failure);
            loaded(false, loaded);
            return;
        }
        loaded(loader.isUsable() && appendOnlyFile.openAtStart(), loaded);
    }

    private void loaded(boolean successfully, CompletableFuture<Boolean> result) {
        loading.end();
        rdb.forgetChanges();
        result.complete(successfully);
    }

    /** Tells the log that clients may come. */
    void announce() {
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
        decoderLimits.maxBulkLength(config.network.protoMaxBulkLength.value());
        config.network.protoMaxBulkLength.onChange(() -> {
            decoderLimits.maxBulkLength(config.network.protoMaxBulkLength.value());
            return null;
        });
        appendOnlyFile.followConfiguration();
    }

    /**
     * Saves if it is configured to and stops (SHUTDOWN FORCE); what cannot be saved is lost, and the log says so. Not on the
     * main thread.
     */
    public void shutDownAndStop() {
        if (!shutdown.finished().isDone()) {
            shutdown.announce();
            mainThread.execute(() -> {
                try {
                    shutdown.begin(new ShutdownOptions(false, false, true, true));
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
     * Stops listening, closes all connections and ends all threads; returns when that is done, whoever asked first. Not on
     * the main thread.
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
        if (metrics != null) {
            metrics.close();
        }
        listeners.close();
        rdbLoading.cancel();
        snapshots.abortFromOutside();
        if (clientLoops != mainLoopGroup) {
            // First, for what they still hand over needs the main thread.
            clientLoops.end();
        }
        mainThread.executeAndWait(appendOnlyFile::close);
        mainLoopGroup.end();
        migrationSockets.closeAll();
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

    /** A batch of requests of one read is executed: its replies go out. */
    public void batchDone(@Nullable Client client, long inputBytes) {
        if (scripting.isBusy()) {
            // A script is in the middle of its work: what it has changed has no consequences yet.
            clientLife.batchDoneWhileBusy(client, inputBytes);
            return;
        }
        expireCycle.runFast();
        blockedClients.serveReadyKeys();
        tracking.broadcast();
        boolean waits = appendOnlyFile.holdsReplies() && !mainThread.isHolding();
        if (waits && clientLife.batchReceived(client, inputBytes)) {
            endTurnLater();
        } else {
            clientLife.batchDone(client, inputBytes);
        }
        memoryDone();
        mainThread.ensureAlarm();
    }

    /** Replies go out when all clients whose requests have arrived were served: their changes are written at once. */
    private void endTurnLater() {
        if (!endsTurn) {
            endsTurn = true;
            mainThread.execute(() -> endsTurn = false);
        }
    }

    /** Asked before replies are sent: writes the changes that they tell of. False if they must not be sent. */
    public boolean mayReply() {
        return !appendOnlyFile.holdsReplies() || appendOnlyFile.flushBeforeReplies();
    }

    /** The main thread has done something but requests: what follows from it, before it waits (beforeSleep). */
    private void actionDone() {
        blockedClients.serveReadyKeys();
        tracking.broadcast();
        if (mayReply()) {
            clientLife.flushAll();
        }
        memoryDone();
    }

    private void memoryDone() {
        if (clientMemory.isEvicting()) {
            eviction.evictClients();
        }
        eviction.batchDone();
    }

    public void flushOrClose(Client client) {
        clientLife.flushOrClose(client);
    }

    /** A client sent what is not RESP: it is told so, behind the replies it still gets, and cut off. */
    public void protocolError(@Nullable Client client, String text) {
        clientLife.protocolError(client, text);
    }

    public void failProtocol(Client client, String text) {
        clientLife.failProtocol(client, text);
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
        appendOnlyFile.resetStatistics();
        errorStats.reset();
        commands.forEachInUse(Command::resetStatistics);
    }

    // ---- failures ----

    public void countError(ErrorReply error) {
        stats.totalErrorReplies++;
        errorStats.count(error.code());
    }

    /**
     * A request met a broken invariant; its client is answered {@link io.miniredis.protocol.Errors#INTERNAL}. The log gets
     * a report, or after a recent one only the failure itself.
     */
    public void reportFailure(String when, Throwable failure, Client client, Request request) {
        stats.unexpectedErrorReplies++;
        long now = time.nanos();
        if (config.process.crashLogEnabled.value() && now >= nextCrashReportNanos) {
            nextCrashReportNanos = now + CRASH_REPORT_PAUSE_NANOS;
            log.warning("Internal error " + when + ", a report follows");
            log.raw(new CrashReport(this).of(when, failure, client, request));
        } else {
            log.failure("Internal error " + when, failure);
        }
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
        return replicationId;
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

    /** What makes the payloads of DUMP. */
    public DumpWriter dumps() {
        return dumps;
    }

    /** Where MIGRATE sends keys. */
    public MigrationSockets migrationSockets() {
        return migrationSockets;
    }

    /** False after DEBUG SET-SKIP-CHECKSUM-VALIDATION: payloads and files are read whatever their checksum. */
    public boolean verifiesChecksums() {
        return verifiesChecksums;
    }

    public void verifiesChecksums(boolean yes) {
        verifiesChecksums = yes;
    }

    /** DEBUG SET-DISABLE-DENY-SCRIPTS: true if scripts may call even what no script may. */
    public boolean scriptsMayCallAll() {
        return scriptsMayCallAll;
    }

    public void scriptsMayCallAll(boolean yes) {
        scriptsMayCallAll = yes;
    }

    /** Whether the data is being read. */
    public Loading loading() {
        return loading;
    }

    /** Where the data is saved. */
    public FileSystem files() {
        return files;
    }

    /** The data as an RDB file. */
    public RdbSaving rdb() {
        return rdb;
    }

    public RdbLoading rdbLoading() {
        return rdbLoading;
    }

    /** Frozen views of the data, for whoever writes it somewhere. */
    public Snapshots snapshots() {
        return snapshots;
    }

    public Cron cron() {
        return cron;
    }

    public AppendOnlyFile appendOnlyFile() {
        return appendOnlyFile;
    }

    /** True while a thread writes a snapshot: where Redis has a child process. */
    public boolean hasBackgroundWriter() {
        return snapshots.isRunning();
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

    public Transport transport() {
        return transport;
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
