package io.miniredis.server.command.generic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.protocol.RespValue;
import io.miniredis.server.ServerFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeySearchCommandsTest {
    private static final String EMPTY = "(empty array)";

    private final ServerFixture redis = new ServerFixture();

    @AfterEach
    void stop() {
        redis.close();
    }

    private void givenKeys(String... keys) {
        for (String key : keys) {
            redis.run("SET", key, "1");
        }
        redis.events();
        redis.propagated();
    }

    private void givenExpired(String key) {
        redis.run("SET", key, "old");
        redis.run("PEXPIRE", key, "10");
        redis.advance(Duration.ofMillis(11));
        redis.events();
        redis.propagated();
    }

    private static List<RespValue> elements(RespValue array) {
        return ((RespValue.Array) array).elements();
    }

    private static String text(RespValue bulk) {
        return ((RespValue.Bulk) bulk).bytes().utf8();
    }

    private static Set<String> texts(RespValue array) {
        Set<String> texts = new TreeSet<>();
        for (RespValue element : elements(array)) {
            texts.add(text(element));
        }
        assertEquals(elements(array).size(), texts.size(), "no key twice");
        return texts;
    }

    @Nested
    class Keys {
        @ParameterizedTest
        @CsvSource({
            "*, a ab abc b",
            "a*, a ab abc",
            "?, a b",
            "a[bx]*, ab abc",
            "ab, ab",
            "[b], b",
            "\\a, a",
            "nope, ''",
            "n*, ''"
        })
        void listsWhatMatches(String pattern, String expected) {
            givenKeys("a", "ab", "abc", "b");

            assertEquals(expected, String.join(" ", texts(redis.run("KEYS", pattern))));
        }

        @Test
        void hidesExpiredKeysButLeavesThemToOthers() {
            givenKeys("a");
            givenExpired("old");

            assertEquals(Set.of("a"), texts(redis.run("KEYS", "*")));
            assertEquals(Set.of("a"), texts(redis.run("KEYS", "?")));
            assertEquals(EMPTY, redis.show("KEYS old"));
            assertEquals("(integer) 2", redis.show("DBSIZE"));
        }

        @Test
        void findsTheEmptyKey() {
            redis.run("SET", "", "1");

            assertEquals("1) \"\"", redis.show("KEYS \"\""));
        }
    }

    @Nested
    class Randomkey {
        @Test
        void ofAnEmptyDatabaseIsNothing() {
            assertEquals("(nil)", redis.show("RANDOMKEY"));
        }

        @Test
        void comesToEveryKey() {
            givenKeys("a", "b", "c");

            Set<String> seen = new TreeSet<>();
            for (int i = 0; i < 200; i++) {
                seen.add(text(redis.run("RANDOMKEY")));
            }
            assertEquals(Set.of("a", "b", "c"), seen);
        }

        @Test
        void deletesTheExpiredKeysItMeets() {
            for (int i = 0; i < 20; i++) {
                redis.run("SET", "old" + i, "1");
                redis.run("PEXPIRE", "old" + i, "10");
            }
            redis.propagated();
            redis.advance(Duration.ofMillis(11));

            assertEquals("(nil)", redis.show("RANDOMKEY"));
            assertEquals("(integer) 0", redis.show("DBSIZE"));
            List<String> propagated = redis.propagated();
            assertEquals(20, propagated.size(), "each deletion on its own, without MULTI");
            assertTrue(propagated.get(0).startsWith("0 DEL old"));
        }

        @Test
        void givesUpAndShowsAnExpiredKeyWhenNoneMayBeDeleted() {
            givenExpired("old");
            redis.onMain(() -> {
                redis.server().pause().begin(Long.MAX_VALUE, false);
                return true;
            });

            assertEquals("\"old\"", redis.show("RANDOMKEY"));
        }
    }

    @Nested
    class Scan {
        private long cursor;

        private Set<String> step(String... options) {
            List<String> argv = new ArrayList<>(List.of("SCAN", Long.toUnsignedString(cursor)));
            argv.addAll(List.of(options));
            List<RespValue> reply = elements(redis.run(argv.toArray(new String[0])));
            cursor = Long.parseUnsignedLong(text(reply.get(0)));
            return texts(reply.get(1));
        }

        private Set<String> all(String... options) {
            Set<String> seen = new TreeSet<>();
            do {
                seen.addAll(step(options));
            } while (cursor != 0);
            return seen;
        }

        @Test
        void comesToEveryKey() {
            Set<String> expected = new TreeSet<>();
            for (int i = 0; i < 1_000; i++) {
                redis.run("SET", "key:" + i, "1");
                expected.add("key:" + i);
            }

            assertEquals(expected, all());
            assertEquals(expected, all("COUNT", "1"));
            assertEquals(expected, all("COUNT", "9223372036854775807"));
        }

        @Test
        void looksAtAboutAsManyKeysAsItIsTold() {
            redis.show("CONFIG SET activerehashing no");
            for (int i = 0; i < 1_000; i++) {
                redis.run("SET", "key:" + i, "1");
            }

            int found = step("COUNT", "100").size();

            assertTrue(found >= 100 && found < 120, "found " + found);
        }

        /**
         * What is there from the beginning to the end is seen, whatever else comes and goes and however tables change.
         */
        @ParameterizedTest
        @ValueSource(longs = {1, 2, 3, 4, 5})
        void missesNoKeyThatStays(long seed) {
            Random random = new Random(seed);
            Set<String> staying = new HashSet<>();
            for (int i = 0; i < 100; i++) {
                redis.run("SET", "stays:" + i, "1");
                staying.add("stays:" + i);
            }
            int added = 0;
            int removed = 0;
            Set<String> seen = new HashSet<>();
            do {
                seen.addAll(step("COUNT", "3"));
                boolean grows = random.nextBoolean();
                for (int i = random.nextInt(60); i > 0; i--) {
                    if (grows) {
                        redis.run("SET", "passes:" + added++, "1");
                    } else if (removed < added) {
                        redis.run("DEL", "passes:" + removed++);
                    }
                }
                if (random.nextInt(4) == 0) {
                    redis.onMain(() ->
                            redis.server().databases().get(0).keys().dict().shrinkIfSparse());
                }
            } while (cursor != 0);

            seen.retainAll(staying);
            assertEquals(staying, seen);
        }

        @Test
        void filtersByPatternAndType() {
            givenKeys("a1", "a2", "b1");

            assertEquals(Set.of("a1", "a2"), all("MATCH", "a*"));
            assertEquals(Set.of("a1", "a2", "b1"), all("MATCH", "*"));
            assertEquals(Set.of("a1", "a2", "b1"), all("TYPE", "STRING"));
            assertEquals(Set.of("b1"), all("type", "string", "match", "b*", "count", "5"));
            assertEquals(Set.of(), all("TYPE", "list"));
            assertEquals(Set.of(), all("TYPE", "nonsense"));
        }

        @Test
        void deletesTheExpiredKeysItMeets() {
            givenKeys("a");
            givenExpired("old1");
            givenExpired("old2");

            assertEquals(Set.of("a"), all());
            assertEquals("(integer) 1", redis.show("DBSIZE"));
            assertEquals(Set.of("0 DEL old1", "0 DEL old2"), Set.copyOf(redis.propagated()));
        }

        @Test
        void leavesExpiredKeysAloneThatDoNotMatch() {
            givenExpired("old");

            assertEquals(Set.of(), all("MATCH", "a*"));
            assertEquals("(integer) 1", redis.show("DBSIZE"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"abc", "1x", "\" 1\"", "-", "+", "18446744073709551616", "99999999999999999999", "0x10"})
        void refusesAWrongCursor(String wrong) {
            assertEquals("(error) ERR invalid cursor", redis.show("SCAN " + wrong));
        }

        @ParameterizedTest
        @ValueSource(strings = {"0", "+5", "-1", "\"\"", "007", "18446744073709551615", "-18446744073709551615"})
        void takesEveryUnsignedNumberForACursor(String number) {
            assertEquals("1) \"0\"\n2) " + EMPTY, redis.show("SCAN " + number));
        }

        @ParameterizedTest
        @CsvSource({
            "SCAN 0 COUNT, ERR syntax error",
            "SCAN 0 COUNT 0, ERR syntax error",
            "SCAN 0 COUNT -1, ERR syntax error",
            "SCAN 0 COUNT x, ERR value is not an integer or out of range",
            "SCAN 0 MATCH, ERR syntax error",
            "SCAN 0 TYPE, ERR syntax error",
            "SCAN 0 NOVALUES, ERR syntax error",
            "SCAN x COUNT 0, ERR invalid cursor"
        })
        void refusesWrongOptions(String line, String error) {
            assertEquals("(error) " + error, redis.show(line));
        }
    }
}
