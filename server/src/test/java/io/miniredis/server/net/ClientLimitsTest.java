package io.miniredis.server.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.protocol.RespClient;
import io.miniredis.protocol.RespValue;
import io.miniredis.server.client.ClientInfo;
import io.miniredis.server.config.ServerConfig;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a client may not do, and what it costs the others: nothing. */
class ClientLimitsTest {
    @SuppressWarnings("NullAway.Init") // each test starts its own
    private SocketServer redis;

    private void start(SocketServer.Mode mode, ServerConfig config) throws IOException {
        redis = SocketServer.start(mode, config);
    }

    /** The first client: I/O threads may announce connections in another order than they were made in. */
    private RespClient connected() throws IOException {
        RespClient client = redis.connect();
        client.call("PING");
        return client;
    }

    @AfterEach
    void stop() {
        redis.close();
    }

    @ParameterizedTest
    @EnumSource
    void moreClientsThanAllowedAreTurnedAway(SocketServer.Mode mode) throws IOException {
        start(mode, ServerConfig.defaults().with("maxclients", "2"));
        try (RespClient first = redis.connect();
                RespClient second = redis.connect()) {
            first.call("PING");
            second.call("PING");
            try (RespClient third = redis.connect()) {
                assertEquals(
                        "(error) ERR max number of clients reached",
                        third.receive().toString());
                assertThrows(EOFException.class, third::receive);
            }
            assertEquals("OK", first.call("CONFIG", "SET", "maxclients", "3").toString());
            try (RespClient third = redis.connect()) {
                assertEquals("PONG", third.call("PING").toString());
            }
            assertEquals(1, redis.onMain(() -> redis.server().stats().rejectedConnections));
        }
    }

    @ParameterizedTest
    @EnumSource
    void idleClientsAreClosed(SocketServer.Mode mode) throws IOException {
        start(mode, ServerConfig.defaults());
        try (RespClient busy = redis.connect();
                RespClient idle = redis.connect()) {
            idle.call("PING");
            redis.advance(Duration.ofSeconds(1_000));
            assertEquals("OK", busy.call("CONFIG", "SET", "timeout", "100").toString());
            assertEquals("PONG", idle.call("PING").toString());
            redis.advance(Duration.ofSeconds(90));
            busy.call("PING");
            redis.advance(Duration.ofSeconds(12));
            assertThrows(EOFException.class, idle::receive);
            assertEquals("PONG", busy.call("PING").toString());
            assertTrue(redis.hasLogged("VERBOSE Closing idle client"));
        }
    }

    /** What is kept for an argument that does not come counts, and is given back. */
    @ParameterizedTest
    @EnumSource
    void silentClientsLoseTheRoomForTheRestOfAnArgument(SocketServer.Mode mode) throws IOException {
        start(mode, ServerConfig.defaults());
        try (Socket silent = redis.socket()) {
            silent.getOutputStream().write("*2\r\n$4\r\nECHO\r\n$1000000\r\n12345".getBytes(ISO_8859_1));
            redis.eventually("the room counts", () -> clientLines().contains("qbuf=5 qbuf-free=999995 argv-mem=4 "));
            redis.advance(Duration.ofSeconds(4));
            redis.eventually("it is given back", () -> clientLines().contains("qbuf=5 qbuf-free=16384 argv-mem=4 "));
            silent.getOutputStream().write("x".repeat(999_995).concat("\r\n").getBytes(ISO_8859_1));
            String reply = new String(silent.getInputStream().readNBytes(15), ISO_8859_1);
            assertEquals("$1000000\r\n12345", reply);
        }
    }

    private String clientLines() {
        StringBuilder lines = new StringBuilder();
        redis.server().clients().forEach(client -> ClientInfo.append(lines, client, 0, null));
        return lines.toString();
    }

    @ParameterizedTest
    @EnumSource
    void outputBeyondTheHardLimitClosesTheClient(SocketServer.Mode mode) throws IOException {
        start(mode, ServerConfig.defaults().with("client-output-buffer-limit", "normal", "1mb", "0", "0"));
        try (RespClient other = connected();
                Socket lazy = redis.socket()) {
            other.call("SET", "k", "x".repeat(1_000_000));
            lazy.getOutputStream().write("GET k\r\n".repeat(40).getBytes(ISO_8859_1));
            redis.eventually("one was closed", () -> redis.server().stats().clientOutputBufferLimitDisconnections == 1);
            assertEquals("PONG", other.call("PING").toString());
            assertEquals(1, (int) redis.onMain(() -> redis.server().clients().count()));
            assertTrue(redis.hasLogged("WARNING Client id=2 addr=127.0.0.1:"));
            assertTrue(redis.hasLogged(" scheduled to be closed ASAP for overcoming of output buffer limits."));
        }
    }

