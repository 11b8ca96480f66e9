package io.miniredis.server.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.RequestEncoder;
import io.miniredis.protocol.RespClient;
import io.miniredis.protocol.RespReader;
import io.miniredis.protocol.RespValue;
import io.miniredis.server.config.ServerConfig;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What travels between a socket and the server, on each transport, with and without I/O threads. */
class ConversationTest {
    @SuppressWarnings("NullAway.Init") // each test starts its own
    private SocketServer redis;

    private void start(SocketServer.Mode mode, ServerConfig config) throws IOException {
        redis = SocketServer.start(mode, config);
    }

    private void start(SocketServer.Mode mode) throws IOException {
        start(mode, ServerConfig.defaults());
    }

    @AfterEach
    void stop() {
        redis.close();
        assertFalse(redis.hasLogged("FAILURE"), () -> redis.log().toString());
    }

    private static byte[] request(String... argv) {
        ByteString[] bytes = new ByteString[argv.length];
        for (int i = 0; i < argv.length; i++) {
            bytes[i] = ByteString.of(argv[i]);
        }
        return RequestEncoder.encode(bytes);
    }

    @ParameterizedTest
    @EnumSource
    void requestsAndInlineCommandsAreAnswered(SocketServer.Mode mode) throws IOException {
        start(mode);
        try (RespClient client = redis.connect()) {
            assertEquals("OK", client.call("SET", "a", "1").toString());
            client.write("GET a\r\n\r\nPING\n".getBytes(ISO_8859_1));
            assertEquals("\"1\"", client.receive().toString());
            assertEquals("PONG", client.receive().toString());
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoQuitsIsNoSubscriberOnceItHasTheReply(SocketServer.Mode mode) throws IOException {
        start(mode);
        try (RespClient publisher = redis.connect()) {
            for (int i = 0; i < 100; i++) {
                try (RespClient subscriber = redis.connect()) {
                    subscriber.call("SUBSCRIBE", "news");
                    assertEquals("OK", subscriber.call("QUIT").toString());
                    assertEquals(
                            "(integer) 0",
                            publisher.call("PUBLISH", "news", "hello").toString());
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void repliesOfManyTurnsComeInOrder(SocketServer.Mode mode) throws IOException {
        start(mode);
        try (RespClient client = redis.connect()) {
            client.call("SET", "large", "x".repeat(500_000));
            for (int i = 0; i < 50; i++) {
                client.send("GET", "large");
                client.send("ECHO", "after " + i);
            }
            client.write("PING\r\nnonsense \"\r\nPING\r\n".getBytes(ISO_8859_1));
            client.flush();
            for (int i = 0; i < 50; i++) {
                assertEquals(500_002, client.receive().toString().length());
                assertEquals("\"after " + i + "\"", client.receive().toString());
            }
            assertEquals("PONG", client.receive().toString());
            assertEquals(
                    "(error) ERR Protocol error: unbalanced quotes in request",
                    client.receive().toString());
            assertThrows(EOFException.class, client::receive);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPipelineCutIntoTurnsIsAnsweredWholeAndInOrder(SocketServer.Mode mode) throws IOException {
        start(mode);
        try (RespClient greedy = redis.connect();
                RespClient other = redis.connect()) {
            greedy.call("SET", "large", "x".repeat(1_000_000));
            for (int i = 0; i < 100; i++) {
                greedy.send("GET", "large");
            }
            greedy.send("SET", "done", "yes");
            greedy.flush();
            // A hundred megabytes are fifty turns of the main thread; the other client is served between them.
            other.call("SET", "other", "served");
            for (int i = 0; i < 100; i++) {
                greedy.receive();
            }
            assertEquals("OK", greedy.receive().toString());
            assertEquals("\"served\"", other.call("GET", "other").toString());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRequestMayComeByteByByte(SocketServer.Mode mode) throws IOException {
        start(mode);
        try (RespClient client = redis.connect()) {
            for (byte b : request("ECHO", "slow but steady")) {
                client.write(new byte[] {b});
                client.flush();
            }
            assertEquals("\"slow but steady\"", client.receive().toString());
        }
    }

    @ParameterizedTest
    @EnumSource
    void tenThousandRequestsAtOnceAreAnsweredInOrder(SocketServer.Mode mode) throws IOException {
        start(mode);
        try (RespClient client = redis.connect()) {
            for (int i = 0; i < 10_000; i++) {
                client.send("ECHO", "message " + i);
            }
            for (int i = 0; i < 10_000; i++) {
                assertEquals("\"message " + i + "\"", client.receive().toString());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void largeValuesGoInAndOut(SocketServer.Mode mode) throws IOException {
        start(mode);
        byte[] value = new byte[10_000_000];
        new Random(1).nextBytes(value);
        try (RespClient client = redis.connect()) {
            client.send(ByteString.of("SET"), ByteString.of("large"), ByteString.wrap(value));
            client.send("GET", "large");
            client.send("PING");
            assertEquals("OK", client.receive().toString());
            assertEquals(ByteString.wrap(value), ((RespValue.Bulk) client.receive()).bytes());
            assertEquals("PONG", client.receive().toString());
        }
    }

    @ParameterizedTest
    @EnumSource
    void garbageEndsTheConnectionThatSentItAndNoOther(SocketServer.Mode mode) throws IOException {
        start(mode);
        Random random = new Random(2);
        try (RespClient witness = redis.connect()) {
            for (int i = 0; i < 50; i++) {
                byte[] garbage = new byte[1 + random.nextInt(2_000)];
                random.nextBytes(garbage);
                garbage[0] = '*';
                try (Socket socket = redis.socket()) {
                    socket.getOutputStream().write(garbage);
                    socket.shutdownOutput();
                    socket.getInputStream().readAllBytes();
                } catch (SocketException reset) {
                    assertTrue(String.valueOf(reset.getMessage()).matches(".*(reset|Broken).*"), reset::toString);
                }
            }
            assertEquals("PONG", witness.call("PING").toString());
            redis.eventually(
                    "all but one client are gone",
                    () -> redis.server().clients().count() == 1);
        }
    }

    /** What a web page can make a browser send (cross-protocol scripting) ends with its first line. */
    @ParameterizedTest
    @EnumSource
    void aWebPageCannotSendCommands(SocketServer.Mode mode) throws IOException {
        start(mode);
        for (String line : new String[] {"POST / HTTP/1.1", "Host: localhost"}) {
            try (Socket browser = redis.socket()) {
                browser.getOutputStream().write((line + "\r\nSET stolen 1\r\n").getBytes(ISO_8859_1));
                assertEquals(-1, browser.getInputStream().read());
            }
        }
        try (RespClient client = redis.connect()) {
            assertEquals(new RespValue.IntegerValue(0), client.call("EXISTS", "stolen"));
        }
        assertTrue(redis.hasLogged("WARNING Possible SECURITY ATTACK detected."));
    }

    @ParameterizedTest
    @EnumSource
    void aProtocolErrorIsAnsweredAfterTheRequestsBeforeIt(SocketServer.Mode mode) throws IOException {
        start(mode);
        try (RespClient client = redis.connect()) {
            client.send("PING");
            client.write("*1\r\n$x\r\nPING\r\n".getBytes(ISO_8859_1));
            client.send("PING");
            assertEquals("PONG", client.receive().toString());
            assertEquals(
                    "(error) ERR Protocol error: invalid bulk length",
                    client.receive().toString());
            assertThrows(EOFException.class, client::receive);
        }
        assertTrue(redis.hasLogged("VERBOSE Protocol error (invalid bulk length) from client: id=1 addr="));
    }

    @ParameterizedTest
    @EnumSource
    void whoHasSentItsLastRequestStillGetsAllReplies(SocketServer.Mode mode) throws IOException {
        start(mode);
        try (RespClient client = redis.connect()) {
            client.call("SET", "k", "x".repeat(100_000));
        }
        try (Socket socket = redis.socket()) {
            OutputStream output = socket.getOutputStream();
            for (int i = 0; i < 200; i++) {
                output.write(request("GET", "k"));
            }
            output.write(request("PING"));
            socket.shutdownOutput();
            RespReader reader = new RespReader(socket.getInputStream());
            for (int i = 0; i < 200; i++) {
                assertEquals(100_000, ((RespValue.Bulk) reader.read()).bytes().length());
            }
            assertEquals("PONG", reader.read().toString());
            assertThrows(EOFException.class, reader::read);
        }
        redis.eventually("no client is left", () -> redis.server().clients().count() == 0);
    }

    @ParameterizedTest
    @EnumSource
    void aThousandConnectionsAreServedAndForgotten(SocketServer.Mode mode) throws IOException {
        start(mode);
        List<RespClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 1_000; i++) {
                clients.add(redis.connect());
            }
            for (RespClient client : clients) {
                client.send("PING");
                client.flush();
            }
            for (RespClient client : clients) {
                assertEquals("PONG", client.receive().toString());
            }
            assertEquals(
                    1_000, (int) redis.onMain(() -> redis.server().clients().count()));
        } finally {
            for (RespClient client : clients) {
                client.close();
            }
        }
        redis.eventually("no client is left", () -> redis.server().clients().count() == 0);
    }

    @ParameterizedTest
    @EnumSource
    void aPausedClientsRequestsWaitAndItsLeavingIsNoticed(SocketServer.Mode mode) throws IOException {
        start(mode);
        try (RespClient admin = redis.connect();
                RespClient stays = redis.connect()) {
            RespClient leaves = redis.connect();
            leaves.call("PING");
            assertEquals("OK", admin.call("CLIENT", "PAUSE", "100000", "WRITE").toString());
            for (int i = 0; i < 1_000; i++) {
                stays.send("APPEND", "k", "x");
            }
            stays.flush();
            leaves.send("SET", "left", "1");
            leaves.flush();
            redis.eventually("two clients wait", () -> redis.server().pause().heldClients() == 2);
            leaves.close();
            redis.eventually("one has left", () -> redis.server().pause().heldClients() == 1);
            assertEquals("OK", admin.call("CLIENT", "UNPAUSE").toString());
            for (int i = 1; i <= 1_000; i++) {
                assertEquals("(integer) " + i, stays.receive().toString());
            }
            assertEquals("(nil)", admin.call("GET", "left").toString());
        }
    }

    @ParameterizedTest
    @EnumSource
    void killingClosesTheSocket(SocketServer.Mode mode) throws IOException {
        start(mode);
        try (RespClient killer = redis.connect();
                RespClient victim = redis.connect()) {
            victim.call("PING");
            String address = "127.0.0.1:" + victim.localPort();
            assertEquals("OK", killer.call("CLIENT", "KILL", address).toString());
            assertThrows(IOException.class, victim::receive);
            assertEquals(
                    "(error) ERR No such client",
                    killer.call("CLIENT", "KILL", address).toString());
            assertEquals(
                    "OK",
                    killer.call("CLIENT", "KILL", "127.0.0.1:" + killer.localPort())
                            .toString());
            assertThrows(EOFException.class, killer::receive);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theLimitsOfTheUnknownEndWithThePassword(SocketServer.Mode mode) throws IOException {
        start(mode, ServerConfig.defaults().with("requirepass", "secret"));
        String large = "x".repeat(50_000);
        try (RespClient client = redis.connect()) {
            client.send("AUTH", "secret");
            client.send("SET", "k", large);
            client.send("STRLEN", "k");
            assertEquals("OK", client.receive().toString());
            assertEquals("OK", client.receive().toString());
            assertEquals("(integer) 50000", client.receive().toString());
            client.send("RESET");
            client.send("AUTH", "secret");
            client.send("STRLEN", "k");
            assertEquals("RESET", client.receive().toString());
            assertEquals("OK", client.receive().toString());
            assertEquals("(integer) 50000", client.receive().toString());
        }
        try (RespClient client = redis.connect()) {
            client.send("AUTH", "wrong");
            client.send("PING");
            client.send("SET", "k", large);
            assertTrue(client.receive().toString().startsWith("(error) WRONGPASS"));
            assertEquals(
                    "(error) NOAUTH Authentication required.", client.receive().toString());
            assertEquals(
                    "(error) ERR Protocol error: unauthenticated bulk length",
                    client.receive().toString());
            assertThrows(IOException.class, client::receive);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLargeRequestThatIsNeverFinishedGivesItsMemoryBack(SocketServer.Mode mode) throws IOException {
        start(mode);
        try (Socket socket = redis.socket()) {
            socket.getOutputStream().write("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$200000000\r\n".getBytes(ISO_8859_1));
            socket.getOutputStream().write(new byte[1_100_000]);
            redis.eventually(
                    "memory is reserved",
                    () -> redis.server().network().decoderLimits().budget().reservedBytes() > 0);
        }
        redis.eventually(
                "it is given back",
                () -> redis.server().network().decoderLimits().budget().reservedBytes() == 0);
    }

    @ParameterizedTest
    @EnumSource
    void statisticsCountReadsWritesAndBytes(SocketServer.Mode mode) throws IOException {
        start(mode);
        try (RespClient client = redis.connect()) {
            client.call("PING");
            client.call("PING");
            assertEquals(28, redis.onMain(() -> redis.server().stats().totalNetInputBytes));
            assertEquals(14, redis.onMain(() -> redis.server().stats().totalNetOutputBytes));
            assertEquals(2, redis.onMain(() -> redis.server().stats().totalReadsProcessed));
            assertEquals(2, redis.onMain(() -> redis.server().stats().totalWritesProcessed));
            assertEquals(
                    mode.hasIoThreads() ? 2 : 0,
                    redis.onMain(() -> redis.server().stats().ioThreadedReadsProcessed));
            assertEquals(
                    mode.hasIoThreads() ? 2 : 0,
                    redis.onMain(() -> redis.server().stats().ioThreadedWritesProcessed));
        }
    }
}
