package io.miniredis.compat;

import static io.miniredis.compat.servers.ServerGroup.call;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.miniredis.compat.reply.Connection;
import io.miniredis.compat.servers.ServerGroup;
import io.miniredis.compat.servers.Setting;
import io.miniredis.compat.servers.Target;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** This server and a real one copy each other, and have the same data afterwards. Needs a redis-server on the PATH. */
class ReplicationExchangeTest {
    private static final int KEYS = 500;

    private final Judge judge = Judge.find();
    private final ServerGroup servers = new ServerGroup(Duration.ofMinutes(2), Duration.ofMillis(100));

    @BeforeEach
    void needsARealServer() {
        assumeTrue(judge.isLive(), "there is no redis-server on the PATH to exchange data with");
    }

    @AfterEach
    void stop() {
        servers.close();
    }

    private Target real(String diskless) {
        return servers.add(judge.start(settings(diskless)));
    }

    private Target ours(String diskless) {
        return servers.add(Ours.start(settings(diskless)));
    }

    private static List<Setting> settings(String diskless) {
        return List.of(
                // Our clock runs faster than theirs: who is quick enough for a real server is not too slow for us.
                Setting.of("repl-timeout", "3600"),
                Setting.of("repl-diskless-sync", diskless),
                Setting.of("repl-diskless-sync-delay", "0"),
                Setting.of("repl-diskless-load", diskless.equals("yes") ? "swapdb" : "disabled"));
    }

    private static void fill(Target server, String prefix) {
        try (Connection connection = new Connection(server.port())) {
            for (int i = 0; i < KEYS; i++) {
                connection.call("SET", prefix + "string" + i, "value " + i);
                connection.call("RPUSH", prefix + "list", "element " + i);
                connection.call("ZADD", prefix + "board", Integer.toString(i), "member " + i);
            }
            connection.call("SELECT", "3");
            connection.call("HSET", prefix + "hash", "field", "value");
            connection.call("SADD", prefix + "set", "1", "2", "3");
            connection.call("XADD", prefix + "stream", "1-1", "field", "value");
            connection.call("SET", prefix + "volatile", "v", "PX", "100000000");
            connection.call("MULTI");
            connection.call("INCR", prefix + "counter");
            connection.call("INCR", prefix + "counter");
            connection.call("EXEC");
            connection.call("EVAL", "redis.call('set', KEYS[1], ARGV[1])", "1", prefix + "scripted", "yes");
        }
    }

    private static void follow(Target replica, Target primary) {
        assertEquals("+OK", call(replica, "REPLICAOF", "127.0.0.1", Integer.toString(primary.port())));
    }

    private void untilEqual(Target one, Target other) throws InterruptedException {
        servers.until(
                "equal data of " + one.name() + " and " + other.name(),
                () -> digest(one).equals(digest(other)));
    }

    private static String digest(Target server) {
        return call(server, "DEBUG", "DIGEST");
    }

    private static boolean isUp(Target replica) {
        return call(replica, "INFO", "replication").contains("master_link_status:up");
    }

    private static void assertPartial(Target primary) {
        assertTrue(
                call(primary, "INFO", "stats").contains("sync_full:1\\r\\nsync_partial_ok:1"),
                () -> call(primary, "INFO", "stats"));
    }

    @ParameterizedTest(name = "ours copies a real one, diskless: {0}")
    @CsvSource({"no", "yes"})
    void oursCopiesARealOne(String diskless) throws InterruptedException {
        Target primary = real(diskless);
        Target replica = ours(diskless);
        fill(primary, "before:");

        follow(replica, primary);
        servers.until("a link", () -> isUp(replica));
        fill(primary, "after:");
        untilEqual(primary, replica);

        call(replica, "CLIENT", "KILL", "TYPE", "master");
        fill(primary, "again:");
        untilEqual(primary, replica);
        assertPartial(primary);
    }

    @ParameterizedTest(name = "a real one copies ours, diskless: {0}")
    @CsvSource({"no", "yes"})
    void aRealOneCopiesOurs(String diskless) throws InterruptedException {
        Target primary = ours(diskless);
        Target replica = real(diskless);
        fill(primary, "before:");

        follow(replica, primary);
        servers.until("a link", () -> isUp(replica));
        fill(primary, "after:");
        untilEqual(primary, replica);

        call(primary, "CLIENT", "KILL", "TYPE", "replica");
        fill(primary, "again:");
        untilEqual(primary, replica);
        assertPartial(primary);
    }

    @Test
    void aChainOfThreeChangesItsHead() throws InterruptedException {
        Target first = real("yes");
        Target second = ours("yes");
        Target third = real("yes");
        fill(first, "before:");
        follow(second, first);
        servers.until("a link", () -> isUp(second));
        follow(third, second);
        servers.until("a second link", () -> isUp(third));
        fill(first, "after:");
        untilEqual(first, third);

        assertEquals("+OK", call(second, "REPLICAOF", "NO", "ONE"));
        follow(first, second);
        servers.until("the old primary as a replica", () -> isUp(first));
        fill(second, "turned:");

        untilEqual(second, first);
        untilEqual(second, third);
        assertTrue(call(second, "INFO", "stats").contains("sync_full:1\\r\\n"), "nobody needed all data again");
    }
}
