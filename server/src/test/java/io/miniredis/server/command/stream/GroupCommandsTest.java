package io.miniredis.server.command.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupCommandsTest {
    private static final String NO_KEY = "(error) ERR The XGROUP subcommand requires the key to exist. Note that for"
            + " CREATE you may want to use the MKSTREAM option to create an empty stream automatically.";
    private static final String NO_GROUP = "(error) NOGROUP No such consumer group 'none' for key name 's'";

    private final StreamFixture redis = new StreamFixture();

    @AfterEach
    void stop() {
        redis.close();
    }

    private void start() {
        redis.after("XADD s 1 f a", "XADD s 2 f b", "XADD s 3 f c", "XGROUP CREATE s g 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CREATE s g 0", "SETID s g 0", "DESTROY s g", "CREATECONSUMER s g c", "DELCONSUMER s g c"})
    void needAStream(String subcommand) {
        assertEquals(NO_KEY, redis.run("XGROUP " + subcommand));
        redis.run("SET s text");
        assertTrue(redis.run("XGROUP " + subcommand).startsWith("(error) WRONGTYPE"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SETID s none 0", "CREATECONSUMER s none c", "DELCONSUMER s none c"})
    void needAGroup(String subcommand) {
        start();

        assertEquals(NO_GROUP, redis.run("XGROUP " + subcommand));
    }

    @Nested
    class Create {
        @Test
        void startsWhereItIsTold() {
            start();

            assertEquals("OK", redis.run("XGROUP CREATE s tail $"));
            assertEquals("OK", redis.run("XGROUP CREATE s middle 2 ENTRIESREAD 2"));

            assertEquals(
                    "[[name g consumers 0 pending 0 last-delivered-id 0-0 entries-read (nil) lag 3]"
                            + " [name middle consumers 0 pending 0 last-delivered-id 2-0 entries-read 2 lag 1]"
                            + " [name tail consumers 0 pending 0 last-delivered-id 3-0 entries-read (nil) lag 0]]",
                    redis.run("XINFO GROUPS s"));
            assertEquals(List.of("xgroup-create s", "xgroup-create s"), redis.events());
            assertEquals(
                    List.of("0 XGROUP CREATE s tail $", "0 XGROUP CREATE s middle 2 ENTRIESREAD 2"),
                    redis.propagated());
        }

        @Test
        void makesAStreamIfTold() {
            assertEquals("OK", redis.run("XGROUP CREATE s g $ MKSTREAM"));

            assertEquals("stream", redis.run("TYPE s"));
            assertEquals("0", redis.run("XLEN s"));
        }

        @Test
        void isAChangeToWatchersOnlyWithTheStream() {
            redis.after("WATCH s", "XGROUP CREATE s g $ MKSTREAM", "MULTI", "PING");
            assertEquals("(nil)", redis.run("EXEC"));

            redis.after("WATCH s", "XGROUP CREATE s h $", "MULTI", "PING");
            assertEquals("[PONG]", redis.run("EXEC"));
        }

        @Test
        void refusesANameThatIsTaken() {
            start();

            assertEquals("(error) BUSYGROUP Consumer Group name already exists", redis.run("XGROUP CREATE s g 0"));
        }

        @Test
        void refusesWhatItDoesNotUnderstand() {
            start();
            String syntax =
                    "(error) ERR unknown subcommand or wrong number of arguments for 'CREATE'. Try XGROUP HELP.";

            assertEquals(syntax, redis.run("XGROUP CREATE s h 0 FOO"));
            assertEquals(syntax, redis.run("XGROUP CREATE s h 0 ENTRIESREAD"));
            assertEquals(syntax, redis.run("XGROUP CREATE s h 0 MKSTREAM MKSTREAM ENTRIESREAD 1"));
            assertEquals(
                    "(error) ERR value for ENTRIESREAD must be positive or -1",
                    redis.run("XGROUP CREATE s h 0 ENTRIESREAD -2"));
            assertEquals(
                    "(error) ERR Invalid stream ID specified as stream command argument",
                    redis.run("XGROUP CREATE s h -"));
        }
    }

    @Nested
    class Setid {
        @Test
        void movesTheGroup() {
            start();

            assertEquals("OK", redis.run("XGROUP SETID s g $"));
            assertEquals("(nil)", redis.run("XREADGROUP GROUP g c STREAMS s >"));
            assertEquals("OK", redis.run("XGROUP SETID s g - ENTRIESREAD 0"));
            assertEquals("[[s [[1-0 [f a]]]]]", redis.run("XREADGROUP GROUP g c COUNT 1 STREAMS s >"));
            assertEquals(List.of("xgroup-setid s", "xgroup-createconsumer s", "xgroup-setid s"), redis.events());
        }

        @Test
        void takesOneOptionOnce() {
            start();

            assertEquals(
                    "(error) ERR unknown subcommand or wrong number of arguments for 'setid'. Try XGROUP HELP.",
                    redis.run("XGROUP setid s g 0 ENTRIESREAD 1 ENTRIESREAD 2"));
        }
    }

    @Nested
    class Destroy {
        @Test
        void removesTheGroup() {
            start();

            assertEquals("1", redis.run("XGROUP DESTROY s g"));
            assertEquals("0", redis.run("XGROUP DESTROY s g"));

            assertEquals("[]", redis.run("XINFO GROUPS s"));
            assertEquals(List.of("xgroup-destroy s"), redis.events());
            assertEquals(List.of("0 XGROUP DESTROY s g"), redis.propagated());
        }
    }

    @Nested
    class Consumers {
        @Test
        void areCreatedOnce() {
            start();

            assertEquals("1", redis.run("XGROUP CREATECONSUMER s g c"));
            assertEquals("0", redis.run("XGROUP CREATECONSUMER s g c"));

            assertEquals(List.of("xgroup-createconsumer s"), redis.events());
            assertEquals(List.of("0 XGROUP CREATECONSUMER s g c"), redis.propagated());
        }

        @Test
        void takeWhatIsPendingWithThem() {
            start();
            redis.run("XREADGROUP GROUP g c COUNT 2 STREAMS s >");
            redis.run("XREADGROUP GROUP g d STREAMS s >");

            assertEquals("2", redis.run("XGROUP DELCONSUMER s g c"));
            assertEquals("0", redis.run("XGROUP DELCONSUMER s g c"));

            assertEquals("[1 3-0 3-0 [[d 1]]]", redis.run("XPENDING s g"));
        }
    }

    @Nested
    class Xack {
        @Test
        void takesEntriesOffTheList() {
            start();
            redis.run("XREADGROUP GROUP g c STREAMS s >");
            redis.propagated();
            long dirty = redis.dirty();

            assertEquals("2", redis.run("XACK s g 1 3-0 9"));
            assertEquals("0", redis.run("XACK s g 1"));

            assertEquals(2, redis.dirty() - dirty);
            assertEquals(List.of("0 XACK s g 1 3-0 9"), redis.propagated());
            assertEquals("[1 2-0 2-0 [[c 1]]]", redis.run("XPENDING s g"));
        }

        @Test
        void ofNothingIsNothing() {
            assertEquals("0", redis.run("XACK s g x"));
            start();
            assertEquals("0", redis.run("XACK s none x"));
            assertEquals(
                    "(error) ERR Invalid stream ID specified as stream command argument", redis.run("XACK s g 1 x"));
        }
    }
}
