package io.miniredis.server;

import io.miniredis.datastructures.RandomSource;
import io.miniredis.server.config.CommandLine;
import io.miniredis.server.config.ConfigException;
import io.miniredis.server.config.ServerConfig;
import io.miniredis.server.config.SystemError;
import io.miniredis.server.log.LineLog;
import io.miniredis.server.log.ProcessId;
import io.miniredis.server.log.ServerLog;
import io.miniredis.server.log.SyslogLog;
import io.miniredis.server.net.NettyStart;
import io.miniredis.server.net.UnixDatagrams;
import io.miniredis.server.sentinel.Sentinel;
import io.miniredis.server.snapshot.Children;
import io.miniredis.server.time.SystemClock;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.Security;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The command line, as redis-server takes it: a configuration file, options, or both. Ends with exit code 0 after a
 * shutdown, 1 if the server could not start.
 */
public final class Main {
    private static final int ABORT_SIGNAL = 6;
    /** Of a sentinel that was told to simulate a failure. */
    private static final int CRASH_EXIT_CODE = 99;

    private final ServerConfig config;
    private final SystemClock clock = new SystemClock();
    private final ServerLog log;
    private Supervisor supervisor = Supervisor.NONE;

    private Main(ServerConfig config) {
        this.config = config;
        this.log = log(config, clock);
    }

    private static ServerLog log(ServerConfig config, SystemClock clock) {
        LineLog lines = new LineLog(clock, System.out, logFile(config), config.process.logLevel.value());
        if (!config.process.syslogEnabled.value()) {
            return lines;
        }
        UnixDatagrams syslog = new UnixDatagrams(SyslogLog.SOCKET);
        return new SyslogLog(
                lines, config.process.syslogIdent.utf8(), config.process.syslogFacility.choice(), syslog::send);
    }

    private static @Nullable Path logFile(ServerConfig config) {
        return config.process.logFile.isEmpty()
                ? null
                : config.process.directory.resolve(config.process.logFile.utf8());
    }

    public static void main(String[] args) {
        System.exit(run(args));
    }

    /** Ends the process at once, without a shutdown: a rehearsal went wrong. */
    static void abandon() {
        Runtime.getRuntime().halt(1);
    }

    private static int run(String[] args) {
        if (CheckTools.isMeant(args)) {
            return CheckTools.run(args, System.out, System.err);
        }
        CommandLine commandLine = CommandLine.parse(args);
        CommandLine.Action action = commandLine.action();
        boolean sentinel =
                action == CommandLine.Action.SENTINEL || (action == CommandLine.Action.START && isNamedSentinel());
        if (action != CommandLine.Action.START && !sentinel) {
            return answer(action);
        }
        ServerConfig config = sentinel ? ServerConfig.ofSentinel() : ServerConfig.defaults();
        try {
            config.load(commandLine, System.in, new StartDirectives(sentinel));
            return new Main(config).serve(args.length == 0);
        } catch (ConfigException e) {
            System.err.println(e.text());
            return 1;
        }
    }

    /** True if the jar has a name that contains redis-sentinel. */
    private static boolean isNamedSentinel() {
        String command = System.getProperty("sun.java.command", "");
        int end = command.indexOf(' ');
        String jar = end < 0 ? command : command.substring(0, end);
        return jar.indexOf("redis-sentinel", jar.lastIndexOf('/') + 1) >= 0;
    }

    private static int answer(CommandLine.Action action) {
        PrintStream out = action == CommandLine.Action.VERSION ? System.out : System.err;
        out.print(CommandLineText.of(action));
        return action == CommandLine.Action.VERSION ? 0 : 1;
    }

    /**
     * Names of hosts are looked up each time, as by a process that asks its system: the JVM would keep an address for
     * 30 seconds, and that there is none for 10, while a sentinel waits for the name of a primary to move. An embedded
     * server leaves that to its application.
     */
    private static void forgetAddressesOfNames() {
        Security.setProperty("networkaddress.cache.ttl", "0");
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
    }

    private int serve(boolean withoutConfiguration) {
        RedisServer server = null;
        if (config.isSentinel()) {
            forgetAddressesOfNames();
            // Its directives are applied, and may be refused, before anything is said.
            log.role('X');
            server = new RedisServer(config, clock, RandomSource.unpredictableSeed(), log);
            if (!mayKeepState()) {
                return 1;
            }
        }
        if (Daemon.isAsked(config)) {
            return Daemon.start(config.standardInput());
        }
        long processId = ProcessId.current();
        NettyStart.begin(log, processId);
        findSupervisor();
        log.notice("oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo");
        log.notice("Redis version=" + ServerConfig.REDIS_VERSION + ", bits=64, commit=00000000, modified=0, pid="
                + processId + ", just started");
        if (withoutConfiguration) {
            log.warning("Warning: no config file specified, using the default config. In order to specify a config file"
                    + " use java -jar mini-redis.jar /path/to/redis.conf");
        } else {
            log.notice("Configuration loaded");
        }
        for (String caveat : config.takeCaveats()) {
            log.warning(caveat);
        }
        if (server == null) {
            server = new RedisServer(config, clock, RandomSource.unpredictableSeed(), log);
        }
        return serve(server, processId);
    }

