package io.miniredis.server.command.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.RespValue;
import io.miniredis.server.ServerFixture;
import io.miniredis.server.config.ServerConfig;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ConnectionCommandsTest {
    private ServerFixture redis = new ServerFixture();

    @AfterEach
    void stop() {
        redis.close();
    }

    private void restart(ServerConfig config) {
        redis.close();
        redis = new ServerFixture(config);
    }

    @Nested
    class Ping {
        @Test
        void answersPong() {
            assertEquals("PONG", redis.show("PING"));
        }

        @Test
        void answersTheMessage() {
            assertEquals("\"a b\"", redis.show("ping \"a b\""));
        }

        @Test
        void takesOneMessageOnly() {
            assertEquals("(error) ERR wrong number of arguments for 'ping' command", redis.show("PING a b"));
        }
    }

    @Nested
    class Echo {
        @Test
        void sendsTheMessageBack() {
            assertEquals("\"\"", redis.show("ECHO \"\""));
        }
    }

    @Nested
    class Select {
        @Test
        void choosesTheDatabase() {
            assertEquals("OK", redis.show("SET a 1"));
            assertEquals("OK", redis.show("SELECT 15"));
            assertEquals("(nil)", redis.show("GET a"));
            assertEquals("OK", redis.show("SELECT 0"));
            assertEquals("\"1\"", redis.show("GET a"));
        }

        @Test
        void refusesADatabaseThatIsNotThere() {
            assertEquals("(error) ERR DB index is out of range", redis.show("SELECT 16"));
            assertEquals("(error) ERR DB index is out of range", redis.show("SELECT -1"));
        }

        @Test
        void refusesWhatIsNotAnInt() {
            assertEquals("(error) ERR value is not an integer or out of range", redis.show("SELECT x"));
            assertEquals(
                    "(error) ERR value is out of range, value must between -2147483648 and 2147483647",
                    redis.show("SELECT 2147483648"));
        }
    }

    @Nested
    class Quit {
        @Test
        void answersAndCloses() {
            assertEquals("OK", redis.show("QUIT"));
            assertTrue(redis.peer().isClosed());
        }

        @Test
        void isTheLastThatIsExecuted() {
            redis.show("QUIT");
            assertEquals(List.of(), redis.peer().send(ByteString.of("PING")));
        }
    }

    @Nested
    class Hello {
        @Test
        void describesTheServer() {
            List<String> fields = new ArrayList<>();
            RespValue.Array reply = (RespValue.Array) redis.run("HELLO");
            for (RespValue field : reply.elements()) {
                fields.add(field.toString());
            }
            assertEquals(
                    List.of(
                            "\"server\"",
                            "\"redis\"",
                            "\"version\"",
                            "\"7.2.6\"",
                            "\"proto\"",
                            "(integer) 2",
                            "\"id\"",
                            "(integer) 1",
                            "\"mode\"",
                            "\"standalone\"",
                            "\"role\"",
                            "\"master\"",
                            "\"modules\"",
                            "(empty array)"),
                    fields);
        }

        @Test
        void switchesToProtocol3AndAnswersInItAlready() {
            assertEquals(RespValue.MapValue.class, redis.run("HELLO", "3").getClass());
            assertEquals(RespValue.Null.NULL, redis.run("GET", "nothing"));
            assertEquals(RespValue.Array.class, redis.run("HELLO", "2").getClass());
            assertEquals(RespValue.Null.BULK, redis.run("GET", "nothing"));
        }

        @Test
        void withoutArgumentsLeavesTheProtocolAsItIs() {
            redis.run("HELLO", "3");
            assertEquals(RespValue.MapValue.class, redis.run("HELLO").getClass());
        }

        @Test
        void refusesOtherProtocols() {
            assertEquals("(error) NOPROTO unsupported protocol version", redis.show("HELLO 4"));
            assertEquals("(error) NOPROTO unsupported protocol version", redis.show("HELLO 1"));
            assertEquals("(error) ERR Protocol version is not an integer or out of range", redis.show("HELLO three"));
        }

        @Test
        void changesNothingIfAnOptionIsWrong() {
            assertEquals("(error) ERR Syntax error in HELLO option 'foo'", redis.show("HELLO 3 SETNAME bob foo"));
            assertEquals("(error) ERR Syntax error in HELLO option 'AUTH'", redis.show("HELLO 3 AUTH default"));
            assertEquals("(error) ERR Syntax error in HELLO option 'setname'", redis.show("HELLO 3 setname"));
            assertEquals(RespValue.Null.BULK, redis.run("CLIENT", "GETNAME"));
        }

        @Test
        void setsTheName() {
            redis.show("HELLO 3 SETNAME bob");
            assertEquals("\"bob\"", redis.show("CLIENT GETNAME"));
            redis.show("HELLO 3 SETNAME \"\"");
            assertEquals("(nil)", redis.show("CLIENT GETNAME"));
            assertEquals(
                    "(error) ERR Client names cannot contain spaces, newlines or special characters.",
                    redis.show("HELLO 3 SETNAME \"b b\""));
        }
    }

    @Nested
    class Auth {
        private static final String WRONG = "(error) WRONGPASS invalid username-password pair or user is disabled.";

        @Test
        void needsNoPasswordWhereNoneIsConfigured() {
            assertEquals("OK", redis.show("AUTH default anything"));
            assertEquals(WRONG, redis.show("AUTH bob anything"));
            assertEquals(
                    "(error) ERR AUTH <password> called without any password configured for the default user."
                            + " Are you sure your configuration is correct?",
                    redis.show("AUTH anything"));
            assertEquals("(error) ERR syntax error", redis.show("AUTH default a b"));
        }

        @Test
        void letsNobodyDoAnythingWithoutThePassword() {
            restart(ServerConfig.defaults().with("requirepass", "secret"));

            assertEquals("(error) NOAUTH Authentication required.", redis.show("GET a"));
            assertEquals("(error) NOAUTH Authentication required.", redis.show("CLIENT ID"));
            assertEquals(
                    "(error) NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO"
                            + " <proto> AUTH <user> <pass> option can be used to authenticate the client and select the"
                            + " RESP protocol version at the same time",
                    redis.show("HELLO 3"));
            assertEquals(WRONG, redis.show("AUTH Secret"));
            assertEquals("(error) NOAUTH Authentication required.", redis.show("PING"));
        }

        @Test
        void letsInWithThePassword() {
            restart(ServerConfig.defaults().with("requirepass", "secret"));

            assertEquals("OK", redis.show("AUTH secret"));
            assertEquals("PONG", redis.show("PING"));
            assertEquals(WRONG, redis.show("AUTH wrong"));
            assertEquals("PONG", redis.show("PING"), "a wrong password takes nothing away");
            assertEquals("OK", redis.connect().show("AUTH default secret"));
            assertEquals(WRONG, redis.connect().show("AUTH bob secret"));
        }

        @Test
        void isPartOfHelloToo() {
            restart(ServerConfig.defaults().with("requirepass", "secret"));

            assertEquals(WRONG, redis.show("HELLO 3 AUTH default wrong"));
            assertEquals(RespValue.ErrorValue.class, redis.run("GET", "a").getClass());
            assertEquals(
                    RespValue.MapValue.class,
                    redis.run("HELLO", "3", "AUTH", "default", "secret", "SETNAME", "me")
                            .getClass());
            assertEquals("\"me\"", redis.show("CLIENT GETNAME"));
        }
    }

    @Nested
    class Reset {
        @Test
        void makesTheConnectionAsNew() {
            redis.show("HELLO 3 SETNAME bob");
            redis.show("SELECT 3");
            redis.show("CLIENT SETINFO LIB-NAME lib");

            assertEquals("RESET", redis.show("RESET"));

            assertEquals(RespValue.Null.BULK, redis.run("CLIENT", "GETNAME"));
            String info = redis.show("CLIENT INFO");
            assertTrue(info.contains(" db=0 ") && info.contains(" resp=2 lib-name=lib "), info);
        }

        @Test
        void switchesRepliesOnAgain() {
            redis.peer().send(ByteString.of("CLIENT"), ByteString.of("REPLY"), ByteString.of("OFF"));
            assertEquals("RESET", redis.show("RESET"));
            assertEquals("PONG", redis.show("PING"));
        }

        @Test
        void demandsThePasswordAnew() {
            restart(ServerConfig.defaults().with("requirepass", "secret"));
            redis.show("AUTH secret");
            assertEquals("RESET", redis.show("RESET"));
            assertEquals("(error) NOAUTH Authentication required.", redis.show("PING"));
        }
    }

    @Test
    void timeIsTheClocksTime() {
        assertEquals("1) \"1700000000\"\n2) \"0\"", redis.show("TIME"));
        redis.advance(java.time.Duration.ofNanos(1_234_567_000));
        assertEquals("1) \"1700000001\"\n2) \"234567\"", redis.show("TIME"));
        assertFalse(redis.peer().isClosed());
    }
}
