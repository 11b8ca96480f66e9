package io.miniredis.server.command.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamInfoCommandsTest {
    private final StreamFixture redis = new StreamFixture();

    @AfterEach
    void stop() {
        redis.close();
    }

    private void start() {
        redis.after("XADD s 1 f a", "XADD s 2 f b", "XGROUP CREATE s g 0", "XREADGROUP GROUP g c COUNT 1 STREAMS s >");
        redis.advanceMillis(10);
    }

    @Test
    void describeAnEmptyStream() {
        redis.after("XADD s 1 f v", "XDEL s 1");

        assertEquals(
                "[length 0 radix-tree-keys 0 radix-tree-nodes 1 last-generated-id 1-0 max-deleted-entry-id 1-0"
                        + " entries-added 1 recorded-first-entry-id 0-0 groups 0 first-entry (nil) last-entry (nil)]",
                redis.run("XINFO STREAM s"));
    }

    @Test
    void describeAStreamInFull() {
        start();

        assertEquals(
                "[length 2 radix-tree-keys 1 radix-tree-nodes 2 last-generated-id 2-0 max-deleted-entry-id 0-0"
                        + " entries-added 2 recorded-first-entry-id 1-0 entries [[1-0 [f a]] [2-0 [f b]]] groups"
                        + " [[name g last-delivered-id 1-0 entries-read 1 lag 1 pel-count 1"
                        + " pending [[1-0 c 1700000000000 1]] consumers [[name c seen-time 1700000000000"
                        + " active-time 1700000000000 pel-count 1 pending [[1-0 1700000000000 1]]]]]]]",
                redis.run("XINFO STREAM s FULL"));
        assertTrue(redis.run("XINFO STREAM s FULL COUNT 1").contains("entries [[1-0 [f a]]] groups"));
        assertTrue(redis.run("XINFO STREAM s FULL COUNT -1").contains("entries [[1-0 [f a]] [2-0 [f b]]] groups"));
    }

    @Test
    void areMapsInResp3() {
        start();
        redis.run("HELLO 3");

        assertEquals(
                "[{name: g, consumers: 1, pending: 1, last-delivered-id: 1-0, entries-read: 1, lag: 1}]",
                redis.run("XINFO GROUPS s"));
    }

    @Test
    void tellHowLongConsumersAreIdle() {
        start();
        redis.run("XGROUP CREATECONSUMER s g new");

        assertEquals(
                "[[name c pending 1 idle 10 inactive 10] [name new pending 0 idle 0 inactive -1]]",
                redis.run("XINFO CONSUMERS s g"));
        redis.run("XREADGROUP GROUP g c STREAMS s 0");
        assertTrue(redis.run("XINFO CONSUMERS s g").contains("name c pending 1 idle 0 inactive 10"));
    }

    @Test
    void refuseWhatIsNotThere() {
        assertEquals("(error) ERR no such key", redis.run("XINFO STREAM s"));
        assertEquals("(error) ERR no such key", redis.run("XINFO GROUPS s"));
        start();
        assertEquals("(error) NOGROUP No such consumer group 'x' for key name 's'", redis.run("XINFO CONSUMERS s x"));
        assertEquals(
                "(error) ERR unknown subcommand or wrong number of arguments for 'STREAM'. Try XINFO HELP.",
                redis.run("XINFO STREAM s FOO"));
        assertEquals(
                "(error) ERR unknown subcommand or wrong number of arguments for 'STREAM'. Try XINFO HELP.",
                redis.run("XINFO STREAM s FULL COUNT"));
        redis.run("SET text value");
        assertTrue(redis.run("XINFO STREAM text").startsWith("(error) WRONGTYPE"));
    }
}
