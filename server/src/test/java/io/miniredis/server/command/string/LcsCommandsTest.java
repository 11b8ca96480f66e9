package io.miniredis.server.command.string;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.miniredis.protocol.RespValue;
import io.miniredis.server.ServerFixture;
import io.miniredis.server.config.ServerConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LcsCommandsTest {
    private final ServerFixture redis =
            new ServerFixture(ServerConfig.defaults().with("proto-max-bulk-len", "1mb"));
    private final Stored stored = new Stored(redis);

    @BeforeEach
    void twoTexts() {
        redis.show("MSET a ohmytext b mynewtext");
    }

    @AfterEach
    void stop() {
        redis.close();
    }

    @Test
    void givesTheSequence() {
        assertEquals("\"mytext\"", redis.show("LCS a b"));
        assertEquals("(integer) 6", redis.show("LCS a b LEN"));
    }

    @Test
    void givesTheMatches() {
        assertEquals("""
                1) "matches"
                2) 1) 1) 1) (integer) 4
                         2) (integer) 7
                      2) 1) (integer) 5
                         2) (integer) 8
                   2) 1) 1) (integer) 2
                         2) (integer) 3
                      2) 1) (integer) 0
                         2) (integer) 1
                3) "len"
                4) (integer) 6""", redis.show("LCS a b IDX"));
    }

    @Test
    void leavesShortMatchesOutAndTellsLengths() {
        assertEquals("""
                1) "matches"
                2) 1) 1) 1) (integer) 4
                         2) (integer) 7
                      2) 1) (integer) 5
                         2) (integer) 8
                      3) (integer) 4
                3) "len"
                4) (integer) 6""", redis.show("LCS a b IDX MINMATCHLEN 4 WITHMATCHLEN"));
    }

    @Test
    void givesMatchesAsAMapInResp3() {
        redis.onMain(() -> {
            redis.peer().client().connection().protocol(3);
            return 3;
        });

        RespValue.MapValue map = (RespValue.MapValue) redis.run("LCS", "a", "b", "IDX");

        assertEquals(2, map.entries().size());
        assertEquals("\"matches\"", map.entries().get(0).key().toString());
        assertEquals("(integer) 6", map.entries().get(1).value().toString());
    }

    @Test
    void aMissingKeyIsAnEmptyString() {
        assertEquals("\"\"", redis.show("LCS a missing"));
        assertEquals("(integer) 0", redis.show("LCS missing missing LEN"));
        assertEquals("1) \"matches\"\n2) (empty array)\n3) \"len\"\n4) (integer) 0", redis.show("LCS missing a IDX"));
    }

    @Test
    void readsEveryEncoding() {
        redis.show("SET i 12345");
        redis.show("SETRANGE r 0 1x3y5");

        assertEquals("\"135\"", redis.show("LCS i r"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "LEN IDX;If you want both the length and indexes, please just use IDX.",
                "MINMATCHLEN;syntax error",
                "bogus;syntax error",
                "IDX MINMATCHLEN x;value is not an integer or out of range"
            })
    void refusesOtherWords(String options, String error) {
        assertEquals("(error) ERR " + error, redis.show("LCS a b " + options));
    }

    @Test
    void complainsOfAnotherTypeFirst() {
        stored.putOther("l");

        assertEquals("(error) ERR The specified keys must contain string values", redis.show("LCS a l bogus"));
        assertEquals("(error) ERR The specified keys must contain string values", redis.show("LCS l a"));
    }

    @Test
    void refusesATableLargerThanTheLargestString() {
        redis.show("SETRANGE x 510 x");
        redis.show("SETRANGE y 511 x");

        assertEquals("(integer) 511", redis.show("LCS x x LEN"));
        assertEquals(
                "(error) ERR Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len",
                redis.show("LCS x y LEN"));
    }
}
