package io.miniredis.server.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.protocol.RespClient;
import io.miniredis.protocol.RespValue;
import io.miniredis.server.config.ServerConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions as {@code redis-cli --ldb} leads them. */
class ScriptDebuggingTest {
    private static final String END = "<endsession>";

    @SuppressWarnings("NullAway.Init") // each test starts its own
    private SocketServer redis;

    private void start() throws IOException {
        start(SocketServer.Mode.EPOLL_MAIN_THREAD);
    }

    private void start(SocketServer.Mode mode) throws IOException {
        redis = SocketServer.start(mode, ServerConfig.defaults());
    }

    @AfterEach
    void stop() {
        redis.close();
        assertFalse(redis.hasLogged("FAILURE"), () -> redis.log().toString());
    }

    /** A client whose EVAL has begun and has told its first stop. */
    private final class Session implements AutoCloseable {
        final RespClient client;

        Session(String mode, String script, String... keysAndArguments) throws IOException {
            client = redis.connect();
            assertEquals("OK", client.call("SCRIPT", "DEBUG", mode).toString());
            List<String> request = new ArrayList<>(List.of("EVAL", script));
            request.addAll(List.of(keysAndArguments));
            client.send(request.toArray(new String[0]));
            client.flush();
        }

        /** The lines that are told next. */
        String lines() throws IOException {
            RespValue reply = client.receive();
            List<String> lines = new ArrayList<>();
            for (RespValue line : ((RespValue.Array) reply).elements()) {
                lines.add(((RespValue.SimpleString) line).text());
            }
            return String.join("\n", lines);
        }

        String say(String... command) throws IOException {
            client.send(command);
            client.flush();
            return lines();
        }

        String reply() throws IOException {
            return client.receive().toString();
        }

        @Override
        public void close() throws IOException {
            client.close();
        }
    }

