package io.miniredis.server.command.string;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.protocol.Request;
import io.miniredis.server.ServerFixture;
import io.miniredis.server.command.KeySpec;
import io.miniredis.server.config.ServerConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StringCommandsTest {
    private static final long START = ServerFixture.START_MILLIS;
    private static final String SYNTAX = "(error) ERR syntax error";
    private static final String WRONG_TYPE =
            "(error) WRONGTYPE Operation against a key holding the wrong kind of value";

    private final ServerFixture redis = new ServerFixture();
    private final Stored stored = new Stored(redis);

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
    class Get {
        @Test
        void givesNothingWithoutTheKey() {
            assertEquals("(nil)", redis.show("GET a"));
        }

        @Test
        void givesAStringInEachEncoding() {
            String fortyFour = "x".repeat(44);
            given("SET i -7", "SET e " + fortyFour, "SET r y" + fortyFour, "SET changed ab", "APPEND changed c");

            assertEquals("\"-7\"", redis.show("GET i"));
            assertEquals('"' + fortyFour + '"', redis.show("GET e"));
            assertEquals("\"y" + fortyFour + '"', redis.show("GET r"));
            assertEquals("\"abc\"", redis.show("GET changed"));
            assertEquals("int", stored.encoding("i"));
            assertEquals("embstr", stored.encoding("e"));
            assertEquals("raw", stored.encoding("r"));
            assertEquals("raw", stored.encoding("changed"));
        }

        @Test
        void refusesAnotherType() {
            stored.putOther("l");

            assertEquals(WRONG_TYPE, redis.show("GET l"));
        }

        @Test
        void countsHitsAndMisses() {
            given("SET a 1", "GET a", "GET a", "GET b");

            assertEquals(2L, redis.onMain(() -> redis.server().stats().keyspaceHits));
            assertEquals(1L, redis.onMain(() -> redis.server().stats().keyspaceMisses));
        }
    }

    @Nested
    class Set {
        @Test
        void storesAndReports() {
            assertEquals("OK", redis.show("SET a hello"));

            assertEquals(List.of("set a"), redis.events());
            assertEquals(List.of("0 SET a hello"), redis.propagated());
        }

        @ParameterizedTest
        @CsvSource({
            "0,int",
            "-1,int",
            "9223372036854775807,int",
            "-9223372036854775808,int",
            "9223372036854775808,embstr",
            "01,embstr",
            "+1,embstr",
            "1.0,embstr",
            "'\"\"',embstr",
            "'\" 1\"',embstr",
            "-0,embstr"
        })
        void storesAnIntegerAsOneOnlyIfItReadsBackTheSame(String value, String encoding) {
            redis.show("SET a " + value);

            assertEquals(encoding, stored.encoding("a"));
        }

        @Test
        void dropsTheTimeToLive() {
            given("SET a 1 EX 100", "SET a 2");

            assertEquals(KeyEntry.NO_EXPIRE, stored.ttlMillis("a"));
        }

        @Test
        void keepsTheTimeToLiveIfAsked() {
            given("SET a 1 EX 100");

            assertEquals("OK", redis.show("SET a 2 KEEPTTL"));

            assertEquals(100_000, stored.ttlMillis("a"));
            assertEquals(List.of("0 SET a 2 KEEPTTL"), redis.propagated());
            assertEquals(List.of("set a"), redis.events());
        }

        @Test
        void keepttlOfANewKeyMeansNone() {
            given("SET a 1 KEEPTTL");

            assertEquals(KeyEntry.NO_EXPIRE, stored.ttlMillis("a"));
        }

        @Test
        void replacesAnotherType() {
            stored.putOther("l");

            assertEquals("OK", redis.show("SET l text"));
            assertEquals("embstr", stored.encoding("l"));
        }

        @ParameterizedTest
        @CsvSource({"EX 10,10000", "PX 1500,1500", "EXAT 1700000010,10000", "ex 7,7000", "EX 3 EX 4,4000"})
        void setsATimeToLive(String option, long ttlMillis) {
            assertEquals("OK", redis.show("SET a v " + option));

            assertEquals(ttlMillis, stored.ttlMillis("a"));
            assertEquals(List.of("set a", "expire a"), redis.events());
            assertEquals(List.of("0 SET a v PXAT " + (START + ttlMillis)), redis.propagated());
        }

        @Test
        void setsATimeToLiveOfAnExistingKey() {
            given("SET a old", "SET b old EX 5", "SET a v PX 300", "SET b v PX 400");

            assertEquals(300, stored.ttlMillis("a"));
            assertEquals(400, stored.ttlMillis("b"));
        }

        @Test
        void pxatIsPropagatedAsItIs() {
            redis.show("SET a v xx pxat " + (START + 5));
            redis.show("SET a v nx pxat " + (START + 5));

            assertEquals(List.of("0 SET a v nx pxat " + (START + 5)), redis.propagated());
            assertEquals(5, stored.ttlMillis("a"));
        }

        @Test
        void aMomentThatHasPassedLeavesAKeyThatExpiresWhenItIsNextSeen() {
            assertEquals("OK", redis.show("SET a v PXAT 1"));
            assertEquals(List.of("set a", "expire a"), redis.events());
            assertEquals(List.of("0 SET a v PXAT 1"), redis.propagated());

            assertEquals("(nil)", redis.show("GET a"));
            assertEquals(List.of("expired a"), redis.events());
            assertEquals(List.of("0 DEL a"), redis.propagated());
        }

        @Test
        void livesUntilItsTimeHasPassed() {
            given("SET a v PX 100");

            redis.advance(Duration.ofMillis(100));
            assertEquals("\"v\"", redis.show("GET a"));

            redis.advance(Duration.ofMillis(1));
            assertEquals("(nil)", redis.show("GET a"));
        }

        @Test
        void nxSetsOnlyANewKey() {
            assertEquals("OK", redis.show("SET a 1 NX"));
            assertEquals("(nil)", redis.show("SET a 2 NX EX 10"));

            assertEquals("\"1\"", redis.show("GET a"));
            assertEquals(KeyEntry.NO_EXPIRE, stored.ttlMillis("a"));
            assertEquals(List.of("0 SET a 1 NX"), redis.propagated());
        }

        @Test
        void xxSetsOnlyAnExistingKey() {
            assertEquals("(nil)", redis.show("SET a 1 XX"));
            assertFalse(stored.exists("a"));

            given("SET a 1");
            assertEquals("OK", redis.show("SET a 2 XX"));
            assertEquals("\"2\"", redis.show("GET a"));
        }

        @Test
        void getGivesTheOldString() {
            assertEquals("(nil)", redis.show("SET a 1 GET"));
            assertEquals("\"1\"", redis.show("SET a 2 GET"));
            assertEquals("\"2\"", redis.show("GET a"));
        }

        @Test
        void getIsNotPropagated() {
            redis.show("SET get get GET KEEPTTL get");
            redis.show("SET a 1 GET EX 1");

            assertEquals(List.of("0 SET get get KEEPTTL", "0 SET a 1 PXAT " + (START + 1000)), redis.propagated());
        }

        @Test
        void getWithNxGivesTheOldStringAndLeavesIt() {
            assertEquals("(nil)", redis.show("SET a 1 NX GET"));
            assertEquals("\"1\"", redis.show("SET a 2 NX GET"));
            assertEquals("\"1\"", redis.show("GET a"));
        }

        @Test
        void getWithXxGivesNothingWithoutTheKey() {
            assertEquals("(nil)", redis.show("SET a 1 XX GET"));
            assertFalse(stored.exists("a"));
        }

        @Test
        void getRefusesAnotherTypeAndLeavesIt() {
            stored.putOther("l");

            assertEquals(WRONG_TYPE, redis.show("SET l v GET"));
            assertEquals("listpack", stored.encoding("l"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "NX XX",
                    "XX NX",
                    "EX",
                    "EX 1 PX 1",
                    "PX 1 EX 1",
                    "EX 1 KEEPTTL",
                    "KEEPTTL EX 1",
                    "EXAT 1 PXAT 1",
                    "PERSIST",
                    "GETT",
                    "EX x PX",
                    "NX bogus"
                })
        void refusesWordsThatDoNotGoTogether(String options) {
            assertEquals(SYNTAX, redis.show("SET a v " + options));
            assertFalse(stored.exists("a"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "EX 0",
                    "PX -1",
                    "EXAT 0",
                    "PXAT -5",
                    "EX 9223372036854775807",
                    "EX 9223372036854775",
                    "PX 9223372036854775807",
                    "EXAT 9223372036854776"
                })
        void refusesATimeThatMakesNoSense(String option) {
            assertEquals("(error) ERR invalid expire time in 'set' command", redis.show("SET a v " + option));
        }

        @Test
        void refusesATimeThatIsNoNumber() {
            assertEquals("(error) ERR value is not an integer or out of range", redis.show("SET a v EX 1.5"));
        }

        @Test
        void isAnotherUseOfItsKeyWithGet() {
            assertEquals(KeySpec.key(1, KeySpec.Flag.OW, KeySpec.Flag.UPDATE).flags(), keyFlags("SET", "get", "get"));
            assertEquals(
                    KeySpec.key(1, KeySpec.Flag.RW, KeySpec.Flag.ACCESS, KeySpec.Flag.UPDATE)
                            .flags(),
                    keyFlags("SET", "a", "b", "nx", "Get"));
        }

        private long keyFlags(String... argv) {
            ByteString[] bytes = new ByteString[argv.length];
            for (int i = 0; i < argv.length; i++) {
                bytes[i] = ByteString.of(argv[i]);
            }
            List<Long> flags = new ArrayList<>();
            Objects.requireNonNull(StringCommands.SET.keyFinder())
                    .find(Request.of(bytes), (argument, bits) -> flags.add(argument == 1 ? bits : -1));
            assertEquals(1, flags.size());
            return flags.get(0);
        }
    }

    @Nested
    class Setnx {
        @Test
        void setsANewKeyAlone() {
            assertEquals("(integer) 1", redis.show("SETNX a 5"));
            assertEquals("(integer) 0", redis.show("SETNX a 6"));

            assertEquals("\"5\"", redis.show("GET a"));
            assertEquals("int", stored.encoding("a"));
            assertEquals(List.of("0 SETNX a 5"), redis.propagated());
            assertEquals(List.of("set a"), redis.events());
        }

        @Test
        void leavesAnotherType() {
            stored.putOther("l");

            assertEquals("(integer) 0", redis.show("SETNX l v"));
        }

        @Test
        void setsAKeyThatHasExpired() {
            given("SET a 1 PX 10");
            redis.advance(Duration.ofMillis(11));

            assertEquals("(integer) 1", redis.show("SETNX a 2"));
            assertEquals(List.of("0 MULTI", "0 DEL a", "0 SETNX a 2", "0 EXEC"), redis.propagated());
        }
    }

    @Nested
    class SetexAndPsetex {
        @Test
        void setForSomeTime() {
            assertEquals("OK", redis.show("SETEX a 10 1"));
            assertEquals("OK", redis.show("PSETEX b 1500 text"));

            assertEquals(10_000, stored.ttlMillis("a"));
            assertEquals(1_500, stored.ttlMillis("b"));
            assertEquals("int", stored.encoding("a"));
            assertEquals(List.of("set a", "expire a", "set b", "expire b"), redis.events());
            assertEquals(
                    List.of("0 SET a 1 PXAT " + (START + 10_000), "0 SET b text PXAT " + (START + 1_500)),
                    redis.propagated());
        }

        @Test
        void replaceValueTypeAndTimeToLive() {
            given("SET a 1 EX 100");
            stored.putOther("l");

            assertEquals("OK", redis.show("SETEX a 10 2"));
            assertEquals("OK", redis.show("PSETEX l 20 3"));

            assertEquals(10_000, stored.ttlMillis("a"));
            assertEquals(20, stored.ttlMillis("l"));
        }

        @Test
        void refuseATimeThatMakesNoSense() {
            assertEquals("(error) ERR invalid expire time in 'setex' command", redis.show("SETEX a 0 v"));
            assertEquals("(error) ERR invalid expire time in 'psetex' command", redis.show("PSETEX a -1 v"));
            assertEquals("(error) ERR value is not an integer or out of range", redis.show("SETEX a x v"));
            assertFalse(stored.exists("a"));
        }
    }

    @Nested
    class Getset {
        @Test
        void exchangesTheStringAndDropsTheTimeToLive() {
            assertEquals("(nil)", redis.show("GETSET a 1"));
            given("SET a old EX 10");

            assertEquals("\"old\"", redis.show("GETSET a 12"));

            assertEquals("int", stored.encoding("a"));
            assertEquals(KeyEntry.NO_EXPIRE, stored.ttlMillis("a"));
            assertEquals(List.of("0 SET a 12"), redis.propagated());
            assertEquals(List.of("set a"), redis.events());
        }

        @Test
        void refusesAnotherType() {
            stored.putOther("l");

            assertEquals(WRONG_TYPE, redis.show("GETSET l 1"));
        }
    }

    @Nested
    class Getdel {
        @Test
        void givesAndDeletes() {
            given("SET a text EX 10");

            assertEquals("\"text\"", redis.show("GETDEL a"));

            assertFalse(stored.exists("a"));
            assertEquals(List.of("0 DEL a"), redis.propagated());
            assertEquals(List.of("del a"), redis.events());
        }

        @Test
        void changesNothingWithoutTheKey() {
            assertEquals("(nil)", redis.show("GETDEL a"));
            assertEquals(List.of(), redis.propagated());
        }

        @Test
        void refusesAnotherType() {
            stored.putOther("l");

            assertEquals(WRONG_TYPE, redis.show("GETDEL l"));
            assertEquals("listpack", stored.encoding("l"));
        }
    }

    @Nested
    class Getex {
        @Test
        void aloneIsGet() {
            given("SET a 1 EX 10");

            assertEquals("\"1\"", redis.show("GETEX a"));

            assertEquals(10_000, stored.ttlMillis("a"));
            assertEquals(List.of(), redis.propagated());
            assertEquals(List.of(), redis.events());
        }

        @ParameterizedTest
        @CsvSource({"EX 10,10000", "PX 15,15", "EXAT 1700000010,10000", "PXAT 1700000000020,20"})
        void setsTheTimeToLive(String option, long ttlMillis) {
            given("SET a v", "SET b v EX 99");

            assertEquals("\"v\"", redis.show("GETEX a " + option));
            assertEquals("\"v\"", redis.show("GETEX b " + option));

            assertEquals(ttlMillis, stored.ttlMillis("a"));
            assertEquals(ttlMillis, stored.ttlMillis("b"));
            long at = START + ttlMillis;
            assertEquals(List.of("0 PEXPIREAT a " + at, "0 PEXPIREAT b " + at), redis.propagated());
            assertEquals(List.of("expire a", "expire b"), redis.events());
        }

        @Test
        void persistRemovesTheTimeToLive() {
            given("SET a v EX 10");

            assertEquals("\"v\"", redis.show("GETEX a PERSIST"));
            assertEquals("\"v\"", redis.show("GETEX a PERSIST"));

            assertEquals(KeyEntry.NO_EXPIRE, stored.ttlMillis("a"));
            assertEquals(List.of("0 PERSIST a"), redis.propagated());
            assertEquals(List.of("persist a"), redis.events());
        }

        @ParameterizedTest
        @ValueSource(strings = {"PXAT 1", "EXAT 1700000000"})
        void aMomentThatHasPassedDeletesTheKey(String option) {
            given("SET a v");

            assertEquals("\"v\"", redis.show("GETEX a " + option));

            assertFalse(stored.exists("a"));
            assertEquals(List.of("0 DEL a"), redis.propagated());
            assertEquals(List.of("del a"), redis.events());
        }

        @Test
        void deletionIsPropagatedAsUnlinkWhereThatIsTheRule() {
            try (ServerFixture lazy = new ServerFixture(ServerConfig.defaults().with("lazyfree-lazy-expire", "yes"))) {
                lazy.show("SET a v");
                lazy.propagated();

                lazy.show("GETEX a PXAT 1");

                assertEquals(List.of("0 UNLINK a"), lazy.propagated());
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"EX", "NX", "GET", "KEEPTTL", "EX 1 PERSIST", "PERSIST EX 1", "EX 1 PX 1"})
        void refusesOtherWords(String options) {
            assertEquals(SYNTAX, redis.show("GETEX a " + options));
        }

        @Test
        void looksAtTheNumberOnlyIfThereIsAString() {
            assertEquals("(nil)", redis.show("GETEX a EX x"));
            stored.putOther("l");
            assertEquals(WRONG_TYPE, redis.show("GETEX l EX x"));
            given("SET a v");
            assertEquals("(error) ERR value is not an integer or out of range", redis.show("GETEX a EX x"));
            assertEquals("(error) ERR invalid expire time in 'getex' command", redis.show("GETEX a EX 0"));
        }
    }
}
