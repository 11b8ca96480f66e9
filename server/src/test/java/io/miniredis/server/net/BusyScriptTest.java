package io.miniredis.server.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.RequestEncoder;
import io.miniredis.protocol.RespClient;
import io.miniredis.server.config.ServerConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What others and the caller see while a script runs for long, on each transport, with and without I/O threads. */
class BusyScriptTest {
    private static final String BUSY_SCRIPT =
            "(error) BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.";
    private static final String BUSY_FUNCTION =
            "(error) BUSY Redis is busy running a script. You can only call FUNCTION KILL or SHUTDOWN NOSAVE.";
    private static final String ENDLESS = "while true do end";

    @SuppressWarnings("NullAway.Init") // each test starts its own
    private SocketServer redis;

    private void start(SocketServer.Mode mode) throws IOException {
        redis = SocketServer.startOnEagerClock(mode, ServerConfig.defaults().with("busy-reply-threshold", "10"));
    }

    @AfterEach
    void stop() {
        redis.close();
        assertFalse(redis.hasLogged("FAILURE"), () -> redis.log().toString());
    }

    private static byte[] requests(String[]... requests) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String[] words : requests) {
            ByteString[] argv = new ByteString[words.length];
            for (int i = 0; i < argv.length; i++) {
                argv[i] = ByteString.wrap(words[i].getBytes(ISO_8859_1));
            }
            bytes.writeBytes(RequestEncoder.encode(argv));
        }
        return bytes.toByteArray();
    }

    private static String[] words(String... words) {
        return words;
    }

    private static void send(RespClient client, byte[] requests) throws IOException {
        client.write(requests);
        client.flush();
    }

    /** Asks until the script is busy: who asks before that is answered when it is, or when the script has ended. */
    private static void awaitBusy(RespClient client, String expected) throws IOException {
        String reply = client.call("GET", "k").toString();
        while (!reply.startsWith("(error) BUSY")) {
            reply = client.call("GET", "k").toString();
        }
        assertEquals(expected, reply);
    }

    @ParameterizedTest
    @EnumSource
    void othersAreToldAndMayKillIt(SocketServer.Mode mode) throws IOException {
        start(mode);
        try (RespClient caller = redis.connect();
                RespClient other = redis.connect()) {
            send(caller, requests(words("EVAL", "local n = 0\n" + ENDLESS, "0"), words("PING")));
            awaitBusy(other, BUSY_SCRIPT);
            try (RespClient late = redis.connect()) {
                assertEquals(BUSY_SCRIPT, late.call("SET", "k", "v").toString());
                assertEquals(
                        BUSY_FUNCTION.replace("FUNCTION", "SCRIPT"),
                        late.call("FUNCTION", "KILL").toString());
                assertEquals(BUSY_SCRIPT, late.call("FUNCTION", "STATS").toString());
                assertEquals(BUSY_SCRIPT, late.call("SHUTDOWN").toString());
                assertEquals("OK", late.call("MULTI").toString());
                assertEquals(BUSY_SCRIPT, late.call("GET", "k").toString());
            }
            assertEquals("OK", other.call("SCRIPT", "KILL").toString());
            String error = caller.receive().toString();
            assertTrue(error.startsWith("(error) ERR Script killed by user with SCRIPT KILL... script: "), error);
            assertTrue(error.endsWith(", on @user_script:2."), error);
            assertEquals("PONG", caller.receive().toString());
            assertEquals("(nil)", other.call("GET", "k").toString());
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatTheCallerSendsMeanwhileComesAfterIt(SocketServer.Mode mode) throws IOException {
        start(mode);
        try (RespClient caller = redis.connect();
                RespClient other = redis.connect()) {
            send(caller, requests(words("INCR", "n"), words("EVAL", ENDLESS, "0"), words("INCR", "n")));
            awaitBusy(other, BUSY_SCRIPT);
            send(caller, requests(words("INCR", "n"), words("INCR", "n")));
            assertEquals(BUSY_SCRIPT, other.call("GET", "n").toString());
            assertEquals(BUSY_SCRIPT, other.call("GET", "n").toString());
            assertEquals("OK", other.call("SCRIPT", "KILL").toString());
            assertEquals("(integer) 1", caller.receive().toString());
            assertTrue(caller.receive().toString().startsWith("(error) ERR Script killed"));
            assertEquals("(integer) 2", caller.receive().toString());
            assertEquals("(integer) 3", caller.receive().toString());
            assertEquals("(integer) 4", caller.receive().toString());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL_MAIN_THREAD", "EPOLL_IO_THREADS"})
    void oneThatHasWrittenCannotBeKilled(SocketServer.Mode mode) throws IOException {
        start(mode);
        try (RespClient caller = redis.connect();
                RespClient other = redis.connect()) {
            send(caller, requests(words("EVAL", "redis.call('set', 'k', 'v') " + ENDLESS, "0")));
            awaitBusy(other, BUSY_SCRIPT);
            assertTrue(other.call("SCRIPT", "KILL").toString().startsWith("(error) UNKILLABLE "));
            assertEquals(BUSY_SCRIPT, other.call("GET", "k").toString());
            assertEquals(BUSY_SCRIPT, other.call("GET", "k").toString());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL_MAIN_THREAD", "NIO_IO_THREADS"})
    void aFunctionIsKilledAsAFunction(SocketServer.Mode mode) throws IOException {
        start(mode);
        try (RespClient caller = redis.connect();
                RespClient other = redis.connect()) {
            caller.call(
                    "FUNCTION", "LOAD", "#!lua name=l\nredis.register_function('f', function() while true do end end)");
            send(caller, requests(words("FCALL", "f", "0")));
            awaitBusy(other, BUSY_FUNCTION);
            assertEquals(BUSY_FUNCTION, other.call("SCRIPT", "KILL").toString());
            String stats = other.call("FUNCTION", "STATS").toString();
            assertTrue(stats.contains("\"FCALL\"") && stats.contains("duration_ms"), stats);
            assertEquals("OK", other.call("FUNCTION", "KILL").toString());
            assertTrue(caller.receive().toString().startsWith("(error) ERR Script killed by user"));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL_MAIN_THREAD", "EPOLL_IO_THREADS"})
    void pcallDoesNotSaveIt(SocketServer.Mode mode) throws IOException {
        start(mode);
        try (RespClient caller = redis.connect();
                RespClient other = redis.connect()) {
            send(
                    caller,
                    requests(
                            words("EVAL", "local function f() while true do end end while true do pcall(f) end", "0")));
            awaitBusy(other, BUSY_SCRIPT);
            assertEquals("OK", other.call("SCRIPT", "KILL").toString());
            assertTrue(caller.receive().toString().startsWith("(error) ERR Script killed by user"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theServerCanEndAllTheSame(SocketServer.Mode mode) throws IOException {
        start(mode);
        try (RespClient caller = redis.connect();
                RespClient other = redis.connect()) {
            send(caller, requests(words("EVAL", ENDLESS, "0")));
            awaitBusy(other, BUSY_SCRIPT);
        }
    }
}
