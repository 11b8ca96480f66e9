package io.miniredis;

import static io.miniredis.Replies.elements;
import static io.miniredis.Replies.text;

import io.miniredis.datastructures.RandomSource;
import io.miniredis.protocol.RespValue;
import io.miniredis.server.RedisServer;
import io.miniredis.server.config.ServerConfig;
import io.miniredis.server.time.SystemClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server, its replicas, and the sentinels that watch them, inside this JVM: for tests of what an application does
 * when its Redis fails.
 *
 * <pre>{@code
 * try (MiniRedisSentinels redis = MiniRedisSentinels.start(2, 3)) {      // two replicas, three sentinels
 *     var pool = new JedisSentinelPool(redis.primaryName(), redis.addresses());
 *     MiniRedis failing = redis.primary();
 *     failing.close();
 *     MiniRedis elected = redis.awaitFailover(failing, Duration.ofSeconds(30));
 * }
 * }</pre>
 *
 * <p>All know each other when {@code start} returns. A server that does not answer for two seconds has failed ({@link
 * #downAfter}); the sentinels look more often than Redis's do, so that a failover takes hardly longer than that. All
 * run on the machine's clock. All methods may be called from any thread.
 */
public final class MiniRedisSentinels implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final int MOST = 100;
    private static final String NAME = "mymaster";
    private static final String HELLO = "__sentinel__:hello";

    private final Members servers = new Members();
    private final List<MiniRedis> sentinels = new CopyOnWriteArrayList<>();

    private MiniRedisSentinels() {}

    /**
     * A server with so many replicas and sentinels; {@link MiniRedis.Builder#startSentinels} sets parameters, too, and
     * says how many there may be and what may go wrong.
     */
    public static MiniRedisSentinels start(int replicas, int sentinels) {
        return MiniRedis.builder().startSentinels(replicas, sentinels);
    }

    static MiniRedisSentinels start(MiniRedis.Builder description, int replicas, int sentinels) {
        if (replicas < 0 || replicas > MOST || sentinels < 1 || sentinels > MOST) {
            throw new IllegalArgumentException(
                    "up to 100 replicas and 1 to 100 sentinels, not " + replicas + " and " + sentinels);
        }
        MiniRedisSentinels all = new MiniRedisSentinels();
        try {
            all.create(description, replicas, sentinels);
        } catch (RuntimeException failure) {
            all.close();
            throw failure;
        }
        return all;
    }

    // ---- how it is made ----

    private void create(MiniRedis.Builder description, int replicas, int count) {
        for (int i = 0; i <= replicas; i++) {
            MiniRedis.Builder server = description.member(i, servers.directory("server" + i));
            if (i > 0) {
                MiniRedis primary = servers.all().get(0);
                server.config("replicaof", primary.host(), String.valueOf(primary.port()));
            }
            servers.start(server);
        }
        Members.await("replication", START_LIMIT, () -> isCopied(replicas));
        for (int i = 0; i < count; i++) {
            sentinels.add(startSentinel(description, i, count / 2 + 1));
        }
        introduceAll();
        String status = "status=ok,address=127.0.0.1:" + servers.all().get(0).port() + ",slaves=" + replicas
                + ",sentinels=" + count;
        Members.await(
                "acquaintance",
                START_LIMIT,
                () -> sentinels.stream()
                        .allMatch(each ->
                                text(each.execute("INFO", "sentinel")).contains(status) && seesReplicasInStep(each)));
    }

    private boolean isCopied(int replicas) {
        String replication = text(servers.all().get(0).execute("INFO", "replication"));
        return replication.lines().filter(line -> line.contains("state=online")).count() == replicas;
    }

    private MiniRedis startSentinel(MiniRedis.Builder description, int number, int quorum) {
        String primary = NAME + " 127.0.0.1 " + servers.all().get(0).port() + " " + quorum;
        SystemClock clock = new SystemClock();
        RedisServer server;
        try {
            // What it must not forget it writes there.
            Path file = servers.directory("sentinel" + number).resolve("sentinel.conf");
            Files.writeString(
                    file,
                    "bind 127.0.0.1\nsentinel monitor " + primary + "\nsentinel down-after-milliseconds " + NAME
                            + " 2000\nsentinel failover-timeout " + NAME + " 10000\n");
            server = new RedisServer(
                    ServerConfig.ofSentinel().load(file),
                    clock,
                    RandomSource.unpredictableSeed(),
                    description.serverLog(clock));
            server.start(true, false);
        } catch (IOException e) {
            throw new UncheckedIOException("a sentinel cannot start: " + e.getMessage(), e);
        }
        MiniRedis sentinel = MiniRedis.of(server);
        sentinel.execute(
                "SENTINEL",
                "DEBUG",
                "info-period",
                "500",
                "publish-period",
                "500",
                "ping-period",
                "200",
                "ask-period",
                "200");
        if (!description.password().isEmpty()) {
            sentinel.execute("SENTINEL", "SET", NAME, "auth-pass", description.password());
        }
        return sentinel;
    }

    /** Tells each of all others what it would hear from them by a channel of the primary. */
    private void introduceAll() {
        int port = servers.all().get(0).port();
        for (MiniRedis one : sentinels) {
            String hello = one.host() + "," + one.port() + "," + text(one.execute("SENTINEL", "MYID")) + ",0," + NAME
                    + ",127.0.0.1," + port + ",0";
            for (MiniRedis other : sentinels) {
                if (other != one) {
                    other.execute("PUBLISH", HELLO, hello);
                }
            }
        }
    }

    /** One that is not could not be elected. */
    private static boolean seesReplicasInStep(MiniRedis sentinel) {
        for (RespValue replica : elements(sentinel.execute("SENTINEL", "REPLICAS", NAME))) {
            if (!field(replica, "master-link-status").equals("ok")) {
                return false;
            }
        }
        return true;
    }

    private static String field(RespValue pairs, String name) {
        List<RespValue> elements = elements(pairs);
        for (int i = 0; i < elements.size(); i += 2) {
            if (text(elements.get(i)).equals(name)) {
                return text(elements.get(i + 1));
            }
        }
        return "";
    }

    // ---- what it offers ----

    /** The name that clients ask the sentinels for: {@code mymaster}. */
    public String primaryName() {
        return NAME;
    }

    /**
     * The server that the sentinels hold for the primary now; it may just have failed.
     *
     * @throws IllegalStateException if all sentinels have ended
     */
    public MiniRedis primary() {
        return primary(anySentinel());
    }

    private MiniRedis anySentinel() {
        return Members.running(sentinels).stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("all sentinels have ended"));
    }

    private MiniRedis primary(MiniRedis sentinel) {
        List<RespValue> address = elements(sentinel.execute("SENTINEL", "GET-MASTER-ADDR-BY-NAME", NAME));
        return servers.atPort(Integer.parseInt(text(address.get(1))));
    }

    /** Primary and replicas: first the one that was the primary at the beginning; also those that were closed. */
    public List<MiniRedis> servers() {
        return servers.all();
    }

    /** Those who watch; also those that were closed. */
    public List<MiniRedis> sentinels() {
        return List.copyOf(sentinels);
    }

    /** {@code 127.0.0.1:port} of all sentinels. */
    public Set<String> addresses() {
        Set<String> addresses = new LinkedHashSet<>();
        sentinels.forEach(sentinel -> addresses.add(sentinel.host() + ":" + sentinel.port()));
        return addresses;
    }

    /** {@code redis-sentinel://127.0.0.1:port,127.0.0.1:port#mymaster}, as Lettuce takes it. */
    public URI uri() {
        return URI.create("redis-sentinel://" + String.join(",", addresses()) + "#" + NAME);
    }

    /**
     * How long a server may be silent before it has failed; two seconds if this is not called.
     *
     * @param time a millisecond or more
     * @throws CommandFailedException if it is less
     */
    public void downAfter(Duration time) {
        for (MiniRedis sentinel : Members.running(sentinels)) {
            sentinel.execute("SENTINEL", "SET", NAME, "down-after-milliseconds", String.valueOf(time.toMillis()));
        }
    }

    /**
     * Lets the sentinels make another server the primary though the present one is well, and returns it when all have
     * done so.
     *
     * @throws IllegalStateException if that takes longer than a minute: because there is no replica, for example
     */
    public MiniRedis failover() {
        MiniRedis before = primary();
        MiniRedis asked = anySentinel();
        Members.await("a replica that can take over", START_LIMIT, () -> begins(asked));
        return awaitFailover(before, START_LIMIT);
    }

    private static boolean begins(MiniRedis sentinel) {
        try {
            sentinel.execute("SENTINEL", "FAILOVER", NAME);
            return true;
        } catch (CommandFailedException notNow) {
            return false;
        }
    }

    /**
     * Waits until all running sentinels have another primary, and it knows that it is one.
     *
     * @param before the primary that failed
     * @return the new one
     * @throws IllegalStateException if it takes longer
     */
    public MiniRedis awaitFailover(MiniRedis before, Duration limit) {
        Members.await("a failover", limit, () -> {
            List<MiniRedis> held = Members.running(sentinels).stream()
                    .map(this::primary)
                    .distinct()
                    .toList();
            return held.size() == 1 && held.get(0) != before && isPrimary(held.get(0));
        });
        return primary();
    }

    private static boolean isPrimary(MiniRedis server) {
        return server.isRunning() && text(server.execute("INFO", "replication")).contains("role:master");
    }

    /**
     * Starts a server that was closed again, at its port, but without keys unless they were written down ({@code
     * config("appendonly", "yes")}). The sentinels make it a replica if another one is the primary by then.
     *
     * @return the server that takes its place in {@link #servers()}
     * @throws IllegalArgumentException if it is running, or is none of the servers
     * @throws UncheckedIOException if somebody else has its port by now
     */
    public MiniRedis restart(MiniRedis closed) {
        return servers.restart(closed);
    }

    /** Deletes all keys: between two tests, for example. */
    public void flushAll() {
        primary().flushAll();
    }

    /** Closes all. */
    @Override
    public void close() {
        sentinels.forEach(MiniRedis::close);
        servers.close();
    }

    @Override
    public String toString() {
        return "MiniRedisSentinels" + servers;
    }
}