    /** Even if the network would have taken it all: whether a client is closed must not depend on its buffers. */
    @ParameterizedTest
    @EnumSource
    void nothingIsSentOfAReplyBeyondTheHardLimit(SocketServer.Mode mode) throws IOException {
        start(mode, ServerConfig.defaults().with("client-output-buffer-limit", "normal", "100000", "0", "0"));
        try (RespClient other = connected();
                RespClient greedy = redis.connect()) {
            for (int i = 0; i < 1_000; i++) {
                other.call("SET", "x".repeat(100) + i, "v");
            }
            greedy.send("KEYS", "*");
            greedy.flush();
            assertThrows(IOException.class, greedy::receive);
            assertEquals(1, (int) redis.onMain(() -> redis.server().clients().count()));
        }
    }

    /** It is executed to its end all the same. */
    @ParameterizedTest
    @EnumSource
    void nothingIsSentOfATransactionBeyondTheHardLimit(SocketServer.Mode mode) throws IOException {
        start(mode, ServerConfig.defaults().with("client-output-buffer-limit", "normal", "100000", "0", "0"));
        try (RespClient other = connected();
                RespClient greedy = redis.connect()) {
            for (int i = 0; i < 90; i++) {
                other.call("RPUSH", "list", "x".repeat(2_000));
            }
            greedy.call("MULTI");
            greedy.call("LRANGE", "list", "0", "-1");
            greedy.call("SET", "done", "1");
            assertThrows(IOException.class, () -> greedy.call("EXEC"));
            assertEquals("\"1\"", other.call("GET", "done").toString());
            assertEquals(1, (int) redis.onMain(() -> redis.server().clients().count()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void commandsBehindTheOneThatReachesTheHardLimitAreNotExecuted(SocketServer.Mode mode) throws IOException {
        start(mode, ServerConfig.defaults().with("client-output-buffer-limit", "normal", "100000", "0", "0"));
        try (RespClient other = connected();
                RespClient greedy = redis.connect()) {
            other.call("SET", "k", "x".repeat(10_000));
            for (int i = 0; i < 15; i++) {
                greedy.send("GET", "k");
            }
            greedy.send("SET", "done", "1");
            greedy.flush();
            assertThrows(IOException.class, greedy::receive);
            assertEquals(new RespValue.IntegerValue(0), other.call("EXISTS", "done"));
            assertEquals(1, redis.onMain(() -> redis.server().stats().clientOutputBufferLimitDisconnections));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aShortReplyIsSentWhateverTheLimit(SocketServer.Mode mode) throws IOException {
        start(mode, ServerConfig.defaults().with("client-output-buffer-limit", "normal", "10", "0", "0"));
        try (RespClient client = connected()) {
            String text = "x".repeat(16_000);
            assertEquals(RespValue.Bulk.of(text), client.call("ECHO", text));
        }
    }

    @ParameterizedTest
    @EnumSource
    void outputBeyondTheSoftLimitIsForgivenForAWhile(SocketServer.Mode mode) throws IOException {
        start(mode, ServerConfig.defaults().with("client-output-buffer-limit", "normal", "0", "1mb", "10"));
        try (RespClient other = connected();
                Socket lazy = redis.socket()) {
            other.call("SET", "k", "x".repeat(10_000_000));
            lazy.getOutputStream().write("GET k\r\n".repeat(3).getBytes(ISO_8859_1));
            redis.eventually("three replies wait", () -> redis.server().stats().totalNetOutputBytes > 30_000_000);
            redis.advance(Duration.ofSeconds(9));
            assertEquals(2, (int) redis.onMain(() -> redis.server().clients().count()));
            redis.advance(Duration.ofSeconds(3));
            assertEquals(1, (int) redis.onMain(() -> redis.server().clients().count()));
            assertTrue(redis.hasLogged(" closed for overcoming of output buffer limits."));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSlowReaderDelaysNobodyAndLosesNothing(SocketServer.Mode mode) throws IOException {
        start(mode, ServerConfig.defaults());
        try (RespClient other = connected();
                RespClient slow = redis.connect()) {
            other.call("SET", "k", "x".repeat(5_000_000));
            for (int i = 0; i < 10; i++) {
                slow.send("GET", "k");
            }
            slow.flush();
            redis.eventually("ten replies wait", () -> redis.server().stats().totalNetOutputBytes > 50_000_000);
            for (int i = 0; i < 100; i++) {
                assertEquals("PONG", other.call("PING").toString());
            }
            assertTrue(other.call("CLIENT", "LIST", "ID", "2").toString().contains("events=rw"));
            for (int i = 0; i < 10; i++) {
                assertEquals(5_000_002, slow.receive().toString().length());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRequestBeyondTheQueryBufferLimitClosesTheClient(SocketServer.Mode mode) throws IOException {
        start(mode, ServerConfig.defaults().with("client-query-buffer-limit", "1mb"));
        try (RespClient other = connected();
                Socket greedy = redis.socket()) {
            greedy.getOutputStream().write("*2\r\n$4\r\nECHO\r\n$2000000\r\n".getBytes(ISO_8859_1));
            try {
                greedy.getOutputStream().write(new byte[1_500_000]);
            } catch (SocketException closed) {
                // It was enough before all was written.
            }
            redis.eventually("one was closed", () -> redis.server().stats().clientQueryBufferLimitDisconnections == 1);
            assertEquals(1, (int) redis.onMain(() -> redis.server().clients().count()));
            assertEquals("PONG", other.call("PING").toString());
            assertTrue(redis.hasLogged("WARNING Closing client that reached max query buffer length: id=2 addr="));
        }
    }

    @ParameterizedTest
    @EnumSource
    void anArgumentCountsWithItsLineEndAgainstTheQueryBufferLimit(SocketServer.Mode mode) throws IOException {
        start(mode, ServerConfig.defaults().with("client-query-buffer-limit", "1mb"));
        int longest = 1_048_576 - 2;
        try (RespClient client = redis.connect()) {
            assertEquals("OK", client.call("SET", "a", "x".repeat(longest)).toString());
            assertThrows(IOException.class, () -> client.call("SET", "b", "x".repeat(longest + 1)));
        }
        redis.eventually("it was closed", () -> redis.server().stats().clientQueryBufferLimitDisconnections == 1);
        assertEquals(1, (int)
                redis.onMain(() -> redis.server().databases().get(0).keys().size()));
        assertTrue(redis.hasLogged("(qbuf initial bytes: \"xxxxxxx"));
    }

    @ParameterizedTest
    @EnumSource
    void requestsThatWaitCountAgainstTheQueryBufferLimit(SocketServer.Mode mode) throws IOException {
        start(mode, ServerConfig.defaults().with("client-query-buffer-limit", "1mb"));
        try (RespClient other = redis.connect();
                RespClient greedy = redis.connect()) {
            greedy.call("PING");
            other.call("CLIENT", "PAUSE", "100000", "WRITE");
            assertThrows(IOException.class, () -> {
                for (int i = 0; i < 20; i++) {
                    greedy.send("SET", "k", "x".repeat(100_000));
                }
                greedy.flush();
                greedy.receive();
            });
            redis.eventually("one was closed", () -> redis.server().stats().clientQueryBufferLimitDisconnections == 1);
            assertEquals(1, (int) redis.onMain(() -> redis.server().clients().count()));
            assertEquals(0, redis.onMain(() -> redis.server().pause().heldClients()));
        }
    }

    /** While the main thread is busy, a client that floods the server fills the network's buffers, not the heap. */
    @ParameterizedTest
    @EnumSource
    void aFloodWaitsInTheNetwork(SocketServer.Mode mode) throws Exception {
        start(mode, ServerConfig.defaults());
        ByteBuffer pings = ByteBuffer.allocate(600_000);
        while (pings.remaining() >= 6) {
            pings.put("PING\r\n".getBytes(ISO_8859_1));
        }
        pings.flip();
        CountDownLatch busy = new CountDownLatch(1);
        try (SocketChannel flood =
                SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), redis.port()))) {
            redis.eventually("it is accepted", () -> redis.server().clients().count() == 1);
            redis.server().mainThread().execute(() -> awaitUninterruptibly(busy));
            flood.configureBlocking(false);
            long written = writeUntilRefused(flood, pings);
            assertTrue(written < 40_000_000, () -> written + " B were taken");
            busy.countDown();
            long expected = written / 6 * 7;
            assertEquals(expected, readAll(flood, expected));
        } finally {
            busy.countDown();
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean waiting = true;
        while (waiting) {
            try {
                latch.await();
                waiting = false;
            } catch (InterruptedException ignored) {
                // The test's end counts down.
            }
        }
    }

    /** Writes until the other side has taken nothing for a good while. Returns how much it took. */
    private static long writeUntilRefused(SocketChannel channel, ByteBuffer data) throws IOException {
        long written = 0;
        long lastProgress = System.nanoTime();
        while (System.nanoTime() - lastProgress < 300_000_000 && written < 100_000_000) {
            if (!data.hasRemaining()) {
                data.rewind();
            }
            int bytes = channel.write(data);
            written += bytes;
            if (bytes > 0) {
                lastProgress = System.nanoTime();
            }
        }
        return written;
    }

    private static long readAll(SocketChannel channel, long expected) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(65_536);
        channel.configureBlocking(true);
        long total = 0;
        while (total < expected) {
            buffer.clear();
            int bytes = channel.read(buffer);
            if (bytes < 0) {
                break;
            }
            total += bytes;
        }
        return total;
    }
}
