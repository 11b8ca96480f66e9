package io.miniredis.server.command.bitmap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.miniredis.server.ServerFixture;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BitfieldCommandsTest {
    private static final String SYNTAX = "(error) ERR syntax error";
    private static final String INVALID_TYPE = "(error) ERR Invalid bitfield type. Use something like i16 u8."
            + " Note that u64 is not supported but i64 is.";

    private final ServerFixture redis = new ServerFixture();

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

    /** The numbers of the reply, nil as {@code -}, joined by blanks. */
    private String bitfield(String arguments) {
        return redis.show("BITFIELD " + arguments)
                .replaceAll("(?m)^ *\\d+\\) ", "")
                .replaceAll("\\(integer\\) ", "")
                .replaceAll("\\(nil\\)", "-")
                .replace('\n', ' ');
    }

    @Nested
    class Bitfield {
        @Test
        void readsAndWritesInOneGo() {
            assertEquals(
                    "0 0 0 10 -6 11",
                    bitfield("k SET u4 0 10 SET i4 4 5 GET u8 100 GET u4 0 INCRBY i5 3 -11" + " GET u4 0"));
            assertEquals("186", bitfield("k GET u8 0"));
        }

        @Test
        void countsOffsetsInIntegersBehindASharp() {
            bitfield("k SET u8 #0 65 SET u8 #1 66 SET u8 #4 67");

            assertEquals("\"AB\\x00\\x00C\"", redis.show("GET k"));
            assertEquals("66 66", bitfield("k GET u8 #1 GET u8 8"));
        }

        @Test
        void doesWhatTheLastOverflowSays() {
            given("SET k \"\\xfe\\xfe\\xfe\"");

            assertEquals(
                    "4 255 - 4",
                    bitfield("k INCRBY u8 0 6 OVERFLOW SAT INCRBY u8 8 6 OVERFLOW FAIL INCRBY u8 16 6"
                            + " OVERFLOW wrap INCRBY u8 16 6"));
            assertEquals(
                    "4 -128 -", bitfield("k OVERFLOW SAT SET i8 0 -100 INCRBY i8 0 -100 OVERFLOW FAIL SET i8 0 128"));
        }

        @Test
        void reportsEachChangeButNotWhatStaysAsItWas() {
            bitfield("k SET u8 0 1 SET u8 8 2 GET u8 0");
            assertEquals(List.of("setbit k"), redis.events());
            assertEquals(1, redis.propagated().size());

            bitfield("k SET u8 0 1 GET u8 0");
            bitfield("k GET u8 0");
            bitfield("k OVERFLOW FAIL SET u8 0 256");
            assertEquals(List.of(), redis.events());
            assertEquals(List.of(), redis.propagated());
        }

        @Test
        void growsTheStringBeforeAnythingFails() {
            assertEquals("-", bitfield("k OVERFLOW FAIL SET u8 100 256"));

            assertEquals("(integer) 14", redis.show("STRLEN k"));
            assertEquals(List.of(), redis.propagated());
        }

        @Test
        void onlyReadsIfNothingWrites() {
            assertEquals("0 0", bitfield("missing GET u8 0 GET i64 1000"));
            assertEquals("(integer) 0", redis.show("EXISTS missing"));
            assertEquals("(empty array)", redis.show("BITFIELD missing"));
            given("SET i 12");
            assertEquals("49 50 0", bitfield("i GET u8 0 GET u8 8 GET u8 16"));
            assertEquals("\"int\"", redis.show("OBJECT ENCODING i"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"u64", "i65", "u0", "x8", "u", "8"})
        void knowsIntegersUpTo63And64Bits(String type) {
            assertEquals(INVALID_TYPE, redis.show("BITFIELD k GET " + type + " 0"));
        }

        @Test
        void refusesWhatItDoesNotUnderstand() {
            assertEquals(SYNTAX, redis.show("BITFIELD k GET u8"));
            assertEquals(SYNTAX, redis.show("BITFIELD k SET u8 0"));
            assertEquals(SYNTAX, redis.show("BITFIELD k OVERFLOW"));
            assertEquals(SYNTAX, redis.show("BITFIELD k NUDGE u8 0"));
            assertEquals("(error) ERR Invalid OVERFLOW type specified", redis.show("BITFIELD k OVERFLOW MORE"));
            assertEquals(
                    "(error) ERR bit offset is not an integer or out of range", redis.show("BITFIELD k GET u8 #x"));
            assertEquals(
                    "(error) ERR bit offset is not an integer or out of range", redis.show("BITFIELD k GET u8 -1"));
            assertEquals("(error) ERR value is not an integer or out of range", redis.show("BITFIELD k SET u8 0 x"));
            assertEquals("(integer) 0", redis.show("EXISTS k"));
        }
    }

    @Nested
    class BitfieldRo {
        @Test
        void onlyReads() {
            given("SET k a");

            assertEquals("1) (integer) 97\n2) (integer) 6", redis.show("BITFIELD_RO k GET u8 0 GET u4 0"));
            assertEquals(
                    "(error) ERR BITFIELD_RO only supports the GET subcommand",
                    redis.show("BITFIELD_RO k GET u8 0 SET u8 0 1"));
        }
    }

    @Nested
    class Keys {
        @Test
        void areOnlyReadIfNothingWrites() {
            assertEquals(
                    "1) 1) \"k\"\n   2) 1) RO\n      2) access",
                    redis.show("COMMAND GETKEYSANDFLAGS BITFIELD k GET u8 0 OVERFLOW SAT"));
            String written = "1) 1) \"k\"\n   2) 1) RW\n      2) access\n      3) update";
            assertEquals(written, redis.show("COMMAND GETKEYSANDFLAGS BITFIELD k GET u8 0 SET u8 0 1"));
            assertEquals(written, redis.show("COMMAND GETKEYSANDFLAGS BITFIELD k FOO"));
        }
    }
}
