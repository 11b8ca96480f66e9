package io.miniredis;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.RandomSource;
import io.miniredis.protocol.RespValue;
import io.miniredis.server.InProcessCall;
import io.miniredis.server.RedisServer;
import io.miniredis.server.config.ServerConfig;
import io.miniredis.server.config.TextParameter;
import io.miniredis.server.log.LineLog;
import io.miniredis.server.log.ServerLog;
import io.miniredis.server.log.SilentLog;
import io.miniredis.server.log.StartLog;
import io.miniredis.server.time.Clock;
import io.miniredis.server.time.SystemClock;
import io.miniredis.server.time.VirtualClock;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Redis server inside this JVM.
 *
 * <pre>{@code
 * try (MiniRedis redis = MiniRedis.builder().port(0).start()) {
 *     Jedis client = new Jedis(redis.uri());
 *     client.set("greeting", "hello");
 * }
 * }</pre>
 *
 * <p>Several servers may run in one JVM; they share nothing. A server installs no signal handler, never ends the JVM,
 * and leaves no thread of its own behind when it is closed (Netty's global executor ends a second later). All methods
 * may be called from any thread.
 */
public final class MiniRedis implements AutoCloseable {
    private final RedisServer server;
    private final @Nullable RedisClock clock;
    private final int firstPort;

    private MiniRedis(RedisServer server, @Nullable RedisClock clock) {
        this.server = server;
        this.clock = clock;
        this.firstPort = server.port();
    }

    /** Describes a server; the defaults are Redis's, but it listens on 127.0.0.1 alone. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * A server on a free port, with Redis's defaults for the rest.
     *
     * @throws UncheckedIOException if it cannot listen
     */
    public static MiniRedis start() {
        return builder().start();
    }

    /** A sentinel or another server that was put together elsewhere, and has started. */
    static MiniRedis of(RedisServer server) {
        endAfterShutdown(server);
        return new MiniRedis(server, null);
    }

    /** SHUTDOWN decides on the main thread, which cannot wait for its own end. */
    private static void endAfterShutdown(RedisServer server) {
        server.shutdown().finished().thenRunAsync(server::stop);
    }

    /** The TCP port it listens on; after its end the one it had, so that another server can be started in its place. */
    public int port() {
        int port = server.port();
        return port == 0 ? firstPort : port;
    }

    /** The port for encrypted connections, {@code tls-port}; 0 if there is none. */
    public int tlsPort() {
        return server.tlsPort();
    }

    /** The address to connect to: {@code 127.0.0.1}. */
    public String host() {
        return "127.0.0.1";
    }

    /** {@code redis://127.0.0.1:port}, as clients take it; with {@code requirepass} the password is in it. */
    public URI uri() {
        TextParameter password = server.config().security.requirePassword;
        try {
            return new URI(
                    "redis", password.isEmpty() ? null : ":" + password.utf8(), host(), port(), null, null, null);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Gives a command, as a client that may do everything and whose connection ends with the reply: {@code
     * execute("SET", "greeting", "hello")}. Returns when it is answered, which is later if the command blocks.
     *
     * @return the reply as with RESP2; its {@code toString} is what redis-cli prints
     * @param command name and arguments, each sent in UTF-8
     * @throws CommandFailedException if the reply is an error
     * @throws IllegalArgumentException if there is not even a name
     * @throws IllegalStateException if the server has ended
     */
    public RespValue execute(String... command) {
        ByteString[] argv = new ByteString[command.length];
        for (int i = 0; i < argv.length; i++) {
            argv[i] = ByteString.of(command[i]);
        }
        RespValue reply = InProcessCall.make(server, argv);
        if (reply instanceof RespValue.ErrorValue error) {
            throw new CommandFailedException(error.line());
        }
        return reply;
    }

    /**
     * Deletes all keys of all databases, as FLUSHALL does: between two tests, for example. Parameters, scripts,
     * functions and connections stay.
     *
     * @throws IllegalStateException if the server has ended
     */
    public void flushAll() {
        execute("FLUSHALL", "SYNC");
    }

    /**
     * Moves the server's time.
     *
     * @throws IllegalStateException if the server runs on the machine's clock
     */
    public RedisClock clock() {
        if (clock == null) {
            throw new IllegalStateException("this server runs on the machine's clock: build it with virtualClock()");
        }
        return clock;
    }

    /** False from the moment its end was decided. */
    boolean isRunning() {
        return !server.isStopping() && !server.shutdown().finished().isDone();
    }

    RedisServer server() {
        return server;
    }

    /**
     * Closes all connections and ends the server; returns when its threads have ended. If there are save points the
     * data is saved before. A second call does nothing.
     */
    @Override
    public void close() {
        server.shutDownAndStop();
    }

    @Override
    public String toString() {
        return "MiniRedis[" + host() + ":" + port() + "]";
    }

    /** Describes servers: each {@link #start} starts one more. */
    public static final class Builder {
        /** Takes each setting as it is made, so that a wrong one is refused where it stands. */
        private final ServerConfig trial = ServerConfig.defaults();

        private final List<Setting> settings = new ArrayList<>();
        private @Nullable Instant virtualStart;
        private @Nullable OutputStream log;
        private long seed;
        private boolean seeded;
        private boolean freePort = true;
        private boolean loads;

        /** A line of redis.conf. */
        private record Setting(String name, List<String> values) {}

        private Builder() {}

        /**
         * The TCP port, 1 to 65535; 0, the default, takes a free one.
         *
         * @throws io.miniredis.server.config.ConfigException if it is another number
         */
        public Builder port(int port) {
            freePort = port == 0;
            return config("port", String.valueOf(port));
        }

        /**
         * Sets a parameter by its name in redis.conf: {@code config("maxclients", "10")},
         * {@code config("save", "60", "1")}. {@code config("include", file)} reads a whole redis.conf, but for its
         * {@code port}.
         *
         * @throws io.miniredis.server.config.ConfigException if there is no such parameter or it does not take the
         *     value
         */
        public Builder config(String name, String... values) {
            trial.with(name, values);
            settings.add(new Setting(name, List.of(values)));
            return this;
        }

        /**
         * Keeps the data in files of this directory: they are read at the start, and written by SAVE, by BGSAVE, at the
         * save points and when the server is closed. The save points are Redis's default ones, unless
         * {@code config("save", …)} sets others; with {@code config("appendonly", "yes")} every change is written down,
         * too. Without this call nothing is read and nothing is written but by command.
         *
         * <p>The directory belongs to one server at a time: nothing keeps two from writing over each other's files.
         *
         * @throws io.miniredis.server.config.ConfigException if there is no such directory
         */
        public Builder persistence(Path directory) {
            config("dir", directory.toString());
            loads = true;
            return this;
        }

        /**
         * Makes the server a node of a cluster, which keeps what it knows of the cluster in {@code nodes.conf} of this
         * directory, and there, too, what a replica is sent, unless there is another one for {@link #persistence}.
         * Other nodes find it at its port and at the bus's, 10000 above; where any port is good and that one is taken,
         * any is good for the bus, too.
         *
         * <p>A new node is alone and serves no keys: nodes get to know each other by {@code CLUSTER MEET}, slots are
         * given out by {@code CLUSTER ADDSLOTSRANGE}. {@code redis-cli --cluster create} does both.
         */
        public Builder clusterNode(Path directory) {
            if (!loads) {
                // What a replica gets from its primary is a file at first.
                config("dir", directory.toString());
            }
            config("cluster-enabled", "yes");
            return config("cluster-config-file", directory.resolve("nodes.conf").toString());
        }

        /** Time stands still until {@link RedisClock#advance} moves it; it begins at 2026-01-01 UTC. */
        public Builder virtualClock() {
            return virtualClock(Instant.parse("2026-01-01T00:00:00Z"));
        }

        /** Time stands still at a moment until {@link RedisClock#advance} moves it. */
        public Builder virtualClock(Instant start) {
            virtualStart = start;
            return this;
        }

        /** Makes everything that is left to chance (SPOP, SCAN's order, sampling) the same in each run. */
        public Builder seed(long number) {
            seed = number;
            seeded = true;
            return this;
        }

        /** Where the log goes; without this call it is not written. */
        public Builder log(OutputStream target) {
            log = target;
            return this;
        }

        /**
         * Starts a cluster of servers like this one; it has to have one slot each, and three to elect one another. They
         * take free ports, or the one that was named and those above it.
         *
         * @param primaries how many serve slots, 1 to 100
         * @param replicasEach how many copy each of them, 0 to 100
         * @throws IllegalArgumentException if it is to be another number of them
         * @throws UncheckedIOException if one cannot listen on its port
         * @throws IllegalStateException if a clock of its own or a directory was chosen, or the cluster does not get
         *     ready
         */
        public MiniRedisCluster startCluster(int primaries, int replicasEach) {
            return MiniRedisCluster.start(this, primaries, replicasEach);
        }

        /**
         * Starts a server, replicas of it, and sentinels that watch them and elect a new primary when it fails. The
         * servers take free ports, or the one that was named and those above it; the sentinels take free ones.
         *
         * @param replicas how many copy it, 0 to 100
         * @param sentinels how many watch them, 1 to 100; most of them have to agree, so three bear the loss of one
         * @throws IllegalArgumentException if it is to be another number of them
         * @throws UncheckedIOException if one cannot listen on its port
         * @throws IllegalStateException if a clock of its own or a directory was chosen, or they do not get ready
         */
        public MiniRedisSentinels startSentinels(int replicas, int sentinels) {
            return MiniRedisSentinels.start(this, replicas, sentinels);
        }

        /**
         * Starts a server.
         *
         * @throws UncheckedIOException if it cannot listen on its port, or cannot read its files; the message says why
         * @throws IllegalStateException if there is to be an append-only file and nobody said where, or Netty is too
         *     old
         */
        public MiniRedis start() {
            NettyOnClassPath.check();
            ServerConfig config = configuration();
            Clock clock = virtualStart == null ? new SystemClock() : new VirtualClock(virtualStart.toEpochMilli());
            StartLog startLog = new StartLog(serverLog(clock));
            RedisServer server =
                    new RedisServer(config, clock, seeded ? seed : RandomSource.unpredictableSeed(), startLog);
            try {
                server.start(freePort, loads);
            } catch (IOException e) {
                throw new UncheckedIOException(startLog.reason(e), e);
            }
            startLog.started();
            endAfterShutdown(server);
            return new MiniRedis(server, virtualStart == null ? null : new RedisClock(server));
        }

        /**
         * Describes one of several servers that belong together: like this one, but with a directory, a chance and, if
         * one was named, a port of its own.
         */
        Builder member(int number, Path directory) {
            if (virtualStart != null) {
                throw new IllegalStateException("servers that belong together run on the machine's clock");
            }
            if (loads) {
                throw new IllegalStateException("servers that belong together have a temporary directory");
            }
            Builder member = new Builder();
            member.log = log;
            member.seed = seed + number;
            member.seeded = seeded;
            // Without Redis's pauses, in which more replicas might come, and a failed node that is only slow.
            member.config("repl-diskless-sync-delay", "0").config("cluster-node-timeout", "2000");
            member.config("dir", directory.toString());
            for (Setting setting : settings) {
                member.config(setting.name, setting.values.toArray(new String[0]));
            }
            TextParameter password = trial.security.requirePassword;
            if (!password.isEmpty()) {
                member.config("masterauth", password.utf8());
            }
            return freePort ? member.port(0) : member.port(trial.network.port.value() + number);
        }

        /** What clients and servers have to say to a server with {@code requirepass}; empty if nothing. */
        String password() {
            return trial.security.requirePassword.utf8();
        }

        ServerLog serverLog(Clock clock) {
            return log == null ? SilentLog.INSTANCE : new LineLog(clock, log, null, trial.process.logLevel.value());
        }

        /** One of its own for each server: CONFIG SET changes it. */
        private ServerConfig configuration() {
            ServerConfig config = ServerConfig.defaults().with("bind", "127.0.0.1");
            if (loads) {
                config.with("save", "3600", "1", "300", "100", "60", "10000");
            } else {
                config.with("save", "");
            }
            boolean directoryIsNamed = loads;
            for (Setting setting : settings) {
                config.with(setting.name, setting.values.toArray(new String[0]));
                directoryIsNamed |= setting.name.equalsIgnoreCase("dir");
            }
            if (config.persistence.appendOnly.value() && !directoryIsNamed) {
                throw new IllegalStateException("appendonly writes files: say where by persistence(directory)");
            }
            return config;
        }
    }
}
