package io.miniredis.server.command.set;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.miniredis.server.ServerFixture;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SetAlgebraCommandsTest {
    private static final String WRONG_TYPE =
            "(error) WRONGTYPE Operation against a key holding the wrong kind of value";

    private final ServerFixture redis = new ServerFixture();

    @BeforeEach
    void fill() {
        redis.show("SADD i 1 2 3 4");
        redis.show("SADD j 3 4 5");
        redis.show("SADD l a 1 4");
        redis.show("SADD t a 4 " + "x".repeat(65));
        redis.show("SET str v");
        redis.events();
        redis.propagated();
    }

    @AfterEach
    void stop() {
        redis.close();
    }

    private long changes() {
        return redis.onMain(() -> redis.server().effects().dirty());
    }

    @Nested
    class Sinter {
        @Test
        void listsWhatAllHaveInTheOrderOfTheSmallest() {
            assertEquals("1) \"3\"\n2) \"4\"", redis.show("SINTER i j"));
            assertEquals("1) \"4\"", redis.show("SINTER i j l t"));
            assertEquals("1) \"a\"\n2) \"4\"", redis.show("SINTER t l"));
            assertEquals("1) \"a\"\n2) \"1\"\n3) \"4\"", redis.show("SINTER l l"));
        }

        @Test
        void ofAMissingSetIsEmptyButTypesAreChecked() {
            assertEquals("(empty array)", redis.show("SINTER i none"));
            assertEquals(WRONG_TYPE, redis.show("SINTER none str"));
            assertEquals(WRONG_TYPE, redis.show("SINTER str none"));
        }

        @Test
        void repliesWithASetInResp3() {
            redis.show("HELLO 3");
            assertEquals("1~ \"3\"\n2~ \"4\"", redis.show("SINTER i j"));
            assertEquals("(empty set)", redis.show("SINTER i none"));
        }
    }

    @Nested
    class Sintercard {
        @Test
        void countsUpToALimit() {
            assertEquals("(integer) 2", redis.show("SINTERCARD 2 i j"));
            assertEquals("(integer) 4", redis.show("SINTERCARD 1 i"));
            assertEquals("(integer) 3", redis.show("SINTERCARD 1 i LIMIT 3"));
            assertEquals("(integer) 4", redis.show("SINTERCARD 1 i limit 0"));
            assertEquals("(integer) 2", redis.show("SINTERCARD 1 i LIMIT 3 LIMIT 2"));
            assertEquals("(integer) 0", redis.show("SINTERCARD 2 i none"));
        }

        @Test
        void refusesWhatItDoesNotUnderstand() {
            assertEquals("(error) ERR numkeys should be greater than 0", redis.show("SINTERCARD 0 i"));
            assertEquals("(error) ERR numkeys should be greater than 0", redis.show("SINTERCARD x i"));
            assertEquals(
                    "(error) ERR Number of keys can't be greater than number of args", redis.show("SINTERCARD 2 i"));
            assertEquals("(error) ERR LIMIT can't be negative", redis.show("SINTERCARD 1 i LIMIT -1"));
            assertEquals("(error) ERR LIMIT can't be negative", redis.show("SINTERCARD 1 i LIMIT x"));
            assertEquals("(error) ERR syntax error", redis.show("SINTERCARD 1 i LIMIT"));
            assertEquals("(error) ERR syntax error", redis.show("SINTERCARD 1 i j"));
            assertEquals(WRONG_TYPE, redis.show("SINTERCARD 2 i str"));
        }
    }

    @Nested
    class Sunion {
        @Test
        void listsWhatAnyHas() {
            assertEquals("1) \"1\"\n2) \"2\"\n3) \"3\"\n4) \"4\"\n5) \"5\"", redis.show("SUNION i none j"));
            assertEquals("(empty array)", redis.show("SUNION none"));
            assertEquals(WRONG_TYPE, redis.show("SUNION none str"));
        }
    }

    @Nested
    class Sdiff {
        @Test
        void listsWhatOnlyTheFirstHas() {
            assertEquals("1) \"2\"\n2) \"3\"", redis.show("SDIFF i l t none"));
            assertEquals("1) \"a\"\n2) \"1\"", redis.show("SDIFF l j"));
            assertEquals("(empty array)", redis.show("SDIFF i l i"));
            assertEquals("(empty array)", redis.show("SDIFF none i"));
            assertEquals(WRONG_TYPE, redis.show("SDIFF none str"));
        }
    }

    @Nested
    class Stores {
        @Test
        void keepTheResultAndReplyWithItsSize() {
            assertEquals("(integer) 2", redis.show("SINTERSTORE d i j"));
            assertEquals("1) \"3\"\n2) \"4\"", redis.show("SMEMBERS d"));
            assertEquals("(integer) 5", redis.show("SUNIONSTORE d i j"));
            assertEquals("(integer) 2", redis.show("SDIFFSTORE d i j"));
            assertEquals("1) \"1\"\n2) \"2\"", redis.show("SMEMBERS d"));

            assertEquals(List.of("sinterstore d", "sunionstore d", "sdiffstore d"), redis.events());
            assertEquals(
                    List.of("0 SINTERSTORE d i j", "0 SUNIONSTORE d i j", "0 SDIFFSTORE d i j"), redis.propagated());
        }

        @Test
        void replaceWhateverWasThereAndItsTimeToLive() {
            redis.show("EXPIRE str 100");
            long before = changes();
            assertEquals("(integer) 4", redis.show("SUNIONSTORE str i i"));
            assertEquals("set", redis.show("TYPE str"));
            assertEquals("(integer) -1", redis.show("TTL str"));
            assertEquals(before + 1, changes());
        }

        @Test
        void mayWriteToOneOfTheirSources() {
            assertEquals("(integer) 2", redis.show("SDIFFSTORE i i j"));
            assertEquals("1) \"1\"\n2) \"2\"", redis.show("SMEMBERS i"));
        }

        @Test
        void leaveNoKeyForAnEmptyResult() {
            long before = changes();
            assertEquals("(integer) 0", redis.show("SINTERSTORE str i none"));
            assertEquals("(integer) 0", redis.show("SINTERSTORE str i none"));
            assertEquals("(integer) 0", redis.show("SDIFFSTORE j i i"));
            assertEquals("(integer) 0", redis.show("SUNIONSTORE l none"));
            assertEquals("(integer) 0", redis.show("EXISTS str j l"));
            assertEquals(List.of("del str", "del j", "del l"), redis.events());
            assertEquals(before + 3, changes());
        }

        @Test
        void keepEverythingIfOneSourceIsNoSet() {
            assertEquals(WRONG_TYPE, redis.show("SINTERSTORE i j str"));
            assertEquals(WRONG_TYPE, redis.show("SUNIONSTORE i j str"));
            assertEquals(WRONG_TYPE, redis.show("SDIFFSTORE i j str"));
            assertEquals("(integer) 4", redis.show("SCARD i"));
        }

        @Test
        void chooseTheSmallestEncoding() {
            redis.show("SADD words a 1 " + "y".repeat(65));
            redis.show("SADD numbers 1 2 " + "z".repeat(65));
            redis.show("SINTERSTORE one words numbers");
            redis.show("SINTERSTORE two l words");
            redis.show("SUNIONSTORE three l j");
            redis.show("SUNIONSTORE four t j");
            redis.show("SDIFFSTORE five i l");
            assertEquals("\"intset\"", redis.show("OBJECT ENCODING one"));
            assertEquals("\"listpack\"", redis.show("OBJECT ENCODING two"));
            assertEquals("\"listpack\"", redis.show("OBJECT ENCODING three"));
            assertEquals("\"hashtable\"", redis.show("OBJECT ENCODING four"));
            assertEquals("\"intset\"", redis.show("OBJECT ENCODING five"));
        }
    }
}
