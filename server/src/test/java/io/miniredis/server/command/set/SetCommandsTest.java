package io.miniredis.server.command.set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.server.ServerFixture;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SetCommandsTest {
    private static final String WRONG_TYPE =
            "(error) WRONGTYPE Operation against a key holding the wrong kind of value";

    private final ServerFixture redis = new ServerFixture();

    @AfterEach
    void stop() {
        redis.close();
    }

    private long changes() {
        return redis.onMain(() -> redis.server().effects().dirty());
    }

    /** A hundred words, a thousand numbers. */
    private String many(String command, int from, int to) {
        StringBuilder line = new StringBuilder(command);
        for (int i = from; i < to; i++) {
            line.append(' ').append(i);
        }
        return redis.show(line.toString());
    }

    @Nested
    class Sadd {
        @Test
        void countsTheMembersThatAreNew() {
            assertEquals("(integer) 2", redis.show("SADD s a b a"));
            assertEquals("(integer) 1", redis.show("SADD s b c"));
            assertEquals("(integer) 0", redis.show("SADD s c"));

            assertEquals(List.of("sadd s", "sadd s"), redis.events());
            assertEquals(List.of("0 SADD s a b a", "0 SADD s b c"), redis.propagated());
            assertEquals(3, changes());
        }

        @Test
        void choosesTheEncoding() {
            redis.show("SADD i 3 1 2");
            redis.show("SADD l 3 1 a");
            many("SADD t", 0, 513);

            assertEquals("\"intset\"", redis.show("OBJECT ENCODING i"));
            assertEquals("\"listpack\"", redis.show("OBJECT ENCODING l"));
            assertEquals("\"hashtable\"", redis.show("OBJECT ENCODING t"));
            assertEquals("set", redis.show("TYPE i"));
        }

        @Test
        void changesTheEncodingInPlace() {
            redis.show("SADD s 1 2");
            redis.show("EXPIRE s 100");
            redis.show("SADD s a");
            assertEquals("\"listpack\"", redis.show("OBJECT ENCODING s"));
            redis.show("SADD s " + "x".repeat(65));
            assertEquals("\"hashtable\"", redis.show("OBJECT ENCODING s"));
            assertEquals("(integer) 4", redis.show("SCARD s"));
            assertEquals("(integer) 100", redis.show("TTL s"));
        }

        @Test
        void followsTheConfiguredLimits() {
            redis.show("CONFIG SET set-max-intset-entries 2 set-max-listpack-entries 3 set-max-listpack-value 4");
            redis.show("SADD i 1 2");
            redis.show("SADD l a b c");
            assertEquals("\"intset\"", redis.show("OBJECT ENCODING i"));
            assertEquals("\"listpack\"", redis.show("OBJECT ENCODING l"));
            redis.show("SADD i 3");
            redis.show("SADD l d");
            redis.show("SADD v long!");
            assertEquals("\"hashtable\"", redis.show("OBJECT ENCODING i"));
            assertEquals("\"hashtable\"", redis.show("OBJECT ENCODING l"));
            assertEquals("\"hashtable\"", redis.show("OBJECT ENCODING v"));
        }

        @Test
        void isForSetsOnly() {
            redis.show("SET str v");
            assertEquals(WRONG_TYPE, redis.show("SADD str a"));
            assertEquals("(error) ERR wrong number of arguments for 'sadd' command", redis.show("SADD s"));
            assertEquals("(integer) 0", redis.show("EXISTS s"));
        }
    }

    @Nested
    class Srem {
        @Test
        void countsTheMembersThatWereThere() {
            redis.show("SADD s a b c");
            redis.events();
            redis.propagated();

            assertEquals("(integer) 2", redis.show("SREM s a x c"));
            assertEquals("(integer) 0", redis.show("SREM s a x"));

            assertEquals(List.of("srem s"), redis.events());
            assertEquals(List.of("0 SREM s a x c"), redis.propagated());
            assertEquals(5, changes());
        }

        @Test
        void deletesTheSetWithItsLastMember() {
            redis.show("SADD s a b");
            redis.events();
            assertEquals("(integer) 2", redis.show("SREM s b a a x"));
            assertEquals(List.of("srem s", "del s"), redis.events());
            assertEquals("(integer) 0", redis.show("EXISTS s"));
            assertEquals(4, changes());
        }

        @Test
        void worksInEveryEncoding() {
            redis.show("SADD i 1 2 3");
            many("SADD t", 0, 600);
            assertEquals("(integer) 1", redis.show("SREM i 2 x 02"));
            assertEquals("(integer) 2", redis.show("SREM t 2 x 02 599"));
            assertEquals("1) \"1\"\n2) \"3\"", redis.show("SMEMBERS i"));
            assertEquals("(integer) 598", redis.show("SCARD t"));
        }

        @Test
        void findsNothingWithoutAKey() {
            redis.show("SET str v");
            assertEquals("(integer) 0", redis.show("SREM none a"));
            assertEquals(WRONG_TYPE, redis.show("SREM str a"));
        }
    }

    @Nested
    class Smove {
        @Test
        void takesTheMemberFromOneSetToTheOther() {
            redis.show("SADD a 1 x");
            redis.show("SADD b 2");
            redis.events();
            redis.propagated();

            assertEquals("(integer) 1", redis.show("SMOVE a b x"));

            assertEquals("1) \"1\"", redis.show("SMEMBERS a"));
            assertEquals("1) \"2\"\n2) \"x\"", redis.show("SMEMBERS b"));
            assertEquals(List.of("srem a", "sadd b"), redis.events());
            assertEquals(List.of("0 SMOVE a b x"), redis.propagated());
            assertEquals(5, changes());
        }

        @Test
        void createsAndDeletesSets() {
            redis.show("SADD a 1");
            redis.events();
            assertEquals("(integer) 1", redis.show("SMOVE a b 1"));
            assertEquals(List.of("srem a", "del a", "sadd b"), redis.events());
            assertEquals("(integer) 0", redis.show("EXISTS a"));
            assertEquals("\"intset\"", redis.show("OBJECT ENCODING b"));
        }

        @Test
        void changesOnlyTheSourceIfTheOtherHasTheMember() {
            redis.show("SADD a 1 2");
            redis.show("SADD b 1");
            redis.events();
            assertEquals("(integer) 1", redis.show("SMOVE a b 1"));
            assertEquals(List.of("srem a"), redis.events());
            assertEquals(4, changes());
        }

        @Test
        void fromASetToItselfIsAQuestion() {
            redis.show("SADD a 1 2");
            redis.events();
            assertEquals("(integer) 1", redis.show("SMOVE a a 1"));
            assertEquals("(integer) 0", redis.show("SMOVE a a 3"));
            assertEquals(List.of(), redis.events());
            assertEquals("(integer) 2", redis.show("SCARD a"));
        }

        @Test
        void checksTheTypesOnlyIfTheSourceExists() {
            redis.show("SET str v");
            redis.show("SADD a 1");
            assertEquals("(integer) 0", redis.show("SMOVE none str 1"));
            assertEquals(WRONG_TYPE, redis.show("SMOVE str a 1"));
            assertEquals(WRONG_TYPE, redis.show("SMOVE a str 1"));
            assertEquals("(integer) 0", redis.show("SMOVE a none 2"));
            assertEquals("(integer) 0", redis.show("EXISTS none"));
        }
    }

    @Nested
    class Questions {
        @Test
        void areAnsweredInEveryEncoding() {
            redis.show("SADD i 1 2 3");
            redis.show("SADD l 1 2 a");
            many("SADD t", 0, 600);
            for (String key : List.of("i", "l", "t")) {
                assertEquals("(integer) 1", redis.show("SISMEMBER " + key + " 2"), key);
                assertEquals("(integer) 0", redis.show("SISMEMBER " + key + " 02"), key);
                assertEquals(
                        "1) (integer) 1\n2) (integer) 0\n3) (integer) 1", redis.show("SMISMEMBER " + key + " 1 x 2"));
            }
            assertEquals("(integer) 3", redis.show("SCARD l"));
        }

        @Test
        void findNothingWithoutAKeyAndRefuseOtherTypes() {
            redis.show("SET str v");
            assertEquals("(integer) 0", redis.show("SISMEMBER none a"));
            assertEquals("1) (integer) 0\n2) (integer) 0", redis.show("SMISMEMBER none a b"));
            assertEquals("(integer) 0", redis.show("SCARD none"));
            assertEquals("(empty array)", redis.show("SMEMBERS none"));
            for (String command : List.of("SISMEMBER str a", "SMISMEMBER str a", "SCARD str", "SMEMBERS str")) {
                assertEquals(WRONG_TYPE, redis.show(command));
            }
        }

        @Test
        void getASetInResp3() {
            redis.show("SADD s 2 1");
            redis.show("HELLO 3");
            assertEquals("1~ \"1\"\n2~ \"2\"", redis.show("SMEMBERS s"));
            assertEquals("(empty set)", redis.show("SMEMBERS none"));
        }
    }

    @Nested
    class Sscan {
        @Test
        void givesASmallSetAtOnce() {
            redis.show("SADD i 1 2 13");
            assertEquals("1) \"0\"\n2) 1) \"1\"\n   2) \"2\"\n   3) \"13\"", redis.show("SSCAN i 0 COUNT 1"));
            assertEquals("1) \"0\"\n2) 1) \"1\"\n   2) \"13\"", redis.show("SSCAN i 0 MATCH 1*"));
            assertEquals("1) \"0\"\n2) (empty array)", redis.show("SSCAN i 0 MATCH x*"));
        }

        @Test
        void walksThroughATableStepByStep() {
            many("SADD t", 0, 1000);
            boolean[] seen = new boolean[1000];
            String cursor = "0";
            int calls = 0;
            do {
                String[] lines = redis.show("SSCAN t " + cursor + " COUNT 50").split("\n", -1);
                cursor = lines[0].substring(4, lines[0].length() - 1);
                for (int i = 1; i < lines.length; i++) {
                    int quote = lines[i].indexOf('"');
                    seen[Integer.parseInt(lines[i].substring(quote + 1, lines[i].length() - 1))] = true;
                }
                calls++;
            } while (!cursor.equals("0"));
            for (int i = 0; i < 1000; i++) {
                assertTrue(seen[i], "missing " + i);
            }
            assertTrue(calls >= 10 && calls <= 25, calls + " calls");
        }

        @Test
        void checksOptionsOnlyIfTheKeyExists() {
            redis.show("SADD s a");
            redis.show("SET str v");
            assertEquals("1) \"0\"\n2) (empty array)", redis.show("SSCAN none 0 WRONG"));
            assertEquals("(error) ERR syntax error", redis.show("SSCAN s 0 WRONG"));
            assertEquals("(error) ERR syntax error", redis.show("SSCAN s 0 COUNT 0"));
            assertEquals("(error) ERR syntax error", redis.show("SSCAN s 0 TYPE set"));
            assertEquals("(error) ERR value is not an integer or out of range", redis.show("SSCAN s 0 COUNT many"));
            assertEquals("(error) ERR invalid cursor", redis.show("SSCAN none x"));
            assertEquals(WRONG_TYPE, redis.show("SSCAN str 0 WRONG"));
        }
    }

    @Nested
    class OtherCommands {
        @Test
        void copyRenameAndFindSets() {
            redis.show("SADD s a b");
            assertEquals("(integer) 1", redis.show("COPY s t"));
            redis.show("SADD t c");
            assertEquals("(integer) 2", redis.show("SCARD s"));
            assertEquals("OK", redis.show("RENAME t u"));
            assertEquals("(integer) 3", redis.show("SCARD u"));
            assertEquals("1) \"0\"\n2) 1) \"u\"\n   2) \"s\"", sorted(redis.show("SCAN 0 TYPE set")));
            assertEquals("1) \"0\"\n2) (empty array)", redis.show("SCAN 0 TYPE list"));
        }

        private String sorted(String reply) {
            return reply.indexOf("\"u\"") < reply.indexOf("\"s\"")
                    ? reply
                    : reply.replace("\"u\"", "?").replace("\"s\"", "\"u\"").replace("?", "\"s\"");
        }
    }
}