    /** A sentinel keeps in its configuration file what it must not forget. */
    private boolean mayKeepState() {
        Path file = config.file();
        if (file == null) {
            log.warning("Sentinel needs config file on disk to save state. Exiting...");
            return false;
        }
        // Whether it can be opened is no more than Files.isWritable says, but it says why not.
        try (FileChannel opened = FileChannel.open(file, StandardOpenOption.WRITE)) {
            return opened.isOpen();
        } catch (IOException refused) {
            log.warning(
                    "Sentinel config file " + file + " is not writable: " + SystemError.of(refused) + ". Exiting...");
            return false;
        }
    }

    /** Returns the exit code when the server has ended. */
    private int serve(RedisServer server, long processId) {
        server.persistence().snapshots().startChildren(new Children(log, server.oomScore()));
        try {
            server.open(false, !config.isSentinel());
        } catch (IOException e) {
            log.warning(e.getMessage() == null ? e.toString() : e.getMessage());
            return 1;
        }
        // Whoever reads the process id in the banner may connect at once.
        StartBanner.show(config, log, processId);
        if (!config.isSentinel()) {
            log.notice("Server initialized");
        }
        Path pidFile = writePidFile(processId);
        installSignals(server);
        server.shutdown().whenBegun(supervisor::stopping);
        int exitCode = loadAndServe(server);
        if (exitCode != 0) {
            // It could not start, or must not go on: what the log said about that is the last word.
            return exitCode;
        }
        server.stop();
        removePidFile(pidFile);
        return exitCode;
    }

    /** Returns the exit code when the server has ended. */
    private int loadAndServe(RedisServer server) {
        CompletableFuture<Integer> finished = server.shutdown().finished();
        Sentinel sentinel = server.sentinel();
        if (sentinel != null) {
            sentinel.onCrash(() -> Runtime.getRuntime().halt(CRASH_EXIT_CODE));
            server.announce();
            supervisor.ready(false);
            return finished.join();
        }
        CompletableFuture<Boolean> loaded = server.persistence().load();
        if (!loaded.isDone()) {
            CompletableFuture.anyOf(loaded, finished).join();
        }
        if (!finished.isDone()) {
            if (!loaded.join()) {
                return 1;
            }
            server.announce();
            ScriptRehearsal.begin(clock, Children::rehearse);
            supervisor.ready(server.config().replication.replicaOf.host() != null);
        }
        return finished.join();
    }

    private void findSupervisor() {
        String mode = config.process.supervised.choice();
        if (mode.equals("no")) {
            return;
        }
        supervisor = Supervisor.find(mode, System.getenv(), log);
        if (supervisor != Supervisor.NONE) {
            config.with("supervised", "systemd");
        }
    }

    private void installSignals(RedisServer server) {
        // A shell tells by such an exit code that a process died of a signal.
        server.failures().processEnd(signal -> Runtime.getRuntime().halt(128 + signal));
        try {
            Signals.install(
                    () -> signalled(server, Shutdown.Signal.SIGTERM),
                    () -> signalled(server, Shutdown.Signal.SIGINT),
                    () -> server.failures().crash(ABORT_SIGNAL));
        } catch (ReflectiveOperationException e) {
            log.warning("Signals cannot be handled on this JVM: " + e);
        }
    }

    /** On a thread of the JVM's. */
    private void signalled(RedisServer server, Shutdown.Signal signal) {
        if (server.shutdown().signalled(signal)) {
            return;
        }
        try {
            Files.deleteIfExists(server.persistence().rdb().temporaryFile());
        } catch (IOException e) {
            log.warning("Failed to remove the temp RDB file: " + e.getMessage());
        }
        abandon();
    }

    private @Nullable Path writePidFile(long processId) {
        if (config.process.pidFile.isEmpty()) {
            if (!Daemon.isRunning()) {
                return null;
            }
            config.with("pidfile", Daemon.DEFAULT_PID_FILE);
        }
        Path file = config.process.directory.resolve(config.process.pidFile.utf8());
        try {
            Files.writeString(file, processId + "\n", StandardCharsets.US_ASCII);
            return file;
        } catch (IOException e) {
            log.warning("Failed to write PID file: " + e.getMessage());
            return null;
        }
    }

    private void removePidFile(@Nullable Path file) {
        if (file == null) {
            return;
        }
        log.notice("Removing the pid file.");
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            log.warning("Failed to remove the PID file: " + e.getMessage());
        }
    }
}
