package io.miniredis.server.command.string;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.miniredis.server.ServerFixture;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** SET writes a short string over the one that is stored: nobody else may have noticed. */
class StringOwnershipTest {
    private final ServerFixture redis = new ServerFixture();

    @AfterEach
    void stop() {
        redis.close();
    }

    @Test
    void aCopyOfAKeyKeepsItsValue() {
        redis.show("SET a one");
        redis.show("COPY a b");
        redis.show("SET a two");
        assertEquals("\"one\"", redis.show("GET b"));
        redis.show("SET b six");
        assertEquals("\"two\"", redis.show("GET a"));
    }

    @Test
    void aScriptKeepsItsArgumentsAndConstants() {
        redis.show("EVAL \"redis.call('set', 'k', 'one')\" 0");
        redis.show("SET k two");
        redis.show("EVAL \"redis.call('set', 'k', 'one')\" 0");
        assertEquals("\"one\"", redis.show("GET k"));
        assertEquals(
                "\"abc\"",
                redis.show(
                        "EVAL \"redis.call('set', 'k', ARGV[1]) redis.call('set', 'k', 'xyz') return ARGV[1]\" 0 abc"));
        assertEquals(
                "\"xyz\"",
                redis.show("EVAL \"local v = redis.call('get', 'k') redis.call('set', 'k', 'uvw') return v\" 0"));
    }

    @Test
    void twoKeysThatAScriptSetsToTheSameStringAreTwo() {
        redis.show(
                "EVAL \"redis.call('set', 'a', 'one') redis.call('set', 'b', 'one') redis.call('getset', 'c', 'one')\" 0");
        redis.show("EVAL \"redis.call('mset', 'a', ARGV[1], 'd', ARGV[1]) redis.call('append', 'e', ARGV[1])\" 0 two");
        redis.show("SET a six");
        assertEquals("\"one\"", redis.show("GET b"));
        assertEquals("\"one\"", redis.show("GET c"));
        assertEquals("\"two\"", redis.show("GET d"));
        assertEquals("\"two\"", redis.show("GET e"));
    }

    @Test
    void theOldValueIsWhatTheReplySays() {
        redis.show("SET a one");
        assertEquals("\"one\"", redis.show("SET a two GET"));
        assertEquals("\"two\"", redis.show("GETSET a six"));
        assertEquals("\"six\"", redis.show("GET a"));
    }

    @Test
    void theSlowLogShowsWhatWasSet() {
        redis.show("CONFIG SET slowlog-log-slower-than 0");
        redis.show("SET a one");
        redis.show("SET a two");
        redis.show("CONFIG SET slowlog-log-slower-than -1");
        String log = redis.show("SLOWLOG GET");
        assertEquals(true, log.contains("one") && log.contains("two"), log);
    }

    @Test
    void aStringThatWasAppendedToIsApart() {
        redis.show("SET a one");
        redis.show("APPEND a more");
        redis.show("SET a two");
        redis.show("SETRANGE a 0 T");
        redis.show("SET b six");
        assertEquals("\"Two\"", redis.show("GET a"));
    }

    @Test
    void aNumberIsCountedOnFromTheLatestSet() {
        redis.show("SET a 123456");
        redis.show("COPY a b");
        redis.show("SET a 654321");
        redis.show("SET c 5");
        redis.show("SET d 5");
        redis.show("SET c 6");
        assertEquals("(integer) 654322", redis.show("INCR a"));
        assertEquals("\"123456\"", redis.show("GET b"));
        assertEquals("\"5\"", redis.show("GET d"));
    }

    @Provide
    Arbitrary<List<String>> commands() {
        Arbitrary<String> key = Arbitraries.of("a", "b", "c");
        Arbitrary<String> value = Arbitraries.of("one", "two", "six", "12345", "67890", "12", "longer");
        return Combinators.combine(
                        Arbitraries.of("SET", "SETEX", "MSET", "GETSET", "COPY", "RENAME", "EVAL", "GET"),
                        key,
                        key,
                        value)
                .as((name, k, other, v) -> String.join(" ", name, k, other, v))
                .list()
                .ofMaxSize(60);
    }

    @Property(tries = 150)
    void keysAreAsIfEachHadAStringOfItsOwn(@ForAll("commands") List<String> commands) {
        try (ServerFixture server = new ServerFixture()) {
            Map<String, String> model = new HashMap<>();
            for (String command : commands) {
                String[] word = command.split(" ");
                play(server, model, word[0], word[1], word[2], word[3]);
                for (String key : List.of("a", "b", "c")) {
                    String expected = model.containsKey(key) ? '"' + model.get(key) + '"' : "(nil)";
                    assertEquals(expected, server.show("GET " + key), command);
                }
            }
        }
    }

    private static void play(
            ServerFixture server, Map<String, String> model, String name, String key, String other, String value) {
        switch (name) {
            case "SET", "GETSET" -> server.show(name + " " + key + " " + value);
            case "SETEX" -> server.show("SETEX " + key + " 100 " + value);
            case "MSET" -> server.show("MSET " + key + " " + value + " " + other + " " + value);
            case "COPY" -> server.show("COPY " + key + " " + other + " REPLACE");
            case "RENAME" -> server.show("RENAME " + key + " " + other);
            case "EVAL" ->
                server.show("EVAL \"redis.call('set', KEYS[1], ARGV[1]) redis.call('set', KEYS[2], ARGV[1])\" 2 " + key
                        + " " + other + " " + value);
            default -> server.show("GET " + key);
        }
        switch (name) {
            case "SET", "GETSET", "SETEX" -> model.put(key, value);
            case "MSET", "EVAL" -> {
                model.put(key, value);
                model.put(other, value);
            }
            case "COPY" -> {
                if (model.containsKey(key) && !key.equals(other)) {
                    model.put(other, model.get(key));
                }
            }
            case "RENAME" -> {
                if (model.containsKey(key)) {
                    String moved = model.remove(key);
                    model.put(other, moved);
                }
            }
            default -> {}
        }
    }
}
