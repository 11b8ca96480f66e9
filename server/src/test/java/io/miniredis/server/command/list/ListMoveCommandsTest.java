package io.miniredis.server.command.list;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.miniredis.datastructures.ByteString;
import io.miniredis.server.ServerFixture;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListMoveCommandsTest {
    private final ServerFixture redis = new ServerFixture();
    private final ServerFixture.Peer waiting = redis.connect();

    @AfterEach
    void stop() {
        redis.close();
    }

    private String list(String key) {
        return redis.show("LRANGE " + key + " 0 -1").replaceAll("\\d+\\) ", "").replace("\n", " ");
    }

    private void given(String command) {
        redis.show(command);
        redis.events();
        redis.propagated();
    }

    /** Sends a command which is not answered yet. */
    private void begin(String command) {
        String[] words = command.split(" ", -1);
        ByteString[] argv = new ByteString[words.length];
        for (int i = 0; i < words.length; i++) {
            argv[i] = ByteString.of(words[i]);
        }
        assertEquals(List.of(), waiting.send(argv));
    }

    private List<String> received() {
        return waiting.received().stream().map(Object::toString).toList();
    }

    @Nested
    class Move {
        @ParameterizedTest
        @CsvSource({
            "LMOVE l d LEFT LEFT, a, lpush d|lpop l",
            "LMOVE l d left right, a, rpush d|lpop l",
            "LMOVE l d RIGHT LEFT, c, lpush d|rpop l",
            "LMOVE l d RIGHT RIGHT, c, rpush d|rpop l",
            "RPOPLPUSH l d, c, lpush d|rpop l",
        })
        void takesFromOneEndAndAddsAtAnother(String command, String element, String events) {
            given("RPUSH l a b c");
            assertEquals('"' + element + '"', redis.show(command));
            assertEquals('"' + element + '"', list("d"));
            assertEquals(List.of(events.split("\\|")), redis.events());
            assertEquals(List.of("0 " + command), redis.propagated());
        }

        @Test
        void emptiesAndCreates() {
            given("RPUSH l 1");
            assertEquals("\"1\"", redis.show("LMOVE l d LEFT LEFT"));
            assertEquals("(integer) 0", redis.show("EXISTS l"));
            assertEquals(List.of("lpush d", "lpop l", "del l"), redis.events());
            assertEquals("(nil)", redis.show("LMOVE l d LEFT LEFT"));
            assertEquals("(nil)", redis.show("RPOPLPUSH l d"));
        }

        @Test
        void rotatesAListIntoItself() {
            given("RPUSH l a b c");
            assertEquals("\"a\"", redis.show("LMOVE l l LEFT RIGHT"));
            assertEquals("\"b\" \"c\" \"a\"", list("l"));
            given("RPUSH one x");
            assertEquals("\"x\"", redis.show("RPOPLPUSH one one"));
            assertEquals("\"x\"", list("one"));
            assertEquals(List.of("lpush one", "rpop one"), redis.events());
        }

        @Test
        void rotatesLargeElementsUnderEachEncoding() {
            given("RPUSH l a " + "x".repeat(5000) + " " + "y".repeat(5000));
            for (int i = 0; i < 4; i++) {
                redis.show("RPOPLPUSH l l");
            }
            assertEquals("\"" + "y".repeat(5000) + "\"", redis.show("LINDEX l 0"));
            assertEquals("\"a\"", redis.show("LINDEX l 1"));
            assertEquals("(integer) 3", redis.show("LLEN l"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"LMOVE l d UP LEFT", "LMOVE l d LEFT UP"})
        void knowsTwoEnds(String command) {
            assertEquals("(error) ERR syntax error", redis.show(command));
        }
    }

    @Nested
    class MoveWaiting {
        @Test
        void movesAtOnceWhatIsThere() {
            given("RPUSH l a b");
            assertEquals("\"a\"", redis.show("BLMOVE l d LEFT RIGHT 0"));
            assertEquals("\"b\"", redis.show("BRPOPLPUSH l d 0"));
            assertEquals(List.of("0 LMOVE l d LEFT RIGHT", "0 RPOPLPUSH l d"), redis.propagated());
            assertEquals("\"b\" \"a\"", list("d"));
        }

        @Test
        void waitsForAnElement() {
            begin("BLMOVE l d LEFT RIGHT 0");
            redis.show("RPUSH l a b");
            assertEquals(List.of("\"a\""), received());
            assertEquals(List.of("0 RPUSH l a b", "0 LMOVE l d LEFT RIGHT"), redis.propagated());
            assertEquals(List.of("rpush l", "rpush d", "lpop l"), redis.events());
        }

        @Test
        void feedsTheNextOneWhoWaits() {
            begin("BRPOPLPUSH a b 0");
            ServerFixture.Peer second = redis.connect();
            second.send(ByteString.of("BLPOP"), ByteString.of("b"), ByteString.of("0"));
            redis.show("RPUSH a x");
            assertEquals(List.of("\"x\""), received());
            assertEquals("1) \"b\"\n2) \"x\"", second.received().get(0).toString());
            assertEquals("(integer) 0", redis.show("EXISTS a b"));
            assertEquals(List.of("0 RPUSH a x", "0 RPOPLPUSH a b", "0 LPOP b"), redis.propagated());
        }

        @Test
        void givesUpInTime() {
            begin("BLMOVE l d LEFT RIGHT 0.5");
            redis.advance(Duration.ofMillis(500));
            assertEquals(List.of("(nil)"), received());
            begin("BRPOPLPUSH l d 1");
            redis.advance(Duration.ofSeconds(1));
            assertEquals(List.of("(nil)"), received());
        }

        @Test
        void tellsAWrongDestination() {
            given("SET d string");
            begin("BLMOVE l d LEFT RIGHT 0");
            redis.show("RPUSH l a");
            assertEquals(
                    List.of("(error) WRONGTYPE Operation against a key holding the wrong kind of value"), received());
            assertEquals("\"a\"", list("l"));
        }

        @Test
        void doesNotWaitInATransaction() {
            redis.show("MULTI");
            redis.show("BLMOVE l d LEFT RIGHT 0");
            redis.show("BRPOPLPUSH l d 0");
            assertEquals("1) (nil)\n2) (nil)", redis.show("EXEC"));
        }
    }
}
