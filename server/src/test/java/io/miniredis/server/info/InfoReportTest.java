package io.miniredis.server.info;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.RespValue;
import io.miniredis.server.ServerFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InfoReportTest {
    private final ServerFixture redis = new ServerFixture();

    @AfterEach
    void close() {
        redis.close();
    }

    private String info(String... sections) {
        String[] argv = new String[sections.length + 1];
        argv[0] = "INFO";
        System.arraycopy(sections, 0, argv, 1, sections.length);
        RespValue reply = redis.run(argv);
        return reply instanceof RespValue.Bulk bulk ? bulk.bytes().utf8() : "not a bulk string: " + reply;
    }

    private static List<String> headings(String info) {
        List<String> headings = new ArrayList<>();
        info.lines().filter(line -> line.startsWith("# ")).forEach(line -> headings.add(line.substring(2)));
        return headings;
    }

    @Test
    void showsTheSectionsOfEverydayUse() {
        assertEquals(
                List.of(
                        "Server",
                        "Clients",
                        "Memory",
                        "Persistence",
                        "Stats",
                        "Replication",
                        "CPU",
                        "Modules",
                        "Errorstats",
                        "Cluster",
                        "Keyspace"),
                headings(info()));
    }

    @Test
    void namesTheProcessorAsUnameDoes() {
        String os = info("server")
                .lines()
                .filter(line -> line.startsWith("os:"))
                .findFirst()
                .orElseThrow();

        assertTrue(os.endsWith(System.getProperty("os.arch").replace("amd64", "x86_64")), os);
    }

    @Test
    void addsStatisticsPerCommandWhenAskedForAll() {
        assertTrue(headings(info("all")).contains("Commandstats"));
        assertEquals(headings(info("all")), headings(info("EVERYTHING")));
    }

    @Test
    void showsSeveralSectionsEachOnce() {
        assertEquals(List.of("Server", "CPU"), headings(info("cpu", "server", "CPU")));
    }

    @Test
    void anUnknownSectionIsEmpty() {
        assertEquals("", info("nothing"));
    }

    @Test
    void linesEndWithCarriageReturnAndLineFeed() {
        assertTrue(info("server").startsWith("# Server\r\nredis_version:7.2.6\r\n"));
    }

    @Test
    void countsKeysPerDatabase() {
        redis.show("SET a 1");
        redis.show("SET b 1 EX 100");
        assertTrue(info("keyspace").contains("db0:keys=2,expires=1,avg_ttl="), info("keyspace"));
        assertFalse(info("keyspace").contains("db1"));
    }

    @Test
    void countsErrorsByTheirCode() {
        redis.show("NOSUCHCOMMAND");
        redis.show("GET");
        assertTrue(info("errorstats").contains("errorstat_ERR:count=2"));
        assertTrue(info("stats").contains("total_error_replies:2"));
    }

    @Test
    void errorCodesMadeUpByScriptsCannotDisturbTheReport() {
        redis.run("EVAL", "return redis.error_reply('a:b#c is wrong')", "0");
        assertTrue(info("errorstats").contains("errorstat_a_b_c:count=1"), info("errorstats"));
    }

    @Test
    void stopsCountingErrorsWhenScriptsMakeUpTooManyCodes() {
        for (int i = 0; i < 130; i++) {
            redis.run("EVAL", "return redis.error_reply(ARGV[1] .. ' is wrong')", "0", "E" + i);
        }
        assertEquals("# Errorstats\r\nerrorstat_ERRORSTATS_DISABLED:count=1\r\n", info("errorstats"));
        assertTrue(info("memory").contains("lazyfreed_objects:128\r\n"), info("memory"));

        redis.show("CONFIG RESETSTAT");
        redis.show("GET");
        assertEquals("# Errorstats\r\nerrorstat_ERR:count=1\r\n", info("errorstats"));
    }

    @Test
    void tellsWhoListensAndWhoWatches() {
        redis.connect().send("SUBSCRIBE a b");
        redis.connect().show("SSUBSCRIBE a");
        ServerFixture.Peer watcher = redis.connect();
        watcher.show("WATCH a b");
        redis.connect().show("WATCH a");

        String clients = info("clients");
        assertTrue(clients.contains("pubsub_clients:2\r\nwatching_clients:2\r\n"), clients);
        assertTrue(clients.contains("total_watched_keys:2\r\n"), clients);

        watcher.show("UNWATCH");
        clients = info("clients");
        assertTrue(clients.contains("watching_clients:1\r\n"), clients);
        assertTrue(clients.contains("total_watched_keys:1\r\n"), clients);
    }

    @Test
    void countsCallsRejectionsAndFailuresPerCommand() {
        redis.show("GET a");
        redis.show("GET");
        redis.show("SET a b EX nonsense");
        String statistics = info("commandstats");
        assertTrue(statistics.contains("cmdstat_get:calls=1,"), statistics);
        assertTrue(statistics.contains("rejected_calls=1,failed_calls=0"), statistics);
        assertTrue(statistics.contains("cmdstat_set:calls=1,"), statistics);
        assertTrue(statistics.contains("rejected_calls=0,failed_calls=1"), statistics);
    }

    @Test
    void uptimeFollowsTheClock() {
        redis.advance(Duration.ofDays(2));
        assertTrue(info("server").contains("uptime_in_seconds:172800\r\nuptime_in_days:2\r\n"), info("server"));
    }

    @Test
    void isVerbatimTextInResp3() {
        redis.onMain(() -> {
            redis.peer().client().protocol(3);
            return null;
        });
        assertTrue(redis.peer().run(ByteString.of("INFO"), ByteString.of("server")) instanceof RespValue.Verbatim);
    }

    @Test
    void numbersArePrintedAsRedisPrintsThem() {
        assertEquals("1023B", InfoText.human(1023));
        assertEquals("1.00K", InfoText.human(1024));
        assertEquals("1.50M", InfoText.human(1_572_864));
        assertEquals("0.05", InfoText.decimals(0.05, 2));
        assertEquals("-1.50", InfoText.decimals(-1.5, 2));
    }

    @Test
    void tellsWhatTheMainThreadDid() {
        redis.show("CONFIG RESETSTAT");
        redis.show("PING");
        redis.show("PING");

        String stats = info("stats");

        assertTrue(stats.contains("eventloop_cycles:3\r\n"), stats);
        assertTrue(stats.contains("eventloop_duration_cmd_sum:0\r\n"), stats);
    }
}
