package io.miniredis.server.command.bitmap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.miniredis.server.ServerFixture;
import io.miniredis.server.config.ServerConfig;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BitmapCommandsTest {
    private static final String BAD_OFFSET = "(error) ERR bit offset is not an integer or out of range";
    private static final String BAD_BIT = "(error) ERR bit is not an integer or out of range";
    private static final String SYNTAX = "(error) ERR syntax error";
    private static final String NOT_AN_INTEGER = "(error) ERR value is not an integer or out of range";

    private final ServerFixture redis =
            new ServerFixture(ServerConfig.defaults().with("proto-max-bulk-len", "1mb"));

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

    private String number(String line) {
        return redis.show(line).replace("(integer) ", "");
    }

    @Nested
    class Setbit {
        @Test
        void growsTheStringWithZerosAndTellsWhatTheBitWas() {
            assertEquals("0", number("SETBIT k 9 1"));
            assertEquals("1", number("SETBIT k 9 1"));
            assertEquals("1", number("SETBIT k 9 0"));
            assertEquals("0", number("SETBIT k 23 0"));
            assertEquals("\"\\x00\\x00\\x00\"", redis.show("GET k"));
            assertEquals("\"raw\"", redis.show("OBJECT ENCODING k"));
        }

        @Test
        void changesStringsOfEveryEncoding() {
            given("SET i 12345", "SET e abc", "SET r " + "x".repeat(60), "APPEND a b");

            assertEquals("0", number("SETBIT i 6 1"));
            assertEquals("0", number("SETBIT e 6 0"));
            assertEquals("0", number("SETBIT r 6 1"));
            assertEquals("1", number("SETBIT a 6 0"));

            assertEquals("\"32345\"", redis.show("GET i"));
            assertEquals("\"abc\"", redis.show("GET e"));
            assertEquals("\"z" + "x".repeat(59) + "\"", redis.show("GET r"));
            assertEquals("\"`\"", redis.show("GET a"));
            for (String key : new String[] {"i", "e", "r", "a"}) {
                assertEquals("\"raw\"", redis.show("OBJECT ENCODING " + key));
            }
        }

        @Test
        void reportsOnlyWhatChanges() {
            redis.show("SETBIT k 1 0");
            assertEquals(List.of("setbit k"), redis.events());
            assertEquals(List.of("0 SETBIT k 1 0"), redis.propagated());

            redis.show("SETBIT k 1 0");
            assertEquals(List.of(), redis.events());
            assertEquals(List.of(), redis.propagated());

            redis.show("SETBIT k 1 1");
            redis.show("SETBIT k 8 0");
            assertEquals(List.of("setbit k", "setbit k"), redis.events());
        }

        @Test
        void leavesTheTimeToLiveAlone() {
            given("SET k a EX 100");

            redis.show("SETBIT k 100 1");

            assertEquals("(integer) 100", redis.show("TTL k"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"-1", "x", "1.0", "8388608", "9223372036854775808", "#1", "\"\""})
        void refusesOffsetsOutOfRange(String offset) {
            assertEquals(BAD_OFFSET, redis.show("SETBIT k " + offset + " 1"));
            assertEquals(BAD_OFFSET, redis.show("GETBIT k " + offset));
        }

        @Test
        void takesTheLastOffsetThereIs() {
            assertEquals("0", number("SETBIT k 8388607 1"));
            assertEquals("1048576", number("STRLEN k"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"2", "-1", "x", "10", "20"})
        void refusesWhatIsNoBit(String bit) {
            assertEquals(BAD_BIT, redis.show("SETBIT k 1 " + bit));
            assertEquals("0", number("EXISTS k"));
        }
    }

    @Nested
    class Getbit {
        @Test
        void readsEveryEncodingAndZerosBehindTheEnd() {
            given("SET i 1", "SET e a", "SETBIT r 7 1");

            assertEquals("1", number("GETBIT i 2"));
            assertEquals("0", number("GETBIT i 8"));
            assertEquals("1", number("GETBIT e 1"));
            assertEquals("0", number("GETBIT e 4000"));
            assertEquals("1", number("GETBIT r 7"));
            assertEquals("0", number("GETBIT r 8"));
            assertEquals("0", number("GETBIT missing 3"));
        }

        @Test
        void doesNotSeeTheRoomBehindAString() {
            given("SET r \"\\x00\\xff\\xff\"", "SETBIT r 0 0", "BITOP AND r r missing", "SET r \"\"", "SETBIT r 3 1");

            assertEquals("0", number("GETBIT r 9"));
            assertEquals("1", number("BITCOUNT r"));
        }
    }

    @Nested
    class Bitcount {
        @ParameterizedTest
        @CsvSource({
            "'',26",
            "0 -1,26",
            "0 0,4",
            "1 1,6",
            "-2 -1,7",
            "5 30 BIT,17",
            "5 30 byte,4",
            "0 -1 BIT,26",
            "-1 -2,0",
            "-1 -2 BIT,0",
            "-100 1,10",
            "2 1,0",
            "9223372036854775807 -1,0",
            "0 -100,4"
        })
        void countsInBytesAndBits(String range, String count) {
            given("SET k foobar");

            assertEquals(count, number("BITCOUNT k " + range));
        }

        @Test
        void looksAtNothingMoreIfThereIsNothingToCount() {
            assertEquals("0", number("BITCOUNT missing"));
            assertEquals("0", number("BITCOUNT missing x y z"));
            given("SET k foobar");
            assertEquals("0", number("BITCOUNT k -1 -2 furlong"));
        }

        @Test
        void wantsBothEnds() {
            given("SET k foobar");

            assertEquals(SYNTAX, redis.show("BITCOUNT k 0"));
            assertEquals(SYNTAX, redis.show("BITCOUNT k 0 1 furlong"));
            assertEquals(SYNTAX, redis.show("BITCOUNT k 0 1 BIT BIT"));
            assertEquals(NOT_AN_INTEGER, redis.show("BITCOUNT k x 1"));
            assertEquals(NOT_AN_INTEGER, redis.show("BITCOUNT k 0 1.5"));
        }
    }

    @Nested
    class Bitpos {
        @ParameterizedTest
        @CsvSource({
            "1,8",
            "0,0",
            "1 2,16",
            "0 1,12",
            "0 1 1,12",
            "1 0 0,-1",
            "1 7 15 BIT,8",
            "0 8 11 BIT,-1",
            "0 8 12 BIT,12",
            "1 -1,16",
            "1 5,-1",
            "0 5,-1",
            "0 2 1,-1",
            "1 -3 -1 BYTE,8"
        })
        void findsTheFirstBit(String arguments, String position) {
            given("SET k \"\\x00\\xf0\\xff\"");

            assertEquals(position, number("BITPOS k " + arguments));
        }

        @Test
        void seesZerosBehindTheEndUnlessAnEndIsGiven() {
            given("SET ones \"\\xff\\xff\"", "SET empty \"\"");

            assertEquals("16", number("BITPOS ones 0"));
            assertEquals("16", number("BITPOS ones 0 1"));
            assertEquals("-1", number("BITPOS ones 0 0 -1"));
            assertEquals("-1", number("BITPOS ones 0 0 100"));
            assertEquals("-1", number("BITPOS empty 0"));
            assertEquals("-1", number("BITPOS empty 1"));
            assertEquals("0", number("BITPOS missing 0"));
            assertEquals("-1", number("BITPOS missing 1"));
        }

        @Test
        void knowsTwoBits() {
            assertEquals("(error) ERR The bit argument must be 1 or 0.", redis.show("BITPOS k 2"));
            assertEquals(NOT_AN_INTEGER, redis.show("BITPOS k x"));
            given("SET k a");
            assertEquals(SYNTAX, redis.show("BITPOS k 1 0 1 furlong"));
            assertEquals(SYNTAX, redis.show("BITPOS k 1 0 1 BIT x"));
        }
    }

    @Nested
    class Bitop {
        @Test
        void combinesStringsOfEveryEncodingAndLength() {
            given("SET i 12", "SET e abc", "SETBIT r 39 1");

            assertEquals("5", number("BITOP OR d i e r missing"));
            assertEquals("\"qrc\\x00\\x01\"", redis.show("GET d"));
            assertEquals("3", number("BITOP and d i e"));
            assertEquals("\"!\\\"\\x00\"", redis.show("GET d"));
            assertEquals("3", number("BITOP Xor d i e"));
            assertEquals("\"PPc\"", redis.show("GET d"));
            assertEquals("2", number("BITOP NOT d i"));
            assertEquals("\"\\xce\\xcd\"", redis.show("GET d"));
            assertEquals("\"raw\"", redis.show("OBJECT ENCODING d"));
        }

        @Test
        void storesLikeSetAndMayReadItsTarget() {
            given("SET d a EX 100", "SET e b");

            redis.show("BITOP OR d d e");

            assertEquals(List.of("set d"), redis.events());
            assertEquals(List.of("0 BITOP OR d d e"), redis.propagated());
            assertEquals("\"c\"", redis.show("GET d"));
            assertEquals("-1", number("TTL d"));
        }

        @Test
        void deletesTheTargetIfNothingComesOut() {
            given("SET d a", "SET empty \"\"");

            assertEquals("0", number("BITOP AND d missing empty"));

            assertEquals(List.of("del d"), redis.events());
            assertEquals(List.of("0 BITOP AND d missing empty"), redis.propagated());
            assertEquals("0", number("BITOP AND d missing"));
            assertEquals(List.of(), redis.propagated());
        }

        @Test
        void negatesOneStringOnly() {
            assertEquals(
                    "(error) ERR BITOP NOT must be called with a single source key.", redis.show("BITOP NOT d a b"));
            assertEquals(SYNTAX, redis.show("BITOP NAND d a b"));
        }
    }
}
