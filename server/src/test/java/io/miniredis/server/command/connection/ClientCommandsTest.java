package io.miniredis.server.command.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.RespValue;
import io.miniredis.server.ServerFixture;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ClientCommandsTest {
    private static final String BAD_NAME =
            "(error) ERR Client names cannot contain spaces, newlines or special characters.";
    private static final String SYNTAX = "(error) ERR syntax error";

    private final ServerFixture redis = new ServerFixture();

    @AfterEach
    void stop() {
        redis.close();
    }

    private static List<RespValue> send(ServerFixture.Peer peer, String... argv) {
        ByteString[] bytes = new ByteString[argv.length];
        for (int i = 0; i < argv.length; i++) {
            bytes[i] = ByteString.of(argv[i]);
        }
        return peer.send(bytes);
    }

    private String text(String... argv) {
        return ((RespValue.Bulk) redis.run(argv)).bytes().utf8();
    }

    @Test
    void anUnknownSubcommandPointsToHelp() {
        assertEquals("(error) ERR unknown subcommand 'foo'. Try CLIENT HELP.", redis.show("CLIENT foo"));
        assertEquals("(error) ERR wrong number of arguments for 'client' command", redis.show("CLIENT"));
        assertEquals("(error) ERR wrong number of arguments for 'client|id' command", redis.show("CLIENT ID x"));
    }

    @Nested
    class Name {
        @Test
        void isSetAndTakenAway() {
            assertEquals("(nil)", redis.show("CLIENT GETNAME"));
            assertEquals("OK", redis.show("CLIENT SETNAME ~bob!"));
            assertEquals("\"~bob!\"", redis.show("CLIENT GETNAME"));
            assertEquals("OK", redis.show("CLIENT SETNAME \"\""));
            assertEquals("(nil)", redis.show("CLIENT GETNAME"));
        }

        @Test
        void hasNoBlanksNorControlCharactersNorLettersBeyondAscii() {
            assertEquals(BAD_NAME, redis.show("CLIENT SETNAME \"a b\""));
            assertEquals(BAD_NAME, redis.show("CLIENT SETNAME \"a\\nb\""));
            assertEquals(BAD_NAME, redis.show("CLIENT SETNAME \"\\xc3\\xa4\""));
            assertEquals(BAD_NAME, redis.show("CLIENT SETNAME \"\\x7f\""));
        }
    }

    @Nested
    class Setinfo {
        @Test
        void tellsTheLibrary() {
            assertEquals("OK", redis.show("CLIENT SETINFO lib-name jedis"));
            assertEquals("OK", redis.show("CLIENT SETINFO LIB-VER 1.2"));
            assertTrue(text("CLIENT", "INFO").endsWith(" lib-name=jedis lib-ver=1.2\n"));
            assertEquals("OK", redis.show("CLIENT SETINFO LIB-VER \"\""));
            assertTrue(text("CLIENT", "INFO").endsWith(" lib-name=jedis lib-ver=\n"));
        }

        @Test
        void refusesWhatCannotBeShown() {
            assertEquals("(error) ERR Unrecognized option 'lib'", redis.show("CLIENT SETINFO lib x"));
            assertEquals(
                    "(error) ERR Lib-Name cannot contain spaces, newlines or special characters.",
                    redis.show("CLIENT SETINFO Lib-Name \"a b\""));
        }
    }

    @Nested
    class Info {
        @Test
        void hasEveryFieldInRedissOrder() {
            redis.show("CLIENT SETNAME bob");
            redis.show("SELECT 3");
            redis.advance(Duration.ofSeconds(7));
            assertEquals(
                    "id=1 addr=127.0.0.1:50000 laddr=127.0.0.1:6379 fd=8 name=bob age=7 idle=0 flags=N db=3 sub=0"
                            + " psub=0 ssub=0 multi=-1 qbuf=26 qbuf-free=0 argv-mem=10 multi-mem=0 rbs=0 rbp=0 obl=0"
                            + " oll=0 omem=0 tot-mem=2084 events=r cmd=client|info user=default redir=-1 resp=2"
                            + " lib-name= lib-ver=\n",
                    text("CLIENT", "INFO"));
        }

        @Test
        void isVerbatimTextInProtocol3() {
            redis.run("HELLO", "3");
            RespValue.Verbatim info = (RespValue.Verbatim) redis.run("CLIENT", "INFO");
            assertEquals("txt", info.format());
        }

        @Test
        void idleIsTheTimeSinceTheLastCommand() {
            ServerFixture.Peer other = redis.connect();
            other.show("PING");
            redis.advance(Duration.ofSeconds(30));
            String line = text("CLIENT", "LIST", "ID", "2");
            assertTrue(line.contains(" age=30 idle=30 ") && line.contains(" cmd=ping "), line);
        }

        @Test
        void flagsSpeakOfTheConnectionsModes() {
            redis.show("CLIENT NO-EVICT on");
            redis.show("CLIENT NO-TOUCH on");
            assertTrue(text("CLIENT", "INFO").contains(" flags=eT "));
            redis.show("CLIENT NO-TOUCH off");
            redis.show("CLIENT NO-EVICT OFF");
            assertTrue(text("CLIENT", "INFO").contains(" flags=N "));
            assertEquals(SYNTAX, redis.show("CLIENT NO-TOUCH maybe"));
            assertEquals(SYNTAX, redis.show("CLIENT NO-EVICT maybe"));
        }
    }

    @Nested
    class ListClients {
        @Test
        void listsAllInTheOrderOfArrival() {
            redis.connect();
            redis.connect();
            String[] lines = text("CLIENT", "LIST").split("\n", -1);
            assertEquals(4, lines.length);
            for (int i = 0; i < 3; i++) {
                assertTrue(lines[i].startsWith("id=" + (i + 1) + " addr="), lines[i]);
            }
            assertEquals("", lines[3]);
        }

        @Test
        void listsThoseWithTheNumbersThatAreThere() {
            redis.connect();
            String[] lines = text("CLIENT", "LIST", "ID", "2", "77", "1", "2").split("\n");
            assertEquals(3, lines.length);
            assertTrue(lines[0].startsWith("id=2 ") && lines[1].startsWith("id=1 ") && lines[2].startsWith("id=2 "));
            assertEquals("", text("CLIENT", "LIST", "ID", "77"));
            assertEquals("(error) ERR Invalid client ID", redis.show("CLIENT LIST ID 1 x"));
        }

        @Test
        void listsAType() {
            assertTrue(text("CLIENT", "LIST", "TYPE", "NORMAL").startsWith("id=1 "));
            for (String type : List.of("pubsub", "replica", "slave", "master")) {
                assertEquals("", text("CLIENT", "LIST", "TYPE", type));
            }
            assertEquals("(error) ERR Unknown client type 'foo'", redis.show("CLIENT LIST TYPE foo"));
            assertEquals(SYNTAX, redis.show("CLIENT LIST TYPE"));
            assertEquals(SYNTAX, redis.show("CLIENT LIST TYPE normal normal"));
            assertEquals(SYNTAX, redis.show("CLIENT LIST ID"));
        }
    }

    @Nested
    class Kill {
        @Test
        void byNumberClosesAtOnce() {
            ServerFixture.Peer other = redis.connect();
            assertEquals("(integer) 1", redis.show("CLIENT KILL ID 2"));
            assertTrue(other.isClosed());
            assertEquals("(integer) 0", redis.show("CLIENT KILL ID 2"));
            assertEquals("", text("CLIENT", "LIST", "ID", "2"));
        }

        @Test
        void sparesTheCallerUnlessToldOtherwise() {
            ServerFixture.Peer other = redis.connect();
            assertEquals("(integer) 1", redis.show("CLIENT KILL TYPE normal"));
            assertTrue(other.isClosed());
            assertFalse(redis.peer().isClosed());
            assertEquals("(integer) 1", redis.show("CLIENT KILL SKIPME no USER default"));
            assertTrue(redis.peer().isClosed());
        }

        @Test
        void inTheOldFormTakesAnAddressAndTheCallerToo() {
            assertEquals("(error) ERR No such client", redis.show("CLIENT KILL 127.0.0.1:1"));
            assertEquals("OK", redis.show("CLIENT KILL 127.0.0.1:50000"));
            assertTrue(redis.peer().isClosed());
        }

        @Test
        void allFiltersMustApply() {
            redis.connect();
            assertEquals("(integer) 0", redis.show("CLIENT KILL ID 2 ADDR 1.2.3.4:5"));
            assertEquals("(integer) 0", redis.show("CLIENT KILL ID 2 LADDR 1.2.3.4:5"));
            assertEquals("(integer) 0", redis.show("CLIENT KILL ID 2 TYPE pubsub"));
            assertEquals("(integer) 1", redis.show("CLIENT KILL ID 2 ADDR 127.0.0.1:50000 LADDR 127.0.0.1:6379"));
        }

        @Test
        void byAgeClosesTheOlderOnes() {
            redis.connect();
            redis.advance(Duration.ofSeconds(10));
            ServerFixture.Peer young = redis.connect();
            assertEquals("(integer) 1", redis.show("CLIENT KILL MAXAGE 10"));
            assertFalse(young.isClosed());
        }

        @Test
        void refusesWhatIsNoFilter() {
            assertEquals("(error) ERR client-id should be greater than 0", redis.show("CLIENT KILL ID 0"));
            assertEquals("(error) ERR client-id should be greater than 0", redis.show("CLIENT KILL ID x"));
            assertEquals("(error) ERR Unknown client type 'foo'", redis.show("CLIENT KILL TYPE foo"));
            assertEquals("(error) ERR No such user 'bar'", redis.show("CLIENT KILL USER bar"));
            assertEquals("(error) ERR maxage should be greater than 0", redis.show("CLIENT KILL MAXAGE 0"));
            assertEquals(SYNTAX, redis.show("CLIENT KILL SKIPME maybe"));
            assertEquals(SYNTAX, redis.show("CLIENT KILL ID 1 ID"));
        }
    }

    @Nested
    class Reply {
        @Test
        void offSilencesUntilOn() {
            assertEquals(List.of(), send(redis.peer(), "CLIENT", "REPLY", "OFF"));
            assertEquals(List.of(), send(redis.peer(), "PING"));
            assertEquals(List.of(), send(redis.peer(), "NOSUCHCOMMAND"));
            assertEquals(List.of(), send(redis.peer(), "CLIENT", "REPLY", "SKIP"));
            assertEquals(List.of(), send(redis.peer(), "PING"));
            assertEquals("OK", redis.show("CLIENT REPLY ON"));
            assertEquals("PONG", redis.show("PING"));
        }

        @Test
        void skipSilencesTheNextCommand() {
            assertEquals(List.of(), send(redis.peer(), "CLIENT", "REPLY", "SKIP"));
            assertEquals(List.of(), send(redis.peer(), "PING"));
            assertEquals("PONG", redis.show("PING"));
            send(redis.peer(), "CLIENT", "REPLY", "SKIP");
            assertEquals("OK", redis.show("CLIENT REPLY ON"));
            assertEquals(SYNTAX, redis.show("CLIENT REPLY maybe"));
        }

        @Test
        void resetEndsOffAndIsHeardButNotBehindSkip() {
            send(redis.peer(), "CLIENT", "REPLY", "OFF");
            assertEquals("RESET", redis.show("RESET"));
            send(redis.peer(), "CLIENT", "REPLY", "SKIP");
            assertEquals(List.of(), send(redis.peer(), "RESET"));
            assertEquals("PONG", redis.show("PING"));
        }
    }

    @Nested
    class Pause {
        private final ServerFixture.Peer other = redis.connect();

        @Test
        void letsEveryCommandWaitUntilItIsOver() {
            assertEquals("OK", redis.show("CLIENT PAUSE 1000"));
            assertEquals(List.of(), send(other, "GET", "a"));
            assertEquals(List.of(), send(other, "PING"));
            redis.advance(Duration.ofMillis(999));
            assertEquals(List.of(), other.received());
            redis.advance(Duration.ofMillis(1));
            assertEquals("[(nil), PONG]", other.received().toString());
            assertEquals("PONG", other.show("PING"));
        }

        @Test
        void ofWritesLetsReadsPass() {
            redis.show("CLIENT PAUSE 1000 WRITE");
            assertEquals("(nil)", other.show("GET a"));
            assertEquals(List.of(), send(other, "SET", "a", "1"));
            assertEquals("(nil)", redis.show("GET a"));
            assertTrue(text("CLIENT", "LIST", "ID", "2").contains(" flags=b "));
            assertEquals("OK", redis.show("CLIENT UNPAUSE"));
            assertEquals("[OK]", other.received().toString());
            assertEquals("\"1\"", redis.show("GET a"));
        }

        @Test
        void isProlongedAndTightenedButNeverLoosened() {
            redis.show("CLIENT PAUSE 1000 WRITE");
            redis.show("CLIENT PAUSE 100 ALL");
            redis.advance(Duration.ofMillis(500));
            assertEquals(List.of(), send(other, "PING"));
            redis.advance(Duration.ofMillis(500));
            assertEquals("[PONG]", other.received().toString());
        }

        @Test
        void forgetsAClientThatIsGone() {
            redis.show("CLIENT PAUSE 1000 WRITE");
            send(other, "SET", "a", "1");
            assertEquals("(integer) 1", redis.show("CLIENT KILL ID 2"));
            redis.show("CLIENT UNPAUSE");
            assertEquals("(nil)", redis.show("GET a"));
        }

        @Test
        void refusesWhatIsNoTimeout() {
            assertEquals("(error) ERR timeout is negative", redis.show("CLIENT PAUSE -1"));
            assertEquals("(error) ERR timeout is not an integer or out of range", redis.show("CLIENT PAUSE soon"));
            assertEquals("(error) ERR timeout is out of range", redis.show("CLIENT PAUSE 9223372036854775807"));
            assertEquals("(error) ERR CLIENT PAUSE mode must be WRITE or ALL", redis.show("CLIENT PAUSE soon READ"));
            assertEquals("OK", redis.show("CLIENT PAUSE 0"));
            assertEquals("PONG", redis.show("PING"));
        }
    }

    @Nested
    class Unblock {
        @Test
        void findsNobodyToUnblock() {
            assertEquals("(integer) 0", redis.show("CLIENT UNBLOCK 99"));
            assertEquals("(integer) 0", redis.show("CLIENT UNBLOCK 1 ERROR"));
            assertEquals(
                    "(error) ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR", redis.show("CLIENT UNBLOCK 1 now"));
            assertEquals("(error) ERR value is not an integer or out of range", redis.show("CLIENT UNBLOCK bob"));
        }
    }
}
