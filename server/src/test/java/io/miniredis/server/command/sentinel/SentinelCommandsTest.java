package io.miniredis.server.command.sentinel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.protocol.RespValue;
import io.miniredis.server.sentinel.SentinelFixture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SentinelCommandsTest {
    private static final String OTHER = "1111111111111111111111111111111111111111";

    @TempDir
    Path directory;

    private SentinelFixture sentinel;

    @BeforeEach
    void start() {
        sentinel = new SentinelFixture(
                directory,
                "sentinel myid 0123456789abcdef0123456789abcdef01234567",
                "sentinel monitor mymaster 127.0.0.1 6379 2",
                "sentinel known-replica mymaster 127.0.0.1 6380",
                "sentinel known-sentinel mymaster 127.0.0.1 26380 " + OTHER);
    }

    @AfterEach
    void stop() {
        sentinel.close();
    }

    private String show(String line) {
        return sentinel.show(line);
    }

    private List<String> names(String line) {
        RespValue reply = sentinel.redis().run(line.split(" ", -1));
        RespValue.Array fields = (RespValue.Array) reply;
        if (fields.elements().get(0) instanceof RespValue.Array first) {
            fields = first;
        }
        List<String> names = new ArrayList<>();
        for (int i = 0; i < fields.elements().size(); i += 2) {
            names.add(((RespValue.Bulk) fields.elements().get(i)).bytes().utf8());
        }
        return names;
    }

    @Nested
    class Descriptions {
        @Test
        void ofAPrimaryHaveRedissFieldsInRedissOrder() {
            List<String> expected = List.of(
                    "name",
                    "ip",
                    "port",
                    "runid",
                    "flags",
                    "link-pending-commands",
                    "link-refcount",
                    "last-ping-sent",
                    "last-ok-ping-reply",
                    "last-ping-reply",
                    "down-after-milliseconds",
                    "info-refresh",
                    "role-reported",
                    "role-reported-time",
                    "config-epoch",
                    "num-slaves",
                    "num-other-sentinels",
                    "quorum",
                    "failover-timeout",
                    "parallel-syncs");

            assertEquals(expected, names("SENTINEL MASTER mymaster"));
            assertEquals(expected, names("SENTINEL MASTERS"));
        }

        @Test
        void ofAReplicaAndOfASentinelDiffer() {
            assertEquals(
                    List.of(
                            "master-link-down-time",
                            "master-link-status",
                            "master-host",
                            "master-port",
                            "slave-priority",
                            "slave-repl-offset",
                            "replica-announced"),
                    names("SENTINEL REPLICAS mymaster").subList(14, 21));
            assertEquals(
                    List.of("last-hello-message", "voted-leader", "voted-leader-epoch"),
                    names("SENTINEL SENTINELS mymaster").subList(11, 14));
        }

        @Test
        void areMapsInThirdProtocol() {
            sentinel.redis().peer().client().protocol(3);

            assertTrue(sentinel.redis().run("SENTINEL", "MASTER", "mymaster") instanceof RespValue.MapValue);
        }

        @Test
        void ofUnknownPrimariesThereAreNone() {
            for (String subcommand : List.of("MASTER", "REPLICAS", "SLAVES", "SENTINELS", "CKQUORUM", "FAILOVER")) {
                assertEquals("(error) ERR No such master with that name", show("SENTINEL " + subcommand + " nobody"));
            }
            assertEquals("(nil)", show("SENTINEL GET-MASTER-ADDR-BY-NAME nobody"));
            assertEquals("(empty array)", show("SENTINEL INFO-CACHE nobody"));
        }
    }

    @Nested
    class Votes {
        @Test
        void areGivenToWhoeverAsksFirst() {
            assertEquals(
                    "1) (integer) 0\n2) \"first\"\n3) (integer) 3",
                    show("SENTINEL IS-MASTER-DOWN-BY-ADDR 127.0.0.1 6379 3 first"));
            assertEquals(
                    "1) (integer) 0\n2) \"first\"\n3) (integer) 3",
                    show("SENTINEL IS-MASTER-DOWN-BY-ADDR 127.0.0.1 6379 3 second"));
            assertTrue(sentinel.file().contains("sentinel leader-epoch mymaster 3"));
            assertTrue(sentinel.log().contains("# +vote-for-leader first 3"));
        }

        @Test
        void areNotGivenForTheAsking() {
            assertEquals(
                    "1) (integer) 0\n2) \"*\"\n3) (integer) 0",
                    show("SENTINEL IS-MASTER-DOWN-BY-ADDR 127.0.0.1 6379 3 *"));
            assertEquals(
                    "(error) ERR value is not an integer or out of range",
                    show("SENTINEL IS-MASTER-DOWN-BY-ADDR 127.0.0.1 x 3 *"));
        }
    }

    @Nested
    class Monitor {
        @Test
        void addsAPrimaryAndKeepsIt() {
            assertEquals("OK", show("SENTINEL MONITOR second 127.0.0.1 7000 1"));

            assertEquals("1) \"127.0.0.1\"\n2) \"7000\"", show("SENTINEL GET-MASTER-ADDR-BY-NAME second"));
            assertTrue(sentinel.file().contains("sentinel monitor second 127.0.0.1 7000 1"));
            assertTrue(sentinel.log().contains("# +monitor master second 127.0.0.1 7000 quorum 1"));
        }

        @Test
        void isRefusedInRedissWords() {
            assertEquals("(error) ERR Invalid quorum", show("SENTINEL MONITOR a 127.0.0.1 x y"));
            assertEquals("(error) ERR Invalid port", show("SENTINEL MONITOR a 127.0.0.1 x 1"));
            assertEquals("(error) ERR Quorum must be 1 or greater.", show("SENTINEL MONITOR a 127.0.0.1 1 0"));
            assertEquals("(error) ERR Invalid port number.", show("SENTINEL MONITOR a 127.0.0.1 65536 1"));
            assertEquals(
                    "(error) ERR Invalid IP address or hostname specified", show("SENTINEL MONITOR a localhost 1 1"));
            assertEquals("(error) ERR Duplicate master name.", show("SENTINEL MONITOR mymaster 127.0.0.1 1 1"));
        }

        @Test
        void isUndoneByRemove() {
            assertEquals("OK", show("SENTINEL REMOVE mymaster"));

            assertEquals("(empty array)", show("SENTINEL MASTERS"));
            assertFalse(sentinel.file().stream().anyMatch(line -> line.contains("mymaster")));
        }
    }

    @Nested
    class Set {
        @Test
        void changesWhatIsConfigured() {
            assertEquals("OK", show("SENTINEL SET mymaster down-after-milliseconds 700 QUORUM 5 auth-pass hush"));

            assertTrue(sentinel.file().contains("sentinel monitor mymaster 127.0.0.1 6379 5"));
            assertTrue(sentinel.file().contains("sentinel down-after-milliseconds mymaster 700"));
            assertTrue(sentinel.log().contains("# +set master mymaster 127.0.0.1 6379 QUORUM 5"));
            assertTrue(sentinel.log().contains("# +set master mymaster 127.0.0.1 6379 auth-pass ******"));
        }

        @Test
        void keepsWhatWasRightBeforeWhatIsWrong() {
            assertEquals(
                    "(error) ERR Invalid argument '-1' for SENTINEL SET 'failover-timeout'",
                    show("SENTINEL SET mymaster quorum 4 failover-timeout -1"));

            assertTrue(sentinel.file().contains("sentinel monitor mymaster 127.0.0.1 6379 4"));
        }

        @Test
        void isRefusedInRedissWords() {
            assertEquals(
                    "(error) ERR Unknown option or number of arguments for SENTINEL SET 'colour'",
                    show("SENTINEL SET mymaster colour blue"));
            assertEquals(
                    "(error) ERR Unknown option or number of arguments for SENTINEL SET 'rename-command'",
                    show("SENTINEL SET mymaster rename-command CONFIG"));
            assertTrue(show("SENTINEL SET mymaster notification-script /bin/true")
                    .startsWith("(error) ERR Reconfiguration of scripts path is denied for security reasons."));
        }
    }

    @Nested
    class Config {
        @Test
        void tellsWhatMatches() {
            assertEquals("1) \"announce-port\"\n2) \"0\"", show("SENTINEL CONFIG GET announce-p* announce-port"));
        }

        @Test
        void changesSeveralAtOnce() {
            assertEquals("OK", show("SENTINEL CONFIG SET announce-port 5 resolve-hostnames yes loglevel warning"));

            assertTrue(sentinel.file().contains("sentinel announce-port 5"));
            assertTrue(sentinel.file().contains("sentinel resolve-hostnames yes"));
            assertTrue(sentinel.file().contains("loglevel warning"));
        }

        @Test
        void changesAllOrNothing() {
            assertEquals(
                    "(error) ERR Invalid value 'x' to SENTINEL CONFIG SET 'announce-port'",
                    show("SENTINEL CONFIG SET announce-ip 10.0.0.9 announce-port x"));
            assertEquals(
                    "(error) ERR Duplicate argument 'announce-ip' to SENTINEL CONFIG SET",
                    show("SENTINEL CONFIG SET announce-ip a announce-ip b"));
            assertEquals(
                    "(error) ERR Missing argument 'announce-port' value",
                    show("SENTINEL CONFIG SET announce-ip a announce-port"));
            assertEquals(
                    "(error) ERR Invalid argument 'port' to SENTINEL CONFIG SET", show("SENTINEL CONFIG SET port 1"));
            assertEquals("1) \"announce-ip\"\n2) \"\"", show("SENTINEL CONFIG GET announce-ip"));
        }
    }

    @Nested
    class Debug {
        @Test
        void changesPeriods() {
            assertEquals("OK", show("SENTINEL DEBUG info-period 7 PING-PERIOD 8"));

            assertTrue(show("SENTINEL DEBUG").contains("\"INFO-PERIOD\"\n 2) \"7\""));
        }

        @Test
        void isRefusedInRedissWords() {
            assertEquals(
                    "(error) ERR Invalid argument '0' for SENTINEL DEBUG 'info-period'",
                    show("SENTINEL DEBUG info-period 0"));
            assertEquals(
                    "(error) ERR Unknown option or number of arguments for SENTINEL DEBUG 'hour'",
                    show("SENTINEL DEBUG hour 1"));
        }
    }

    @Nested
    class OtherCommands {
        @Test
        void areFew() {
            assertEquals("(integer) 15", show("COMMAND COUNT"));
            assertTrue(show("GET a").startsWith("(error) ERR unknown command 'GET'"));
            assertTrue(show("CONFIG GET port").startsWith("(error) ERR unknown command 'CONFIG'"));
            assertTrue(show("CLIENT NO-TOUCH on").startsWith("(error) ERR unknown subcommand 'NO-TOUCH'"));
        }

        @Test
        void helloSaysThatThisIsASentinel() {
            assertTrue(show("HELLO").contains("\"sentinel\""));
            assertFalse(show("HELLO").contains("\"role\""));
        }

        @Test
        void roleListsThePrimaries() {
            assertEquals("1) \"sentinel\"\n2) 1) \"mymaster\"", show("ROLE"));
        }

        @Test
        void publishTakesHellosAlone() {
            assertEquals("(error) ERR Only HELLO messages are accepted by Sentinel instances.", show("PUBLISH news x"));
            assertEquals(
                    "(integer) 1",
                    show("PUBLISH __sentinel__:hello 127.0.0.1,26390," + "2".repeat(40)
                            + ",9,mymaster,127.0.0.1,6399,8"));

            assertEquals("1) \"127.0.0.1\"\n2) \"6399\"", show("SENTINEL GET-MASTER-ADDR-BY-NAME mymaster"));
            assertTrue(sentinel.log().contains("# +new-epoch 9"));
            assertTrue(sentinel.log().contains("# +switch-master mymaster 127.0.0.1 6379 127.0.0.1 6399"));
            assertTrue(sentinel.file().contains("sentinel current-epoch 9"));
            assertTrue(sentinel.file().contains("sentinel known-replica mymaster 127.0.0.1 6379"));
        }

        @Test
        void infoTellsOfThePrimaries() {
            String info = show("INFO");
            assertTrue(info.contains("redis_mode:sentinel"));
            assertTrue(info.contains("master0:name=mymaster,status=ok,address=127.0.0.1:6379,slaves=1,sentinels=2"));
            assertFalse(info.contains("# Memory"));
            assertEquals("\"\"", show("INFO memory"));
        }
    }

    @Nested
    class Administration {
        @Test
        void resetForgetsReplicasAndSentinels() {
            assertEquals("(integer) 1", show("SENTINEL RESET my*"));

            assertEquals("(empty array)", show("SENTINEL REPLICAS mymaster"));
            assertEquals("(empty array)", show("SENTINEL SENTINELS mymaster"));
            assertEquals("(integer) 0", show("SENTINEL RESET other"));
        }

        @Test
        void ckquorumCountsSentinelsThatAreUp() {
            assertEquals(
                    "OK 2 usable Sentinels. Quorum and failover authorization can be reached",
                    show("SENTINEL CKQUORUM mymaster"));
            show("SENTINEL SET mymaster quorum 3");
            assertEquals(
                    "(error) NOQUORUM 2 usable Sentinels. Not enough available Sentinels to reach the specified quorum"
                            + " for this master",
                    show("SENTINEL CKQUORUM mymaster"));
        }

        @Test
        void failoverNeedsAReplicaThatIsConnected() {
            assertEquals("(error) NOGOODSLAVE No suitable replica to promote", show("SENTINEL FAILOVER mymaster"));
        }

        @Test
        void simulateFailureIsShownInInfo() {
            assertEquals("OK", show("SENTINEL SIMULATE-FAILURE crash-after-promotion"));
            assertTrue(show("INFO sentinel").contains("sentinel_simulate_failure_flags:2"));
            assertEquals("(error) ERR Unknown failure simulation specified", show("SENTINEL SIMULATE-FAILURE rain"));
            assertTrue(show("INFO sentinel").contains("sentinel_simulate_failure_flags:0"));
        }

        @Test
        void noScriptsArePendingAtFirst() {
            assertEquals("(empty array)", show("SENTINEL PENDING-SCRIPTS"));
        }
    }
}
