package io.miniredis;

import io.miniredis.datastructures.RandomSource;
import io.miniredis.server.RedisServer;
import io.miniredis.server.config.ServerConfig;
import io.miniredis.server.log.LineLog;
import io.miniredis.server.log.ServerLog;
import io.miniredis.server.log.SilentLog;
import io.miniredis.server.time.Clock;
import io.miniredis.server.time.SystemClock;
import io.miniredis.server.time.VirtualClock;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
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
 * <p>Several servers may run in one JVM; they share nothing. A server installs no signal handler, never ends the JVM, and
 * leaves no thread behind when it is closed. All methods may be called from any thread.
 */
public final class MiniRedis implements AutoCloseable {
    private final RedisServer server;
    private final @Nullable RedisClock clock;

    private MiniRedis(RedisServer server, @Nullable RedisClock clock) {
        this.server = server;
        this.clock = clock;
    }

    /** Describes a server; the defaults are Redis's, but it listens on 127.0.0.1 alone. */
    public static Builder builder() {
        return new Builder();
    }

    /** A server on a free port, with Redis's defaults for the rest. */
    public static MiniRedis start() {
        return builder().start();
    }

    /** The TCP port it listens on. */
    public int port() {
        return server.port();
    }

    /** The address to connect to: {@code 127.0.0.1}. */
    public String host() {
        return "127.0.0.1";
    }

    /** {@code redis://127.0.0.1:port}, as clients take it. */
    public URI uri() {
        return URI.create("redis://" + host() + ":" + port());
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

    /**
     * Closes all connections and ends the server; returns when its threads have ended. If there are save points the data is
     * saved before. A second call does nothing.
     */
    @Override
    public void close() {
        server.shutDownAndStop();
    }

    @Override
    public String toString() {
        return "MiniRedis[" + uri() + "]";
    }

    /** Describes a server. */
    public static final class Builder {
        private final ServerConfig config =
                ServerConfig.defaults().with("bind", "127.0.0.1").with("save", "");
        private @Nullable VirtualClock virtualClock;
        private @Nullable OutputStream log;
        private long seed = RandomSource.unpredictableSeed();
        private boolean freePort = true;
        private boolean loads;
        private boolean ownSavePoints;

        private Builder() {}

        /** The TCP port, 1 to 65535; 0, the default, takes a free one. */
        public Builder port(int port) {
            freePort = port == 0;
            config.with("port", String.valueOf(port));
            return this;
        }

        /**
         * Sets a parameter by its name in redis.conf.
         *
         * @throws io.miniredis.server.config.ConfigException if there is no such parameter or it does not take the value
         */
        public Builder config(String name, String... values) {
            config.with(name, values);
            ownSavePoints |= name.equalsIgnoreCase("save");
            return this;
        }

        /**
         * Keeps the data in files of this directory: they are read at the start, and written by SAVE, by BGSAVE, at the save
         * points and when the server is closed. The save points are Redis's default ones, unless {@code config("save", …)} sets
         * others; with {@code config("appendonly", "yes")} every change is written down, too. Without this call nothing is
         * read and nothing is written but by command.
         *
         * <p>The directory belongs to one server at a time: nothing keeps two from writing over each other's files.
         *
         * @throws io.miniredis.server.config.ConfigException if there is no such directory
         */
        public Builder persistence(Path directory) {
            loads = true;
            config.with("dir", directory.toString());
            return this;
        }

        /**
         * Makes the server a node of a cluster, which keeps what it knows of the cluster in {@code nodes.conf} of this directory,
         * and there, too, what a replica is sent, unless there is another one for {@link #persistence}.
         * Other nodes find it at its port and at the bus's, 10000 above; where any port is good and that one is taken, any
         * is good for the bus, too.
         *
         * <p>A new node is alone and serves no keys: nodes get to know each other by {@code CLUSTER MEET}, slots are given out by
         * {@code CLUSTER ADDSLOTSRANGE}. {@code redis-cli --cluster create} does both.
         */
        public Builder clusterNode(Path directory) {
            if (!loads) {
                // What a replica gets from its primary is a file at first.
                config.with("dir", directory.toString());
            }
            config.with("cluster-enabled", "yes");
            config.with("cluster-config-file", directory.resolve("nodes.conf").toString());
            return this;
        }

        /** Time stands still until {@link RedisClock#advance} moves it; it begins at 2026-01-01 UTC. */
        public Builder virtualClock() {
            return virtualClock(Instant.parse("2026-01-01T00:00:00Z"));
        }

        /** Time stands still at a moment until {@link RedisClock#advance} moves it. */
        public Builder virtualClock(Instant start) {
            virtualClock = new VirtualClock(start.toEpochMilli());
            return this;
        }

        /** Makes everything that is left to chance (SPOP, SCAN's order, sampling) the same in each run. */
        public Builder seed(long number) {
            seed = number;
            return this;
        }

        /** Where the log goes; without this call it is not written. */
        public Builder log(OutputStream target) {
            log = target;
            return this;
        }

        /**
         * Starts the server.
         *
         * @throws UncheckedIOException if it cannot listen on its port, or cannot read its files
         */
        public MiniRedis start() {
            if (loads && !ownSavePoints) {
                config.with("save", "3600", "1", "300", "100", "60", "10000");
            }
            Clock clock = virtualClock == null ? new SystemClock() : virtualClock;
            ServerLog lines =
                    log == null ? SilentLog.INSTANCE : new LineLog(clock, log, null, config.process.logLevel.value());
            RedisServer server = new RedisServer(config, clock, seed, lines);
            try {
                server.start(freePort, loads);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            // SHUTDOWN decides on the main thread, which cannot wait for its own end.
            server.shutdown().finished().thenRunAsync(server::stop);
            return new MiniRedis(server, virtualClock == null ? null : new RedisClock(server));
        }
    }
}
