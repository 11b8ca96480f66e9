package io.miniredis.compat;

import static io.miniredis.compat.servers.ServerGroup.call;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.miniredis.compat.servers.RealRedis;
import io.miniredis.compat.servers.SentinelTarget;
import io.miniredis.compat.servers.ServerGroup;
import io.miniredis.compat.servers.Setting;
import io.miniredis.compat.servers.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisSentinelPool;
import redis.clients.jedis.exceptions.JedisException;

/** Sentinels of both kinds watch servers of both kinds, and elect one of them. Needs a redis-server on the PATH. */
@SuppressWarnings("deprecation") // the pool that most programs use has a successor
class SentinelExchangeTest {
    private static final String NAME = "mymaster";

    private final Judge judge = Judge.find();
    private final ServerGroup servers = new ServerGroup(Duration.ofSeconds(60), Duration.ofMillis(20));
    private final List<Target> sentinels = new ArrayList<>();

    @BeforeEach
    void needsARealServer() {
        assumeTrue(judge.isLive(), "there is no redis-server on the PATH to elect with");
    }

    @AfterEach
    void stop() {
        sentinels.forEach(Target::close);
        servers.close();
    }

    private Target server(boolean real) {
        List<Setting> settings = List.of(Setting.of("repl-diskless-sync-delay", "0"));
        Target server = real ? judge.start(settings) : Ours.start(settings);
        if (!servers.isEmpty()) {
            call(
                    server,
                    "REPLICAOF",
                    "127.0.0.1",
                    String.valueOf(servers.first().port()));
        }
        return servers.add(server);
    }

    private Target sentinel(boolean real) {
        List<Setting> settings = List.of(
                Setting.of(
                        "sentinel",
                        "monitor",
                        NAME,
                        "127.0.0.1",
                        String.valueOf(servers.first().port()),
                        "2"),
                Setting.of("sentinel", "down-after-milliseconds", NAME, "2000"),
                Setting.of("sentinel", "failover-timeout", NAME, "10000"));
        return sentinel(real, settings);
    }

    private Target sentinel(boolean real, List<Setting> settings) {
        Target sentinel = real ? judge.start(settings) : Ours.start(settings);
        call(sentinel, "SENTINEL", "DEBUG", "info-period", "1000", "publish-period", "200", "ping-period", "200");
        sentinels.add(sentinel);
        return sentinel;
    }

    private boolean allKnowEachOther(int replicas) {
        String all = "slaves=" + replicas + ",sentinels=" + sentinels.size();
        return sentinels.stream()
                .allMatch(sentinel -> call(sentinel, "INFO", "sentinel").contains(all));
    }

    private boolean allSay(Target primary) {
        String address = ":" + primary.port() + ",";
        return sentinels.stream()
                .allMatch(sentinel -> call(sentinel, "INFO", "sentinel").contains(address));
    }

    private static boolean isPrimary(Target server) {
        return call(server, "INFO", "replication").contains("role:master");
    }

    @Test
    void theyElectOneOfThemTogether() throws InterruptedException {
        Target first = server(true);
        Target ours = server(false);
        Target real = server(true);
        sentinel(false);
        sentinel(true);
        sentinel(false);
        servers.until("discovery", () -> allKnowEachOther(2));

        servers.end(first);

        servers.until("failover", () -> allSay(ours) || allSay(real));
        assertTrue(isPrimary(ours) != isPrimary(real), "there is one primary");
    }

    @Test
    void oneReadsTheFileOfTheOther() {
        server(false);
        List<String> files = List.of(
                "known-replica mymaster 127.0.0.1 1",
                "known-sentinel mymaster 127.0.0.1 2 " + "1".repeat(40),
                "auth-pass mymaster secret",
                "rename-command mymaster CONFIG hidden",
                "config-epoch mymaster 7",
                "leader-epoch mymaster 8",
                "current-epoch 9",
                "announce-ip \"10.0.0.1\"",
                "announce-port 26380");
        List<Setting> settings = new ArrayList<>();
        settings.add(Setting.of(
                "sentinel",
                "monitor",
                NAME,
                "127.0.0.1",
                String.valueOf(servers.first().port()),
                "2"));
        files.forEach(line -> settings.add(new Setting("sentinel", List.of(line.split(" ", -1)))));

        Target ours = sentinel(false, settings);
        call(ours, "SENTINEL", "FLUSHCONFIG");
        RealRedis real = (RealRedis) sentinel(true, sentinelLines(((SentinelTarget) ours).file()));
        call(real, "SENTINEL", "FLUSHCONFIG");
        Target again = sentinel(false, sentinelLines(real.file("sentinel.conf")));
        call(again, "SENTINEL", "FLUSHCONFIG");

        for (Target each : List.of(ours, real, again)) {
            assertEquals(call(ours, "SENTINEL", "MYID"), call(each, "SENTINEL", "MYID"));
            assertTrue(call(each, "SENTINEL", "REPLICAS", NAME).contains("127.0.0.1:1"));
            assertTrue(call(each, "SENTINEL", "SENTINELS", NAME).contains("1".repeat(40)));
        }
        assertEquals(
                List.copyOf(new TreeSet<>(texts(((SentinelTarget) ours).file()))),
                List.copyOf(new TreeSet<>(texts(((SentinelTarget) again).file()))));
    }

    private static List<String> texts(List<String> lines) {
        return lines.stream().filter(line -> line.startsWith("sentinel ")).toList();
    }

    private static List<Setting> sentinelLines(List<String> lines) {
        List<Setting> settings = new ArrayList<>();
        for (String line : texts(lines)) {
            settings.add(new Setting(
                    "sentinel", List.of(line.substring("sentinel ".length()).split(" ", -1))));
        }
        return settings;
    }

    @Test
    void aPoolOfConnectionsFollowsThePrimary() throws InterruptedException {
        server(false);
        Target replica = server(false);
        Target sentinel = sentinel(false);
        servers.until("discovery", () -> allKnowEachOther(1));
        servers.until(
                "a replica with the data",
                () -> call(replica, "INFO", "replication").contains("master_link_status:up"));

        try (JedisSentinelPool pool = new JedisSentinelPool(NAME, Set.of("127.0.0.1:" + sentinel.port()))) {
            try (Jedis jedis = pool.getResource()) {
                assertEquals("OK", jedis.set("before", "1"));
            }
            servers.until(
                    "a replica good enough",
                    () -> call(sentinel, "SENTINEL", "FAILOVER", NAME).equals("+OK"));
            servers.until("failover", () -> allSay(replica) && isPrimary(replica));

            servers.until("a connection with the new primary", () -> writes(pool, replica));
        }
    }

    private static boolean writes(JedisSentinelPool pool, Target to) {
        try (Jedis jedis = pool.getResource()) {
            return jedis.set("after", "1").equals("OK")
                    && call(to, "GET", "after").equals("\"1\"");
        } catch (JedisException notYet) {
            return false;
        }
    }
}
