package io.miniredis.server.command.geo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.miniredis.server.ServerFixture;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeoCommandsTest {
    private static final String SYNTAX = "(error) ERR syntax error";
    private static final String WRONG_TYPE =
            "(error) WRONGTYPE Operation against a key holding the wrong kind of value";
    private static final String PALERMO = "13.361389 38.115556 Palermo";
    private static final String CATANIA = "15.087269 37.502669 Catania";

    private final ServerFixture redis = new ServerFixture();

    @BeforeEach
    void start() {
        given("GEOADD Sicily " + PALERMO + " " + CATANIA, "SET s a");
    }

    @AfterEach
    void stop() {
        redis.close();
    }

    private void given(String... lines) {
        for (String line : lines) {
            redis.show(line);
        }
        redis.events();
        redis.propagated();
    }

    @Nested
    class Geoadd {
        @Test
        void makesASortedSetOfPlaces() {
            assertEquals("zset", redis.show("TYPE Sicily"));
            assertEquals("\"listpack\"", redis.show("OBJECT ENCODING Sicily"));
            assertEquals("\"3479099956230698\"", redis.show("ZSCORE Sicily Palermo"));
            assertEquals("\"3479447370796909\"", redis.show("ZSCORE Sicily Catania"));
        }

        @Test
        void isAZaddForAllWhoLearnOfIt() {
            assertEquals("(integer) 2", redis.show("GEOADD k ch " + PALERMO + " " + CATANIA));

            assertEquals(List.of("zadd k"), redis.events());
            assertEquals(List.of("0 zadd k ch 3479099956230698 Palermo 3479447370796909 Catania"), redis.propagated());

            assertEquals("(integer) 0", redis.show("GEOADD k " + PALERMO));
            assertEquals(List.of(), redis.events());
            assertEquals(List.of(), redis.propagated());
        }

        @Test
        void doesWhatNxXxAndChSay() {
            assertEquals("(integer) 0", redis.show("GEOADD Sicily 1 1 Palermo"));
            assertEquals("(integer) 1", redis.show("GEOADD Sicily CH 2 2 Palermo"));
            assertEquals("(integer) 1", redis.show("GEOADD Sicily NX CH 3 3 Palermo 3 3 other"));
            assertEquals("(integer) 1", redis.show("GEOADD Sicily xx ch 4 4 other 5 5 third"));
            assertEquals("(integer) 0", redis.show("GEOADD missing XX 4 4 other"));

            assertEquals("(integer) 3", redis.show("ZCARD Sicily"));
            assertEquals("(integer) 0", redis.show("EXISTS missing"));
            assertEquals(
                    "1) 1) \"2.00000256299972534\"\n   2) \"2.0000001856465488\"", redis.show("GEOPOS Sicily Palermo"));
        }

        @ParameterizedTest
        @CsvSource({
            "181 10,'181.000000,10.000000'",
            "-180.5 -0,'-180.500000,-0.000000'",
            "10 85.1,'10.000000,85.100000'",
            "inf 10,'inf,10.000000'",
            "10 -86,'10.000000,-86.000000'"
        })
        void refusesPlacesThatAreNotOnTheMap(String place, String quoted) {
            assertEquals(
                    "(error) ERR invalid longitude,latitude pair " + quoted, redis.show("GEOADD k " + place + " m"));
            assertEquals("(integer) 0", redis.show("EXISTS k"));
        }

        @Test
        void refusesWhatItDoesNotUnderstand() {
            assertEquals(SYNTAX, redis.show("GEOADD k 1 2 m 3"));
            assertEquals(SYNTAX, redis.show("GEOADD k NX XX 1 2 m"));
            assertEquals(SYNTAX, redis.show("GEOADD k NX CH NX"));
            assertEquals("(error) ERR value is not a valid float", redis.show("GEOADD k GT 1 m"));
            assertEquals("(error) ERR value is not a valid float", redis.show("GEOADD k 1 nan m"));
            assertEquals(WRONG_TYPE, redis.show("GEOADD s 1 2 m"));
        }

        @Test
        void takesTheCornersOfTheMap() {
            given("GEOADD p 180 85.05112878 ne -180 -85.05112878 sw");

            assertEquals(
                    "1) \"sw\"\n2) \"0\"\n3) \"ne\"\n4) \"13510798882111488\"", redis.show("ZRANGE p 0 -1 WITHSCORES"));
            assertEquals("1) 1) \"180\"\n   2) \"85.0511287799999991\"", redis.show("GEOPOS p ne"));
        }
    }

    @Nested
    class Geodist {
        @ParameterizedTest
        @CsvSource({"'',166274.1516", "m,166274.1516", "km,166.2742", "MI,103.3182", "Ft,545518.8700"})
        void measuresInUnits(String unit, String distance) {
            assertEquals("\"" + distance + "\"", redis.show("GEODIST Sicily Palermo Catania " + unit));
        }

        @Test
        void needsBothMembers() {
            assertEquals("(nil)", redis.show("GEODIST Sicily Palermo nobody"));
            assertEquals("(nil)", redis.show("GEODIST missing Palermo Catania"));
            assertEquals("\"0.0000\"", redis.show("GEODIST Sicily Palermo Palermo"));
            assertEquals(WRONG_TYPE, redis.show("GEODIST s a b"));
            assertEquals(SYNTAX, redis.show("GEODIST Sicily Palermo Catania m x"));
            assertEquals(
                    "(error) ERR unsupported unit provided. please use M, KM, FT, MI",
                    redis.show("GEODIST missing Palermo Catania x"));
        }
    }

    @Nested
    class Geohash {
        @Test
        void writesElevenLetters() {
            assertEquals(
                    "1) \"sqc8b49rny0\"\n2) (nil)\n3) \"sqdtr74hyu0\"",
                    redis.show("GEOHASH Sicily Palermo nobody Catania"));
            assertEquals("1) (nil)", redis.show("GEOHASH missing a"));
            assertEquals("(empty array)", redis.show("GEOHASH Sicily"));
            assertEquals(WRONG_TYPE, redis.show("GEOHASH s a"));
        }
    }

    @Nested
    class Geopos {
        @Test
        void givesTheMiddleOfTheCell() {
            assertEquals(
                    "1) 1) \"13.36138933897018433\"\n   2) \"38.11555639549629859\"\n2) (nil)",
                    redis.show("GEOPOS Sicily Palermo nobody"));
            assertEquals("1) (nil)", redis.show("GEOPOS missing a"));
            assertEquals(WRONG_TYPE, redis.show("GEOPOS s a"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"listpack", "skiplist"})
        void readsEveryEncoding(String encoding) {
            if (encoding.equals("skiplist")) {
                given("ZADD Sicily 1 " + "x".repeat(100));
            }
            assertEquals("\"" + encoding + "\"", redis.show("OBJECT ENCODING Sicily"));

            assertEquals(
                    "1) 1) \"15.08726745843887329\"\n   2) \"37.50266842333162032\"",
                    redis.show("GEOPOS Sicily Catania"));
        }
    }
}
