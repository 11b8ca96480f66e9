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

class ListPopCommandsTest {
    private final ServerFixture redis = new ServerFixture();
    private final ServerFixture.Peer waiting = redis.connect();

    @AfterEach
    void stop() {
        redis.close();
    }

    private void given(String command) {
        redis.show(command);
        redis.events();
        redis.propagated();
    }

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
    class Lmpop {
        @Test
        void popsFromTheFirstListThatHasElements() {
            given("RPUSH l a b c");
            assertEquals("1) \"l\"\n2) 1) \"a\"", redis.show("LMPOP 2 none l LEFT"));
            assertEquals("1) \"l\"\n2) 1) \"c\"\n   2) \"b\"", redis.show("LMPOP 1 l RIGHT COUNT 9"));
            assertEquals("(nil)", redis.show("LMPOP 2 none l LEFT"));
            assertEquals(List.of("lpop l", "rpop l", "del l"), redis.events());
            assertEquals(List.of("0 LPOP l 1", "0 RPOP l 2"), redis.propagated());
        }

        @ParameterizedTest
        @CsvSource({
            "LMPOP 0 l LEFT, ERR numkeys should be greater than 0",
            "LMPOP x l LEFT, ERR numkeys should be greater than 0",
            "LMPOP 2 l LEFT, ERR syntax error",
            "LMPOP 9223372036854775807 l LEFT, ERR syntax error",
            "LMPOP 1 l UP, ERR syntax error",
            "LMPOP 1 l LEFT COUNT, ERR syntax error",
            "LMPOP 1 l LEFT COUNT 1 COUNT 2, ERR syntax error",
            "LMPOP 1 l LEFT COUNT 0, ERR count should be greater than 0",
            "LMPOP 1 l LEFT COUNT x, ERR count should be greater than 0",
            "BLMPOP 0 0 l LEFT, ERR numkeys should be greater than 0",
            "BLMPOP -1 1 l LEFT, ERR timeout is negative",
            "BLMPOP x 1 l UP, ERR syntax error",
            "BLMPOP x 1 l LEFT, ERR timeout is not a float or out of range",
            "BLPOP l x, ERR timeout is not a float or out of range",
            "BRPOP l -1, ERR timeout is negative",
        })
        void tellsWhatIsWrong(String command, String error) {
            assertEquals("(error) " + error, redis.show(command));
        }
    }

    @Nested
    class Waiting {
        @Test
        void popsAtOnceWhatIsThere() {
            given("RPUSH l a b c d");
            assertEquals("1) \"l\"\n2) \"a\"", redis.show("BLPOP none l 0"));
            assertEquals("1) \"l\"\n2) \"d\"", redis.show("BRPOP l none 0"));
            assertEquals("1) \"l\"\n2) 1) \"b\"\n   2) \"c\"", redis.show("BLMPOP 0 1 l LEFT COUNT 5"));
            assertEquals(List.of("0 LPOP l", "0 RPOP l", "0 LPOP l 2"), redis.propagated());
            assertEquals(List.of("lpop l", "rpop l", "lpop l", "del l"), redis.events());
        }

        @ParameterizedTest
        @CsvSource({
            "BLPOP l other 0, 1) \"l\"|2) \"a\", LPOP l",
            "BRPOP other l l 0, 1) \"l\"|2) \"b\", RPOP l",
            "BLMPOP 0 2 other l RIGHT COUNT 3, 1) \"l\"|2) 1) \"b\"|   2) \"a\", RPOP l 2",
        })
        void waitsForAnElement(String command, String reply, String propagated) {
            begin(command);
            redis.show("RPUSH l a b");
            assertEquals(List.of(reply.replace('|', '\n')), received());
            assertEquals(List.of("0 RPUSH l a b", "0 " + propagated), redis.propagated());
        }

        @Test
        void givesUpInTime() {
            begin("BLPOP l 1.5");
            redis.advance(Duration.ofMillis(1499));
            assertEquals(List.of(), received());
            redis.advance(Duration.ofMillis(1));
            assertEquals(List.of("(nil)"), received());
            begin("BLMPOP 0.1 1 l LEFT");
            redis.advance(Duration.ofMillis(100));
            assertEquals(List.of("(nil)"), received());
        }

        @Test
        void goesOnWaitingWhenSomebodyElseWasFaster() {
            begin("BLPOP l 0");
            redis.show("MULTI");
            redis.show("RPUSH l a");
            redis.show("LPOP l");
            redis.show("EXEC");
            assertEquals(List.of(), received());
            redis.show("SET l string");
            assertEquals(List.of(), received());
            redis.show("DEL l");
            redis.show("LPUSH l b");
            assertEquals(List.of("1) \"l\"\n2) \"b\""), received());
        }

        @Test
        void isServedByARenameToo() {
            begin("BRPOP l 0");
            redis.show("RPUSH x a");
            redis.show("RENAME x l");
            assertEquals(List.of("1) \"l\"\n2) \"a\""), received());
        }

        @Test
        void doesNotWaitInATransaction() {
            redis.show("MULTI");
            redis.show("BLPOP l 0");
            redis.show("BLMPOP 0 1 l LEFT");
            assertEquals("1) (nil)\n2) (nil)", redis.show("EXEC"));
        }
    }
}
