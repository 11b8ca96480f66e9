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

class GeoSearchCommandsTest {
    private static final String SYNTAX = "(error) ERR syntax error";
    private static final String WRONG_TYPE =
            "(error) WRONGTYPE Operation against a key holding the wrong kind of value";
    private static final String AROUND = "GEOSEARCH Sicily FROMLONLAT 15 37 ";

    private final ServerFixture redis = new ServerFixture();

    @BeforeEach
    void start() {
        given(
                "GEOADD Sicily 13.361389 38.115556 Palermo 15.087269 37.502669 Catania",
                "GEOADD Sicily 12.758489 38.788135 edge1 17.241510 38.788135 edge2",
                "SET s a");
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

    /** An array of strings, joined by blanks. */
    private String found(String line) {
        return redis.show(line)
                .replaceAll("(?m)^ *\\d+\\) ", "")
                .replace("\"", "")
                .replace('\n', ' ');
    }

    @Nested
    class Geosearch {
        @ParameterizedTest
        @CsvSource({
            "BYRADIUS 200 km ASC,Catania Palermo",
            "BYRADIUS 200000 m DESC,Palermo Catania",
            "BYRADIUS 100 km,Catania",
            "BYRADIUS 124.2742 mi ASC,Catania Palermo",
            "BYRADIUS 10 m,(empty array)",
            "BYBOX 400 400 km ASC,Catania Palermo edge2 edge1",
            "BYBOX 400 100 km,(empty array)",
            "BYBOX 400 120 km,Catania",
            "BYBOX 400 400 km ASC COUNT 3,Catania Palermo edge2",
            "BYBOX 400 400 km COUNT 1,Catania",
            "BYBOX 400 400 km DESC COUNT 2,edge1 edge2"
        })
        void findsWhatIsInACircleOrBox(String area, String members) {
            assertEquals(members, found(AROUND + area));
        }

        @Test
        void startsAtAMember() {
            assertEquals(
                    "Palermo Catania",
                    found("GEOSEARCH Sicily FROMMEMBER Palermo BYRADIUS 200 km ASC COUNT 10 ANY")
                            .replace("edge1 ", ""));
            assertEquals(
                    "(error) ERR could not decode requested zset member",
                    redis.show("GEOSEARCH Sicily FROMMEMBER nobody BYRADIUS 1 km"));
        }

        @Test
        void endsEarlyIfAnyWillDo() {
            assertEquals(
                    "(integer) 1", redis.show("GEOSEARCHSTORE d Sicily FROMLONLAT 15 37 BYBOX 400 400 km COUNT 1 ANY"));
            assertEquals(
                    "(error) ERR the ANY argument requires COUNT argument", redis.show(AROUND + "BYRADIUS 1 km ANY"));
        }

        @Test
        void tellsDistanceHashAndPlaceInThisOrder() {
            assertEquals(
                    "Catania 56.4413 (integer) 3479447370796909 15.08726745843887329 37.50266842333162032",
                    redis.show(AROUND + "BYRADIUS 100 km WITHCOORD WITHHASH WITHDIST")
                            .replaceAll("\\d+\\) ", "")
                            .replaceAll("\\s+", " ")
                            .replace("\"", ""));
        }

        @Test
        void needsOneCentreAndOneExtent() {
            assertEquals(
                    "(error) ERR exactly one of FROMMEMBER or FROMLONLAT can be specified for GeoSearch",
                    redis.show("GeoSearch Sicily BYRADIUS 1 km ASC ASC"));
            assertEquals(
                    "(error) ERR exactly one of BYRADIUS and BYBOX can be specified for GEOSEARCH",
                    redis.show("GEOSEARCH Sicily FROMLONLAT 15 37 ASC ASC"));
            assertEquals(SYNTAX, redis.show(AROUND + "BYRADIUS 1 km BYBOX 1 1 km"));
            assertEquals(SYNTAX, redis.show(AROUND + "BYRADIUS 1 km FROMMEMBER Palermo"));
            assertEquals(SYNTAX, redis.show(AROUND + "BYRADIUS 1 km STOREDIST"));
            assertEquals(SYNTAX, redis.show(AROUND + "BYRADIUS 1 km STORE d"));
        }

        @ParameterizedTest
        @CsvSource({
            "BYRADIUS x km,need numeric radius",
            "BYRADIUS -1 km,radius cannot be negative",
            "'BYRADIUS 1 yd','unsupported unit provided. please use M, KM, FT, MI'",
            "BYBOX x 1 km,need numeric width",
            "BYBOX 1 x km,need numeric height",
            "BYBOX 1 -1 km,height or width cannot be negative",
            "BYRADIUS 1 km COUNT 0,COUNT must be > 0",
            "BYRADIUS 1 km COUNT x,value is not an integer or out of range"
        })
        void refusesAreasThatAreNone(String area, String text) {
            assertEquals("(error) ERR " + text, redis.show(AROUND + area));
        }

        @Test
        void asksForTheTypeFirst() {
            assertEquals(WRONG_TYPE, redis.show("GEOSEARCH s FROMLONLAT 500 500 BYRADIUS x y"));
            assertEquals("(empty array)", redis.show("GEOSEARCH missing FROMMEMBER x BYRADIUS 1 km"));
        }

        @Test
        void findsTheSameInBothEncodings() {
            String small = found(AROUND + "BYBOX 400 400 km DESC");
            given("ZADD Sicily 1 " + "x".repeat(100));

            assertEquals("\"skiplist\"", redis.show("OBJECT ENCODING Sicily"));
            assertEquals(small, found(AROUND + "BYBOX 400 400 km DESC"));
        }
    }

    @Nested
    class Geosearchstore {
        @Test
        void storesPlaces() {
            assertEquals("(integer) 2", redis.show("GEOSEARCHSTORE d Sicily FROMLONLAT 15 37 BYRADIUS 200 km"));

            assertEquals(List.of("geosearchstore d"), redis.events());
            assertEquals(List.of("0 GEOSEARCHSTORE d Sicily FROMLONLAT 15 37 BYRADIUS 200 km"), redis.propagated());
            assertEquals("Palermo 3479099956230698 Catania 3479447370796909", found("ZRANGE d 0 -1 WITHSCORES"));
        }

        @Test
        void storesDistances() {
            given("GEOSEARCHSTORE d Sicily FROMLONLAT 15 37 BYRADIUS 200 km STOREDIST");

            assertEquals("Catania Palermo", found("ZRANGE d 0 -1"));
            assertEquals("56.4412578701582", found("ZSCORE d Catania").substring(0, 16));
        }

        @Test
        void deletesTheTargetIfNothingIsFound() {
            given("SET d x", "SET e x");

            assertEquals("(integer) 0", redis.show("GEOSEARCHSTORE d Sicily FROMLONLAT 15 37 BYRADIUS 1 m"));
            assertEquals("(integer) 0", redis.show("GEOSEARCHSTORE e missing FROMMEMBER x BYRADIUS 1 m"));

            assertEquals(List.of("del d", "del e"), redis.events());
            assertEquals("(integer) 0", redis.show("EXISTS d e"));
        }

        @Test
        void hasNoReplyForDetails() {
            assertEquals(
                    "(error) ERR GEOSEARCHSTORE is not compatible with WITHDIST, WITHHASH and WITHCOORD options",
                    redis.show("GEOSEARCHSTORE d Sicily FROMLONLAT 15 37 BYRADIUS 1 m WITHDIST"));
        }
    }

    @Nested
    class Georadius {
        @Test
        void searchesACircle() {
            assertEquals("Catania Palermo", found("GEORADIUS Sicily 15 37 200 km ASC"));
            assertEquals("Catania Palermo", found("GEORADIUS_RO Sicily 15 37 200 km ASC"));
            assertEquals("Palermo edge1", found("GEORADIUSBYMEMBER Sicily Palermo 100 km ASC"));
            assertEquals("Palermo edge1", found("GEORADIUSBYMEMBER_RO Sicily Palermo 100 km ASC"));
            assertEquals("(empty array)", redis.show("GEORADIUSBYMEMBER missing Palermo x y"));
        }

        @Test
        void storesUnlessItOnlyReads() {
            assertEquals("(integer) 2", redis.show("GEORADIUS Sicily 15 37 200 km STORE d"));
            assertEquals(List.of("georadiusstore d"), redis.events());
            assertEquals("(integer) 2", redis.show("GEORADIUSBYMEMBER Sicily Palermo 100 km STOREDIST d"));
            assertEquals("Palermo edge1", found("ZRANGE d 0 -1"));
            assertEquals(SYNTAX, redis.show("GEORADIUS_RO Sicily 15 37 200 km STORE d"));
            assertEquals(
                    "(error) ERR STORE option in GEORADIUS is not compatible with WITHDIST, WITHHASH and WITHCOORD"
                            + " options",
                    redis.show("GEORADIUS Sicily 15 37 200 km STORE d WITHHASH"));
        }

        @Test
        void refusesPlacesAndMembersThatAreNot() {
            assertEquals(
                    "(error) ERR invalid longitude,latitude pair 500.000000,37.000000",
                    redis.show("GEORADIUS Sicily 500 37 200 km"));
            assertEquals(
                    "(error) ERR could not decode requested zset member",
                    redis.show("GEORADIUSBYMEMBER Sicily nobody 200 km"));
            assertEquals(WRONG_TYPE, redis.show("GEORADIUS s x x x x"));
        }

        @Test
        void namesItsKeys() {
            assertEquals("1) \"k\"\n2) \"d\"", redis.show("COMMAND GETKEYS GEORADIUS k 15 37 200 km STORE d"));
            assertEquals("1) \"k\"", redis.show("COMMAND GETKEYS GEORADIUS k 15 37 200 km"));
            assertEquals("1) \"k\"\n2) \"d\"", redis.show("COMMAND GETKEYS GEORADIUSBYMEMBER k m 200 km STOREDIST d"));
        }
    }
}