    private String call(String... words) throws IOException {
        try (RespClient other = redis.connect()) {
            return other.call(words).toString();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSessionStepsThroughAScriptOnEachTransport(SocketServer.Mode mode) throws IOException {
        start(mode);
        for (String kind : List.of("sync", "yes")) {
            try (Session session = new Session(kind, "local a = 1\nreturn redis.call('set', KEYS[1], a)", "1", "k")) {
                assertEquals("* Stopped at 1, stop reason = step over\n-> 1   local a = 1", session.lines());
                assertEquals(
                        "* Stopped at 2, stop reason = step over\n-> 2   return redis.call('set', KEYS[1], a)",
                        session.say("step"));
                assertEquals("<value> a = 1", session.say("p"));
                assertEquals("<redis> set k 1\n<reply> \"+OK\"\n" + END, session.say("n"));
                assertEquals("OK", session.reply());
                assertThrows(IOException.class, session::reply);
            }
            assertEquals(kind.equals("sync") ? "\"1\"" : "(nil)", call("GET", "k"));
            call("DEL", "k");
        }
    }

    @Nested
    class Commands {
        private Session session(String script) throws IOException {
            start();
            Session session = new Session("sync", script, "1", "key", "argument");
            session.lines();
            return session;
        }

        @Test
        void printShowsValuesAsTablesAndTexts() throws IOException {
            try (Session session = session("local t = {1, 'x', {a = true}}\nlocal n = 0.1\nlocal z\nreturn 1")) {
                assertEquals("No local variables in the current context.", session.say("print"));
                session.say("b", "4");
                session.say("c");
                assertEquals(
                        "<value> t = {1; \"x\"; {[\"a\"]=true}}\n<value> n = 0.1\n<value> z = nil", session.say("p"));
                assertEquals("<value> 0.1", session.say("p", "n"));
                assertEquals("<value> {\"key\"}", session.say("p", "KEYS"));
                assertEquals("<value> {\"argument\"}", session.say("p", "ARGV"));
                assertEquals("No such variable.", session.say("p", "nope"));
            }
        }

        @Test
        void traceTellsWhoCalledWhom() throws IOException {
            try (Session session = session("local function f(x)\n  return x\nend\nlocal r = f(1)\nreturn r")) {
                session.say("s");
                session.say("s");
                assertEquals("In f:\n-> 2     return x\nFrom top level:\n   4   local r = f(1)", session.say("t"));
            }
        }

        @Test
        void breakpointsAreSetShownReachedAndRemoved() throws IOException {
            try (Session session = session("local a=1\nlocal b=2\nlocal c=3\nlocal d=4\nreturn d")) {
                assertEquals("No breakpoints set. Use 'b <line>' to add one.", session.say("b"));
                assertEquals("   2   local b=2\n  #3   local c=3\n   4   local d=4", session.say("b", "3"));
                assertEquals("Wrong line number.", session.say("b", "3"));
                assertEquals("Wrong line number.\nInvalid argument:'x'", session.say("b", "9", "x"));
                assertEquals("1 breakpoints set:\n  #3   local c=3", session.say("break"));
                assertEquals("* Stopped at 3, stop reason = break point\n->#3   local c=3", session.say("c"));
                assertEquals("No breakpoint in the specified line.", session.say("b", "-1"));
                assertEquals("Breakpoint removed.", session.say("b", "-3"));
                assertEquals("All breakpoints removed.", session.say("b", "0"));
                assertEquals(END, session.say("c"));
            }
        }

        @Test
        void aScriptMaySetABreakpointAndTellValues() throws IOException {
            try (Session session = session("redis.breakpoint()\nlocal a = 1\nredis.debug('a', a)\nreturn a")) {
                assertEquals(
                        "* Stopped at 2, stop reason = redis.breakpoint() called\n-> 2   local a = 1",
                        session.say("c"));
                assertEquals("<debug> line 3: \"a\", 1\n" + END, session.say("c"));
                assertEquals("(integer) 1", session.reply());
            }
        }

        @Test
        void linesAreListedAroundAPlace() throws IOException {
            try (Session session = session("local a=1\nlocal b=2\nlocal c=3\nreturn c\n\n")) {
                assertEquals("-> 1   local a=1\n   2   local b=2", session.say("l", "1", "1"));
                assertEquals("-> 1   local a=1\n   2   local b=2\n   3   local c=3\n   4   return c", session.say("w"));
                assertEquals(session.say("whole"), session.say("list"));
            }
        }

        @Test
        void evalRunsAnExpressionOrAStatement() throws IOException {
            try (Session session = session("return 1")) {
                assertEquals("<retval> 2", session.say("e", "1+1"));
                assertEquals("<retval> nil", session.say("e", "local", "q=5"));
                assertEquals("<retval> {[\"ok\"]=\"OK\"}", session.say("e", "redis.call('set','k','v')"));
                assertEquals("<error> ldb_eval:1: boo", session.say("e", "error('boo')"));
                assertEquals("<error> ldb_eval:1: unexpected symbol near '1'", session.say("e", "1", "+"));
                assertEquals(
                        "<error> ERR Unknown Redis command called from script", session.say("e", "redis.call('nope')"));
            }
        }

        @Test
        void commandsAreCalledAndToldWithTheirReplies() throws IOException {
            try (Session session = session("return 1")) {
                assertEquals("<redis> rpush l a b\n<reply> 2", session.say("r", "rpush", "l", "a", "b"));
                assertEquals(
                        "<redis> lrange l 0 -1\n<reply> [\"a\",\"b\"]", session.say("r", "lrange", "l", "0", "-1"));
                assertEquals("<redis> get no\n<reply> NULL", session.say("redis", "get", "no"));
                assertEquals(
                        "<redis> nope\n<error> Unknown Redis command called from script", session.say("r", "nope"));
                String wrong = "-WRONGTYPE Operation against a key holding the wrong kind of value";
                assertEquals(
                        "<redis> get l\n<error> " + wrong + "\n<reply> \"" + wrong + "\"",
                        session.say("r", "get", "l"));
                assertEquals(
                        "<redis> del 1 2 3 4 5 6 7 8 9 ... (2 more)\n<reply> 0",
                        session.say("r", "del", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"));
            }
        }

        @Test
        void repliesOfTheThirdProtocolAreTold() throws IOException {
            try (Session session = session("redis.setresp(3)\nredis.call('hset','h','f','v')\nreturn 1")) {
                session.say("s");
                assertEquals("<redis> hgetall h\n<reply> {}", session.say("r", "hgetall", "h"));
                assertEquals("<redis> hset h f v\n<reply> 1", session.say("r", "hset", "h", "f", "v"));
                assertEquals("<redis> hgetall h\n<reply> {\"f\" => \"v\"}", session.say("r", "hgetall", "h"));
                assertEquals("<redis> hkeys h\n<reply> [\"f\"]", session.say("r", "hkeys", "h"));
                assertEquals("<redis> smembers h2\n<reply> ~()", session.say("r", "smembers", "h2"));
                assertEquals("<redis> get no\n<reply> (null)", session.say("r", "get", "no"));
            }
        }

        @Test
        void longRepliesAreCutAndTheFirstTimeItIsToldHowNotTo() throws IOException {
            try (Session session = session("return 1")) {
                String cut = session.say("e", "string.rep('x', 300)");
                assertTrue(cut.startsWith("<retval> \"xxx"), cut);
                assertTrue(
                        cut.endsWith("x ...\n<hint> The above reply was trimmed. Use 'maxlen 0' to disable trimming."),
                        cut);
                assertEquals(260, cut.indexOf('\n'));
                assertEquals(260, session.say("e", "string.rep('x', 300)").length());
                assertEquals("<value> replies are truncated at 60 bytes.", session.say("m", "5"));
                assertEquals("<value> replies are unlimited.", session.say("maxlen", "0"));
                assertEquals(311, session.say("e", "string.rep('x', 300)").length());
            }
        }

        @Test
        void whatIsNotKnownIsSaid() throws IOException {
            try (Session session = session("return 1")) {
                String unknown = "<error> Unknown Redis Lua debugger command or wrong number of arguments.";
                assertEquals(unknown, session.say("hello\0world"));
                assertEquals(unknown, session.say("r"));
                assertTrue(
                        session.say("h").startsWith("Redis Lua debugger help:\n[h]elp               Show this help."));
            }
        }

        @Test
        void abortEndsTheScript() throws IOException {
            try (Session session = session("local a=1\nreturn a")) {
                assertEquals(END, session.say("a"));
                String error = session.reply();
                assertTrue(error.startsWith("(error) ERR script aborted for user request script: "), error);
                assertTrue(error.endsWith(", on @user_script:1."), error);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync", "yes"})
    void aScriptThatCannotBeCompiledEndsTheSession(String mode) throws IOException {
        start();
        try (Session session = new Session(mode, "return 1 +", "0")) {
            assertEquals(END, session.lines());
            assertTrue(session.reply().startsWith("(error) ERR Error compiling script (new function): user_script:1:"));
        }
    }

    @Test
    void othersAreToldThatAScriptRunsWhileItWaits() throws IOException {
        start();
        try (Session session = new Session("sync", "return 1", "0")) {
            session.lines();
            assertTrue(call("GET", "k").startsWith("(error) BUSY"));
            assertEquals("OK", call("SCRIPT", "KILL"));
            assertEquals(END, session.lines());
            assertTrue(session.reply().startsWith("(error) ERR Script killed by user with SCRIPT KILL"));
        }
        assertEquals("(nil)", call("GET", "k"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync", "yes"})
    void whenTheClientGoesTheScriptRunsToItsEnd(String mode) throws IOException {
        start();
        try (Session session = new Session(mode, "local a=1\nredis.call('set','k','v')\nreturn a", "0")) {
            session.lines();
            session.say("b", "2");
        }
        if (mode.equals("sync")) {
            String value = call("GET", "k");
            while (value.startsWith("(error) BUSY")) {
                value = call("GET", "k");
            }
            assertEquals("\"v\"", value);
        } else {
            assertEquals("(nil)", call("GET", "k"));
        }
    }

    @Nested
    class OnACopy {
        @Test
        void othersAreServedAndTheirChangesAreNotSeen() throws IOException {
            start();
            call("SET", "k", "before");
            call("SELECT", "1");
            try (Session session = new Session("yes", "local a = redis.call('get','k')\nreturn a", "0")) {
                session.lines();
                assertEquals("OK", call("SET", "k", "after"));
                assertEquals("<redis> get k\n<reply> \"before\"", session.say("r", "get", "k"));
                session.say("r", "set", "k", "of the script");
                assertEquals("\"after\"", call("GET", "k"));
                session.say("b", "0");
                assertEquals(END, session.say("c"));
                assertEquals("\"of the script\"", session.reply());
            }
            assertEquals("\"after\"", call("GET", "k"));
        }

        @Test
        void severalSessionsHaveACopyEach() throws IOException {
            start();
            try (Session one = new Session("yes", "redis.call('incr','n')\nreturn redis.call('get','n')", "0");
                    Session two = new Session("yes", "redis.call('incr','n')\nreturn redis.call('get','n')", "0")) {
                one.lines();
                two.lines();
                one.say("s");
                two.say("s");
                one.say("c");
                two.say("c");
                assertEquals("\"1\"", one.reply());
                assertEquals("\"1\"", two.reply());
            }
        }

        @Test
        void theUserMayDoThereWhatItMayDoHere() throws IOException {
            start();
            call("ACL", "SETUSER", "alice", "on", ">pw", "+@all", "-set", "~*");
            call("FUNCTION", "LOAD", "#!lua name=lib\nredis.register_function('f', function() return 'F' end)");
            try (RespClient alice = redis.connect()) {
                alice.call("AUTH", "alice", "pw");
                alice.call("SELECT", "3");
                alice.call("SCRIPT", "DEBUG", "YES");
                alice.send("EVAL", "return redis.call('set','k','v')", "0");
                alice.flush();
                alice.receive();
                alice.send("c");
                alice.flush();
                alice.receive();
                String refused = alice.receive().toString();
                assertTrue(refused.contains("User alice has no permissions to run the 'set' command"), refused);
            }
        }

        @Test
        void theEndOfTheServerEndsSessions() throws IOException {
            start();
            Session session = new Session("yes", "while true do end", "0");
            session.lines();
            session.client.send("c");
            session.client.flush();
            redis.close();
            assertThrows(IOException.class, () -> {
                while (true) {
                    session.reply();
                }
            });
            session.close();
        }
    }

    @Test
    void whatCannotBeDebuggedIsRefused() throws IOException {
        start();
        try (RespClient client = redis.connect()) {
            client.call("SET", "k", "v");
            client.send("PING");
            client.send("SCRIPT", "DEBUG", "YES");
            client.flush();
            client.receive();
            assertEquals(
                    "(error) ERR SCRIPT DEBUG must be called outside a pipeline",
                    client.receive().toString());
            String digest = client.call("SCRIPT", "LOAD", "return 1").toString().replace("\"", "");
            client.call("SCRIPT", "DEBUG", "SYNC");
            assertEquals(
                    "(error) ERR Please use EVAL instead of EVALSHA for debugging",
                    client.call("EVALSHA", digest, "0").toString());
            client.call("MULTI");
            client.call("EVAL", "return 1", "0");
            assertEquals(
                    "1) (error) ERR Scripts of a transaction can't be debugged",
                    client.call("EXEC").toString());
            assertEquals("OK", client.call("SCRIPT", "DEBUG", "NO").toString());
            assertEquals("(integer) 1", client.call("EVALSHA", digest, "0").toString());
        }
    }
}
