package io.miniredis.server.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.protocol.RespClient;
import io.miniredis.protocol.RespReader;
import io.miniredis.server.RedisServer;
import io.miniredis.server.config.ServerConfig;
import io.miniredis.server.log.SilentLog;
import io.miniredis.server.time.VirtualClock;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ListenersTest {
    @TempDir
    private Path directory;

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @ParameterizedTest
    @EnumSource
    void thePortFollowsTheConfiguration(SocketServer.Mode mode) throws IOException {
        int newPort = freePort();
        try (SocketServer redis = SocketServer.start(mode);
                RespClient old = redis.connect()) {
            int oldPort = redis.port();
            assertEquals(
                    "OK",
                    old.call("CONFIG", "SET", "port", String.valueOf(newPort)).toString());
            assertEquals(newPort, redis.port());
            try (RespClient fresh = redis.connect()) {
                assertEquals("PONG", fresh.call("PING").toString());
            }
            assertThrows(ConnectException.class, () -> RespClient.connect("127.0.0.1", oldPort, 1_000));
            assertEquals("PONG", old.call("PING").toString());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPortThatIsTakenIsRefusedAndTheOldOneServedOn(SocketServer.Mode mode) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                SocketServer redis = SocketServer.start(mode, ServerConfig.defaults());
                RespClient client = redis.connect()) {
            int firstPort = freePort();
            client.call("CONFIG", "SET", "port", String.valueOf(firstPort));
            assertEquals(
                    "(error) ERR CONFIG SET failed (possibly related to argument 'port') - Unable to listen on this"
                            + " port. Check server logs.",
                    client.call("CONFIG", "SET", "port", String.valueOf(taken.getLocalPort()))
                            .toString());
            assertTrue(redis.hasLogged("WARNING Warning: Could not create server TCP listening socket 127.0.0.1:"
                    + taken.getLocalPort() + ": bind: Address already in use"));
            assertEquals(firstPort, redis.port());
            try (RespClient fresh = redis.connect()) {
                assertEquals("PONG", fresh.call("PING").toString());
            }
        }
    }

    @Test
    void addressesFollowTheConfiguration() throws IOException {
        try (SocketServer redis = SocketServer.start(SocketServer.Mode.EPOLL_MAIN_THREAD);
                RespClient client = redis.connect()) {
            client.call("CONFIG", "SET", "port", String.valueOf(freePort()));
            assertEquals(
                    "OK",
                    client.call("CONFIG", "SET", "bind", "127.0.0.2 -10.11.12.13")
                            .toString());
            assertThrows(ConnectException.class, () -> RespClient.connect("127.0.0.1", redis.port(), 1_000));
            try (RespClient other = RespClient.connect("127.0.0.2", redis.port(), 5_000)) {
                assertTrue(other.call("CLIENT", "INFO").toString().contains(" laddr=127.0.0.2:" + redis.port() + " "));
            }
            assertEquals(
                    "(error) ERR CONFIG SET failed (possibly related to argument 'bind') - Failed to bind to specified"
                            + " addresses.",
                    client.call("CONFIG", "SET", "bind", "10.11.12.13").toString());
            try (RespClient other = RespClient.connect("127.0.0.2", redis.port(), 5_000)) {
                assertEquals("PONG", other.call("PING").toString());
            }
        }
    }

    @Test
    void aServerThatCannotListenSaysWhyAndDoesNotStart() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ServerConfig config = ServerConfig.defaults()
                    .with("bind", "127.0.0.1")
                    .with("port", String.valueOf(taken.getLocalPort()));
            RedisServer server = new RedisServer(config, new VirtualClock(0), 1, SilentLog.INSTANCE);
            IOException failure = assertThrows(IOException.class, server::start);
            assertEquals(
                    "Failed listening on port " + taken.getLocalPort() + " (tcp), aborting.", failure.getMessage());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aUnixSocketIsServedWithItsModeAndRemovedAtTheEnd(SocketServer.Mode mode) throws IOException {
        Path path = directory.resolve("redis.sock");
        Files.writeString(path, "left over");
        ServerConfig config =
                ServerConfig.defaults().with("unixsocket", path.toString()).with("unixsocketperm", "750");
        try (SocketServer redis = SocketServer.start(mode, config);
                SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            assertEquals("rwxr-x---", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
            assertTrue(redis.hasLogged("NOTICE Ready to accept connections unix"));
            channel.write(ByteBuffer.wrap("CLIENT INFO\r\n".getBytes(StandardCharsets.US_ASCII)));
            String info =
                    new RespReader(Channels.newInputStream(channel)).read().toString();
            assertTrue(info.contains(" addr=" + path + ":0 laddr=" + path + ":0 "), info);
            assertTrue(info.contains(" flags=U "), info);
        }
        assertFalse(Files.exists(path));
    }

    @Test
    void addressesOfIpv6AreShownInBrackets() throws IOException {
        ServerConfig config = ServerConfig.defaults();
        try (SocketServer redis = SocketServer.start(SocketServer.Mode.EPOLL_MAIN_THREAD, config);
                RespClient client = redis.connect()) {
            client.call("CONFIG", "SET", "port", String.valueOf(freePort()));
            assertEquals("OK", client.call("CONFIG", "SET", "bind", "* -::*").toString());
            try (RespClient other = RespClient.connect("::1", redis.port(), 5_000)) {
                String info = other.call("CLIENT", "INFO").toString();
                assertTrue(info.contains(" addr=[::1]:") && info.contains(" laddr=[::1]:" + redis.port() + " "), info);
            }
            try (RespClient other = RespClient.connect("127.0.0.1", redis.port(), 5_000)) {
                assertTrue(other.call("CLIENT", "INFO").toString().contains(" addr=127.0.0.1:"));
            }
        }
    }
}
