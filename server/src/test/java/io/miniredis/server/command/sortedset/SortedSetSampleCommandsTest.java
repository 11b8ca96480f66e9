package io.miniredis.server.command.sortedset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.protocol.RespValue;
import io.miniredis.server.ServerFixture;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SortedSetSampleCommandsTest {
    private final ServerFixture redis = new ServerFixture();

    @AfterEach
    void stop() {
        redis.close();
    }

    private void givenMembers(int count) {
        for (int i = 0; i < count; i++) {
            redis.show("ZADD z " + i + ".5 m" + i);
        }
    }

    private List<String> elements(String... argv) {
        return texts(redis.run(argv));
    }

    private static List<String> texts(RespValue reply) {
        List<String> texts = new ArrayList<>();
        for (RespValue element : ((RespValue.Array) reply).elements()) {
            texts.add(element.toString().replace("\"", ""));
        }
        return texts;
    }

    @ParameterizedTest
    @CsvSource({"100, 1", "100, 10", "100, 60", "100, 100", "100, 1000", "300, 1", "300, 10", "300, 150", "300, 300"})
    void aPositiveCountGivesDistinctMembers(int members, int count) {
        givenMembers(members);

        List<String> drawn = elements("ZRANDMEMBER", "z", Integer.toString(count));

        assertEquals(Math.min(members, count), drawn.size());
        assertEquals(drawn.size(), new HashSet<>(drawn).size());
    }

    @ParameterizedTest
    @CsvSource({"20, 5", "200, 5", "200, 100"})
    void everyMemberGetsItsTurn(int members, int count) {
        givenMembers(members);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 600; i++) {
            seen.addAll(elements("ZRANDMEMBER", "z", Integer.toString(count)));
        }

        assertEquals(members, seen.size());
    }

    @ParameterizedTest
    @CsvSource({"5", "200"})
    void aNegativeCountGivesSoManyWithRepetitions(int members) {
        givenMembers(members);

        List<String> drawn = elements("ZRANDMEMBER", "z", "-1000");

        assertEquals(1000, drawn.size());
        assertTrue(new HashSet<>(drawn).size() <= members);
    }

    @Test
    void scoresBelongToTheMembers() {
        givenMembers(200);

        List<String> drawn = elements("ZRANDMEMBER", "z", "20", "WITHSCORES");

        assertEquals(40, drawn.size());
        for (int i = 0; i < drawn.size(); i += 2) {
            assertEquals(drawn.get(i).substring(1) + ".5", drawn.get(i + 1));
        }
    }

    @Test
    void tooManyAreRefused() {
        givenMembers(1);

        String tooMany = "(error) ERR value is out of range";
        assertEquals(tooMany, redis.show("ZRANDMEMBER z -9223372036854775807 WITHSCORES"));
        assertEquals(tooMany, redis.show("ZRANDMEMBER z -9223372036854775807"));
        assertEquals(
                "(error) ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807",
                redis.show("ZRANDMEMBER z -9223372036854775808"));
    }

    @ParameterizedTest
    @CsvSource({"100", "1000"})
    void aScanGoesThroughAll(int members) {
        givenMembers(members);
        Set<String> seen = new HashSet<>();
        String cursor = "0";
        do {
            RespValue reply = redis.run("ZSCAN", "z", cursor, "COUNT", "17");
            List<RespValue> parts = ((RespValue.Array) reply).elements();
            cursor = parts.get(0).toString().replace("\"", "");
            List<String> found = texts(parts.get(1));
            for (int i = 0; i < found.size(); i += 2) {
                seen.add(found.get(i));
                assertEquals(found.get(i).substring(1) + ".5", found.get(i + 1));
            }
        } while (!cursor.equals("0"));

        assertEquals(members, seen.size());
    }

    @Test
    void aScanWritesScoresAsTheirEncodingDoes() {
        redis.show("ZADD z 0.1 a");
        assertEquals("1) \"0\"\n2) 1) \"a\"\n   2) \"0.1\"", redis.show("ZSCAN z 0"));

        redis.show("CONFIG SET zset-max-listpack-entries 0");
        redis.show("ZADD s 0.1 a");
        assertEquals("1) \"0\"\n2) 1) \"a\"\n   2) \"0.10000000000000001\"", redis.show("ZSCAN s 0"));
    }

    @Test
    void aScanMayLookForAPattern() {
        givenMembers(12);

        assertEquals(
                "1) \"0\"\n2) 1) \"m1\"\n   2) \"1.5\"\n   3) \"m10\"\n   4) \"10.5\"\n   5) \"m11\"\n   6) \"11.5\"",
                redis.show("ZSCAN z 0 MATCH m1*"));
    }
}
