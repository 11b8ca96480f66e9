package io.miniredis.server.command.set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.protocol.RespValue;
import io.miniredis.server.ServerFixture;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SetRandomCommandsTest {
    private static final String WRONG_TYPE =
            "(error) WRONGTYPE Operation against a key holding the wrong kind of value";

    /** A set in each encoding, with members 0 to size - 1 or w0 to w(size - 1). */
    private static final List<String> KEYS = List.of("i", "l", "t");

    private final ServerFixture redis = new ServerFixture();

    @AfterEach
    void stop() {
        redis.close();
    }

    private void fill(int size) {
        StringBuilder numbers = new StringBuilder();
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < size; i++) {
            numbers.append(' ').append(i);
            words.append(" w").append(i);
        }
        redis.show("DEL i l t");
        redis.show("SADD i" + numbers);
        redis.show("SADD l" + words);
        redis.show("SADD t" + words + " " + "x".repeat(65));
        redis.show("SREM t " + "x".repeat(65));
        assertEquals("\"intset\"", redis.show("OBJECT ENCODING i"));
        assertEquals("\"listpack\"", redis.show("OBJECT ENCODING l"));
        assertEquals("\"hashtable\"", redis.show("OBJECT ENCODING t"));
        redis.propagated();
        redis.events();
    }

    private List<String> run(String... argv) {
        return texts(redis.run(argv));
    }

    private static List<String> texts(RespValue reply) {
        List<String> texts = new ArrayList<>();
        for (RespValue element : ((RespValue.Array) reply).elements()) {
            texts.add(text(element));
        }
        return texts;
    }

    private static String text(RespValue bulk) {
        return ((RespValue.Bulk) bulk).bytes().utf8();
    }

    @Nested
    class Spop {
        @Test
        void takesAMemberAndPropagatesWhich() {
            fill(50);
            for (String key : KEYS) {
                String member = text(redis.run("SPOP", key));
                assertEquals("(integer) 0", redis.show("SISMEMBER " + key + " " + member));
                assertEquals("(integer) 49", redis.show("SCARD " + key));
                assertEquals(List.of("spop " + key), redis.events());
                assertEquals(List.of("0 SREM " + key + " " + member), redis.propagated());
            }
        }

        @Test
        void deletesTheSetWithItsLastMember() {
            redis.show("SADD s a");
            redis.events();
            assertEquals("\"a\"", redis.show("SPOP s"));
            assertEquals(List.of("spop s", "del s"), redis.events());
            assertEquals("(nil)", redis.show("SPOP s"));
            assertEquals("(integer) 0", redis.show("EXISTS s"));
        }

        @Test
        void takesSeveralByEachOfItsStrategies() {
            for (int count : new int[] {1, 10, 83, 84, 99}) {
                fill(100);
                for (String key : KEYS) {
                    List<String> before = run("SMEMBERS", key);
                    List<String> popped = run("SPOP", key, Integer.toString(count));
                    assertEquals(count, new HashSet<>(popped).size());
                    Set<String> expected = new HashSet<>(before);
                    expected.removeAll(popped);
                    assertEquals(100 - count, expected.size());
                    assertEquals(expected, new HashSet<>(run("SMEMBERS", key)));
                    assertEquals(List.of("spop " + key), redis.events());
                    assertEquals(List.of("0 SREM " + key + " " + String.join(" ", popped)), redis.propagated());
                }
            }
        }

        @Test
        void makesWhatIsLeftSmallIfItIsLittle() {
            fill(100);
            redis.show("SPOP t 50");
            assertEquals("\"hashtable\"", redis.show("OBJECT ENCODING t"));
            redis.show("SPOP t 45");
            assertEquals("\"listpack\"", redis.show("OBJECT ENCODING t"));
        }

        @Test
        void propagatesAThousandAtATime() {
            StringBuilder line = new StringBuilder("SADD s");
            for (int i = 0; i < 3000; i++) {
                line.append(' ').append(i);
            }
            redis.show(line.toString());
            for (int count : new int[] {1500, 1100}) {
                redis.propagated();
                redis.run("SPOP", "s", Integer.toString(count));
                List<String> propagated = redis.propagated();
                assertEquals(4, propagated.size());
                assertEquals("0 MULTI", propagated.get(0));
                assertEquals(3 + 1024, propagated.get(1).split(" ", -1).length);
                assertEquals(3 + count - 1024, propagated.get(2).split(" ", -1).length);
                assertEquals("0 EXEC", propagated.get(3));
            }
            assertEquals("(integer) 400", redis.show("SCARD s"));
        }

        @Test
        void ofAllMembersIsADeletion() {
            fill(20);
            for (String key : KEYS) {
                assertEquals(20, new HashSet<>(run("SPOP", key, "20")).size());
                assertEquals(List.of("spop " + key, "del " + key), redis.events());
                assertEquals(List.of("0 DEL " + key), redis.propagated());
            }
            redis.show("CONFIG SET lazyfree-lazy-server-del yes");
            redis.show("SADD s a b");
            redis.propagated();
            assertEquals("1) \"a\"\n2) \"b\"", redis.show("SPOP s 9223372036854775807"));
            assertEquals(List.of("0 UNLINK s"), redis.propagated());
        }

        @Test
        void countsItsChanges() {
            fill(20);
            long before = redis.onMain(() -> redis.server().effects().dirty());
            redis.show("SPOP i");
            redis.show("SPOP i 4");
            redis.show("SPOP i 100");
            assertEquals(
                    before + 20, redis.onMain(() -> redis.server().effects().dirty()));
        }

        @Test
        void knowsWhichCountsAreNone() {
            redis.show("SADD s a");
            redis.show("SET str v");
            redis.propagated();
            assertEquals("(empty array)", redis.show("SPOP s 0"));
            assertEquals("(empty array)", redis.show("SPOP none 3"));
            assertEquals("(error) ERR value is out of range, must be positive", redis.show("SPOP none -1"));
            assertEquals("(error) ERR value is out of range, must be positive", redis.show("SPOP s many"));
            assertEquals("(error) ERR syntax error", redis.show("SPOP s x y"));
            assertEquals(WRONG_TYPE, redis.show("SPOP str"));
            assertEquals(WRONG_TYPE, redis.show("SPOP str 0"));
            assertEquals(List.of(), redis.propagated());
        }

        @Test
        void repliesWithASetInResp3() {
            redis.show("SADD s 1 2");
            redis.show("HELLO 3");
            assertEquals("1~ \"1\"\n2~ \"2\"", redis.show("SPOP s 2"));
            assertEquals("(empty set)", redis.show("SPOP s 2"));
            assertEquals("(nil)", redis.show("SPOP s"));
        }

        @Test
        void favoursNobody() {
            Map<String, Integer> counts = new HashMap<>();
            for (int round = 0; round < 300; round++) {
                fill(20);
                for (String key : KEYS) {
                    run("SPOP", key, "3").forEach(member -> counts.merge(key + member, 1, Integer::sum));
                    run("SPOP", key, "16").forEach(member -> counts.merge(key + member, 1, Integer::sum));
                }
            }
            assertEquals(60, counts.size());
            for (String key : KEYS) {
                // Each is left over once in 20 rounds; a thousandth of all tries would exceed 43.8 (19 degrees of
                // freedom).
                double chiSquare = 0;
                for (Map.Entry<String, Integer> entry : counts.entrySet()) {
                    double left = 300 - entry.getValue();
                    chiSquare += entry.getKey().startsWith(key) ? (left - 15) * (left - 15) / 15 : 0;
                }
                assertTrue(chiSquare < 43.8, key + ": " + chiSquare);
            }
        }
    }

    @Nested
    class Srandmember {
        @Test
        void showsAMemberThatStays() {
            fill(20);
            for (String key : KEYS) {
                String member = text(redis.run("SRANDMEMBER", key));
                assertEquals("(integer) 1", redis.show("SISMEMBER " + key + " " + member));
                assertEquals("(integer) 20", redis.show("SCARD " + key));
            }
            assertEquals(List.of(), redis.events());
            assertEquals(List.of(), redis.propagated());
        }

        @Test
        void showsSoManyDifferentOnes() {
            fill(100);
            for (String key : KEYS) {
                Set<String> all = new HashSet<>(run("SMEMBERS", key));
                for (int count : new int[] {1, 2, 33, 34, 99, 100, 101}) {
                    List<String> shown = run("SRANDMEMBER", key, Integer.toString(count));
                    assertEquals(Math.min(100, count), shown.size());
                    assertEquals(shown.size(), new HashSet<>(shown).size());
                    assertTrue(all.containsAll(shown));
                }
            }
        }

        @Test
        void mayRepeatItselfWithANegativeCount() {
            fill(3);
            for (String key : KEYS) {
                List<String> shown = run("SRANDMEMBER", key, "-50");
                assertEquals(50, shown.size());
                assertEquals(3, new HashSet<>(shown).size());
            }
        }

        @Test
        void favoursNobody() {
            fill(100);
            for (String key : KEYS) {
                for (String count : List.of("-1000", "10", "50")) {
                    Map<String, Integer> counts = new HashMap<>();
                    int total = 0;
                    while (total < 20_000) {
                        List<String> shown = run("SRANDMEMBER", key, count);
                        shown.forEach(member -> counts.merge(member, 1, Integer::sum));
                        total += shown.size();
                    }
                    double expected = total / 100.0;
                    double chiSquare = 0;
                    for (int seen : counts.values()) {
                        chiSquare += (seen - expected) * (seen - expected) / expected;
                    }
                    assertEquals(100, counts.size());
                    assertTrue(chiSquare < 150, key + " " + count + ": " + chiSquare + " with 99 degrees of freedom");
                }
            }
        }

        @Test
        void findsNothingWithoutAKeyAndRefusesOtherTypes() {
            redis.show("SET str v");
            redis.show("SADD s a");
            assertEquals("(nil)", redis.show("SRANDMEMBER none"));
            assertEquals("(empty array)", redis.show("SRANDMEMBER none 5"));
            assertEquals("(empty array)", redis.show("SRANDMEMBER s 0"));
            assertEquals(WRONG_TYPE, redis.show("SRANDMEMBER str"));
            assertEquals(WRONG_TYPE, redis.show("SRANDMEMBER str 1"));
            assertEquals("(error) ERR syntax error", redis.show("SRANDMEMBER s 1 2"));
            assertEquals("(error) ERR value is not an integer or out of range", redis.show("SRANDMEMBER none many"));
            assertEquals(
                    "(error) ERR value is out of range, value must between -9223372036854775807 and"
                            + " 9223372036854775807",
                    redis.show("SRANDMEMBER none -9223372036854775808"));
        }

        @Test
        void repliesWithAnArrayEvenInResp3() {
            redis.show("SADD s 1 2");
            redis.show("HELLO 3");
            assertEquals("1) \"1\"\n2) \"2\"", redis.show("SRANDMEMBER s 2"));
            assertEquals("(empty array)", redis.show("SRANDMEMBER none 2"));
        }
    }
}
