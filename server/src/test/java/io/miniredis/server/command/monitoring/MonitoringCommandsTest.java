package io.miniredis.server.command.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.RespValue;
import io.miniredis.server.ServerFixture;
import io.miniredis.server.client.ClientInfo;
import io.miniredis.server.config.ServerConfig;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MonitoringCommandsTest {
    private final ServerFixture redis =
            new ServerFixture(ServerConfig.defaults().with("enable-debug-command", "yes"));

    @AfterEach
    void stop() {
        redis.close();
    }

    @Nested
    class Slowlog {
        @Test
        void notesWhatTookLong() {
            redis.show("CLIENT SETNAME me");
            redis.show("DEBUG SLEEP 0.02");
            redis.show("PING");

            assertEquals("(integer) 1", redis.show("SLOWLOG LEN"));
            assertEquals("""
                    1) 1) (integer) 0
                       2) (integer) 1700000000
                       3) (integer) 20000
                       4) 1) "DEBUG"
                          2) "SLEEP"
                          3) "0.02"
                       5) "127.0.0.1:50000"
                       6) "me\"""", redis.show("SLOWLOG GET"));
        }

        @Test
        void shortensLongAndManyArguments() {
            redis.show("CONFIG SET slowlog-log-slower-than 0");
            redis.show("SLOWLOG RESET");
            redis.show("SET a " + "x".repeat(130));
            StringBuilder many = new StringBuilder("EXISTS");
            for (int i = 0; i < 39; i++) {
                many.append(" k").append(i);
            }
            redis.show(many.toString());
            String shown = redis.show("SLOWLOG GET 2");

            assertTrue(shown.contains("x".repeat(128) + "... (2 more bytes)"), shown);
            assertTrue(shown.contains("... (9 more arguments)"), shown);
        }

        @Test
        void keepsTheNewest() {
            redis.show("CONFIG SET slowlog-log-slower-than 0 slowlog-max-len 3");
            for (int i = 0; i < 10; i++) {
                redis.show("ECHO " + i);
            }

            String shown = redis.show("SLOWLOG GET -1");
            assertTrue(shown.contains("\"9\"") && shown.contains("\"7\"") && !shown.contains("\"6\""), shown);
            redis.show("CONFIG SET slowlog-max-len 0");
            assertEquals("(integer) 0", redis.show("SLOWLOG LEN"));
        }

        @Test
        void hidesPasswords() {
            redis.show("CONFIG SET slowlog-log-slower-than 0");
            redis.show("CONFIG SET maxmemory 0 requirepass secret");
            redis.show("AUTH secret");
            redis.show("AUTH default secret");
            redis.show("HELLO 2 AUTH default secret");
            redis.show("CONFIG SET requirepass \"\"");
            redis.show("CONFIG SET tls-key-file-pass secret");
            redis.show("CONFIG SET tls-client-key-file-pass secret");

            String shown = redis.show("SLOWLOG GET");
            assertTrue(shown.contains("(redacted)"), shown);
            assertFalse(shown.contains("secret"), shown);
        }

        @Test
        void notesQueuedCommandsButNotExec() {
            redis.show("CONFIG SET slowlog-log-slower-than 0");
            redis.show("MULTI");
            redis.show("ECHO queued");
            redis.show("SLOWLOG RESET");
            redis.show("ECHO seen");
            redis.show("EXEC");

            String shown = redis.show("SLOWLOG GET").toLowerCase(Locale.ROOT);
            assertTrue(shown.contains("seen"), shown);
            assertFalse(shown.contains("exec"), shown);
        }

        @Test
        void refusesAWrongCount() {
            assertEquals("(error) ERR count should be greater than or equal to -1", redis.show("SLOWLOG GET -2"));
            assertEquals(
                    "(error) ERR unknown subcommand or wrong number of arguments for 'GET'. Try SLOWLOG HELP.",
                    redis.show("SLOWLOG GET 1 2"));
        }
    }

    @Nested
    class Latency {
        private void spike(String seconds) {
            redis.show("DEBUG SLEEP " + seconds);
            redis.advance(Duration.ofSeconds(2));
        }

        @Test
        void notesSpikesOnceAsked() {
            spike("0.1");
            assertEquals("(empty array)", redis.show("LATENCY LATEST"));
            redis.show("CONFIG SET latency-monitor-threshold 50");
            spike("0.2");
            spike("0.1");
            redis.show("PING");

            assertEquals(2, redis.show("LATENCY HISTORY command").split("\n1\\)|\n2\\)").length);
            String latest = redis.show("LATENCY LATEST");
            assertTrue(latest.contains("\"command\""), latest);
            assertTrue(latest.endsWith("3) (integer) 100\n   4) (integer) 200"), latest);
            assertEquals("(integer) 1", redis.show("LATENCY RESET command nosuch"));
            assertEquals("(empty array)", redis.show("LATENCY HISTORY command"));
        }

        @Test
        void drawsThem() {
            redis.show("CONFIG SET latency-monitor-threshold 1");
            spike("0.1");
            spike("0.2");
            spike("0.3");

            assertEquals(
                    "command - high 300 ms, low 100 ms (all time high 300 ms)\n" + "-".repeat(80) + "\n"
                            + "  #\n _|\n ||\n_||\n   \n642\nsss\n",
                    redis.run("LATENCY", "GRAPH", "command") instanceof RespValue.Bulk bulk
                            ? bulk.bytes().utf8()
                            : "no text");
            assertEquals("(error) ERR No samples available for event 'nosuch'", redis.show("LATENCY GRAPH nosuch"));
        }

        @Test
        void advises() {
            assertTrue(redis.show("LATENCY DOCTOR").contains("latency-monitor-threshold"));
            redis.show("CONFIG SET latency-monitor-threshold 100 slowlog-log-slower-than -1");
            assertTrue(redis.show("LATENCY DOCTOR").contains("Nothing has taken"));
            spike("0.2");
            String advice = redis.show("LATENCY DOCTOR");

            assertTrue(advice.contains("command: 1 times, on average 200 ms"), advice);
            assertTrue(advice.contains("slowlog-log-slower-than 100000"), advice);
        }

        @Test
        void countsCallsByTheirDuration() {
            redis.show("CONFIG RESETSTAT");
            redis.show("SET a 1");
            redis.show("SET a 2");
            redis.show("DEBUG SLEEP 0.001");

            assertEquals(
                    "1) \"set\"\n2) 1) \"calls\"\n   2) (integer) 2\n   3) \"histogram_usec\"\n   4) 1) (integer) 1\n"
                            + "      2) (integer) 2",
                    redis.show("LATENCY HISTOGRAM set nosuch"));
            String sleep = redis.show("LATENCY HISTOGRAM debug");
            assertTrue(sleep.contains("\"debug\"") && sleep.contains("(integer) 1056"), sleep);
            String info = redis.show("INFO latencystats");
            assertTrue(info.contains("latency_percentiles_usec_set:p50=0.001,p99=0.001,p99.9=0.001"), info);
            assertTrue(info.contains("latency_percentiles_usec_debug:p50=1003.519,"), info);
        }

        @Test
        void measuresNothingUnlessItIsToTrack() {
            redis.show("CONFIG SET latency-tracking no");
            redis.show("CONFIG RESETSTAT");
            redis.show("SET a 1");

            assertEquals("(empty array)", redis.show("LATENCY HISTOGRAM"));
        }
    }

    @Nested
    class Monitor {
        private final ServerFixture.Peer monitor = redis.connect();

        private List<String> seen() {
            return monitor.received().stream()
                    .skip(1)
                    .map(line -> line.toString().substring("1700000000.000000 ".length()))
                    .toList();
        }

        @Test
        void seesCommandsAsTheyWereSent() {
            assertEquals("OK", monitor.show("MONITOR"));
            redis.show("set a \"x\\n\\\"y\"");
            redis.show("SELECT 3");
            redis.show("GET a");

            assertEquals(
                    List.of(
                            "[0 127.0.0.1:50000] \"set\" \"a\" \"x\\n\\\"y\"",
                            "[3 127.0.0.1:50000] \"SELECT\" \"3\"",
                            "[3 127.0.0.1:50000] \"GET\" \"a\""),
                    seen());
        }

        @Test
        void seesNeitherWhatAdministersNorPasswords() {
            monitor.show("MONITOR");
            redis.show("CONFIG GET maxmemory");
            redis.show("NOSUCH");
            redis.show("GET");
            redis.show("AUTH default secret");

            assertEquals(List.of("[0 127.0.0.1:50000] \"AUTH\" \"(redacted)\" \"(redacted)\""), seen());
        }

        @Test
        void seesATransactionInTheOrderOfExecution() {
            monitor.show("MONITOR");
            redis.show("MULTI");
            redis.show("SET a 1");
            redis.show("EXEC");

            assertEquals(
                    List.of(
                            "[0 127.0.0.1:50000] \"MULTI\"",
                            "[0 127.0.0.1:50000] \"SET\" \"a\" \"1\"",
                            "[0 127.0.0.1:50000] \"EXEC\""),
                    seen());
        }

        @Test
        void mayNotTouchKeys() {
            monitor.show("MONITOR");

            assertEquals("(error) ERR Replica can't interact with the keyspace", monitor.show("GET a"));
            assertTrue(redis.onMain(() -> ClientInfo.line(monitor.client(), 0)).contains(" flags=O "));
        }

        @Test
        void endsWithResetAndWithTheConnection() {
            monitor.show("MONITOR");
            assertEquals("RESET", monitor.send(ByteString.of("RESET")).get(0).toString());
            ServerFixture.Peer second = redis.connect();
            second.show("MONITOR");
            redis.show("CLIENT KILL ID " + second.client().id());

            assertTrue(
                    redis.onMain(() -> redis.server().observation().monitors().isEmpty()));
        }
    }

    @Nested
    class Memory {
        @Test
        void tellsWhatAKeyTakes() {
            redis.show("SET a 1");
            redis.show("SET b " + "x".repeat(1000));
            String small = redis.show("MEMORY USAGE a");
            String large = redis.show("MEMORY USAGE b SAMPLES 0");

            assertTrue(number(small) > 24 && number(small) < 120, small);
            assertTrue(number(large) > 1000 && number(large) < 1150, large);
            assertEquals("(nil)", redis.show("MEMORY USAGE nosuch"));
            assertEquals("(error) ERR syntax error", redis.show("MEMORY USAGE a SAMPLES -1"));
            assertEquals("(error) ERR syntax error", redis.show("MEMORY USAGE a SAMPLES"));
            assertEquals("(error) ERR value is not an integer or out of range", redis.show("MEMORY USAGE a SAMPLES x"));
        }

        private static int number(String reply) {
            return Integer.parseInt(reply.replace("(integer) ", ""));
        }

        @Test
        void hasEveryFieldOfItsStatistics() {
            redis.show("SET a 1");
            String stats = redis.show("MEMORY STATS");

            for (String field : List.of("peak.allocated", "db.0", "keys.count", "fragmentation.bytes")) {
                assertTrue(stats.contains("\"" + field + "\""), stats);
            }
        }

        @Test
        void answersThePlainQuestions() {
            assertEquals("OK", redis.show("MEMORY PURGE"));
            assertTrue(redis.show("MEMORY DOCTOR").contains("Used are "));
            assertTrue(redis.show("MEMORY MALLOC-STATS").contains("pool: used"));
            assertEquals("1) \"master\"\n2) (integer) 0\n3) (empty array)", redis.show("ROLE"));
            assertTrue(redis.show("LOLWUT").contains("Redis ver. 7.2"));
        }
    }
}
