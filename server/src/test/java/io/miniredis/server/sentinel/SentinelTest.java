package io.miniredis.server.sentinel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.protocol.RespValue;
import io.miniredis.server.ServerFixture;
import io.miniredis.server.config.ConfigException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SentinelTest {
    private static final String ID = "0123456789abcdef0123456789abcdef01234567";
    /** A port on which nobody listens. */
    private static final String MONITOR = "sentinel monitor mymaster 127.0.0.1 1 2";

    @TempDir
    Path directory;

    private SentinelFixture sentinel(String... lines) {
        return new SentinelFixture(directory, lines);
    }

    private static void start(SentinelFixture sentinel) {
        sentinel.redis().onMain(() -> {
            sentinel.sentinel().start();
            return true;
        });
    }

    @Test
    void aServerIsNone() {
        try (ServerFixture redis = new ServerFixture()) {
            assertNull(redis.server().sentinel());
            assertTrue(redis.show("SENTINEL MYID").startsWith("(error) ERR unknown command 'SENTINEL'"));
        }
    }

    @Nested
    class Start {
        @Test
        void choosesAnIdAndKeepsIt() {
            String id;
            try (SentinelFixture first = sentinel("port 0", MONITOR)) {
                start(first);
                id = first.show("SENTINEL MYID");
                assertEquals(42, id.length(), id);
                assertTrue(first.file().contains("sentinel myid " + id.replace("\"", "")));
            }
            try (SentinelFixture second = sentinel("port 0", MONITOR, "sentinel myid " + id.replace("\"", ""))) {
                start(second);
                assertEquals(id, second.show("SENTINEL MYID"));
            }
        }

        @Test
        void tellsWhatItWatches() {
            try (SentinelFixture sentinel = sentinel("port 0", MONITOR, "sentinel myid " + ID)) {
                start(sentinel);

                assertEquals(
                        List.of("* Sentinel ID is " + ID, "# +monitor master mymaster 127.0.0.1 1 quorum 2"),
                        sentinel.log().subList(1, 3));
            }
        }

        @Test
        void findsAPrimaryDownWithWhichItCannotConnect() {
            try (SentinelFixture sentinel = sentinel(
                    "port 0", MONITOR, "sentinel myid " + ID, "sentinel down-after-milliseconds mymaster 1000")) {
                ServerFixture.Peer listener = sentinel.redis().connect();
                listener.show("PSUBSCRIBE *");
                start(sentinel);
                for (int i = 0; i < 30; i++) {
                    sentinel.redis().advance(Duration.ofMillis(100));
                }

                assertTrue(sentinel.log().contains("# +sdown master mymaster 127.0.0.1 1"));
                assertTrue(sentinel.show("INFO sentinel").contains("status=sdown"));
                assertTrue(listener.received()
                        .contains(RespValue.Array.of(
                                RespValue.Bulk.of("pmessage"),
                                RespValue.Bulk.of("*"),
                                RespValue.Bulk.of("+sdown"),
                                RespValue.Bulk.of("master mymaster 127.0.0.1 1"))));
            }
        }
    }

    @Nested
    class Directives {
        private String refusal(String... lines) {
            return assertThrows(ConfigException.class, () -> sentinel(lines)).text();
        }

        @Test
        void mayStandInAnyOrder() {
            try (SentinelFixture sentinel = sentinel(
                    "sentinel down-after-milliseconds mymaster 1234",
                    "sentinel known-replica mymaster 127.0.0.1 2",
                    "sentinel known-sentinel mymaster 127.0.0.1 3 " + ID,
                    MONITOR)) {
                assertTrue(sentinel.show("SENTINEL MASTER mymaster").contains("\"1234\""));
                assertTrue(sentinel.show("SENTINEL REPLICAS mymaster").contains("\"127.0.0.1:2\""));
                assertTrue(sentinel.show("SENTINEL SENTINELS mymaster").contains(ID));
            }
        }

        @Test
        void areRefusedWithTheirLine() {
            assertEquals("""

                    *** FATAL CONFIG FILE ERROR (Redis 7.2.6) ***
                    Reading the configuration file, at line 2
                    >>> 'sentinel down-after-milliseconds other 1'
                    No such master with specified name.""", refusal(MONITOR, "sentinel down-after-milliseconds other 1"));
        }

        @Test
        void areRefusedInRedissWords() {
            assertTrue(refusal(MONITOR, MONITOR).endsWith("Duplicate master name."));
            assertTrue(refusal("sentinel monitor m 127.0.0.1 1 0").endsWith("Quorum must be 1 or greater."));
            assertTrue(refusal("sentinel monitor m 127.0.0.1 65536 1").endsWith("Invalid port number."));
            assertTrue(refusal("sentinel monitor m no.such.host 1 1").endsWith("Can't resolve instance hostname."));
            assertTrue(refusal("sentinel myid short").endsWith("Malformed Sentinel id in myid option."));
            assertTrue(refusal("sentinel nonsense 1").endsWith("Unrecognized sentinel configuration statement."));
            assertTrue(refusal(MONITOR, "sentinel failover-timeout mymaster 0")
                    .endsWith("negative or zero time parameter."));
            assertTrue(refusal(MONITOR, "sentinel master-reboot-down-after-period mymaster -1")
                    .endsWith("negative time parameter."));
            assertTrue(refusal(MONITOR, "sentinel notification-script mymaster /no/such/file")
                    .endsWith("Notification script seems non existing or non executable."));
            assertTrue(refusal("sentinel resolve-hostnames maybe")
                    .endsWith("Please specify yes or no for the resolve-hostnames option."));
            assertTrue(refusal(
                            MONITOR,
                            "sentinel known-replica mymaster 127.0.0.1 2",
                            "sentinel known-slave mymaster 127.0.0.1 2")
                    .endsWith("Duplicate hostname and port for replica."));
        }

        @Test
        void areKeptByARewriteAndAddedTo() {
            try (SentinelFixture sentinel = sentinel(
                    "# mine",
                    "port 5000",
                    "sentinel deny-scripts-reconfig yes",
                    MONITOR,
                    "save 900 1",
                    "sentinel known-slave mymaster 127.0.0.1 2",
                    "sentinel auth-pass mymaster secret",
                    "sentinel myid " + ID)) {
                assertEquals("OK", sentinel.show("SENTINEL FLUSHCONFIG"));

                assertEquals(
                        List.of(
                                "# mine",
                                "port 5000",
                                "sentinel deny-scripts-reconfig yes",
                                MONITOR,
                                "",
                                "sentinel known-replica mymaster 127.0.0.1 2",
                                "sentinel auth-pass mymaster secret",
                                "sentinel myid " + ID,
                                "",
                                "# Generated by CONFIG REWRITE",
                                "protected-mode no"),
                        sentinel.file().subList(0, 11));
                assertTrue(sentinel.file().contains("sentinel config-epoch mymaster 0"));
                assertFalse(sentinel.file().stream().anyMatch(line -> line.startsWith("save")));
            }
        }
    }
}
