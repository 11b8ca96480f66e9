package io.miniredis.server.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.server.RedisServer;
import io.miniredis.server.config.ServerConfig;
import io.miniredis.server.log.SilentLog;
import io.miniredis.server.net.SocketServer.Mode;
import io.miniredis.server.net.tls.TestCertificates;
import io.miniredis.server.time.SystemClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TlsTest {
    @TempDir
    private Path directory;

    private TestCertificates certificates;
    private int port;

    @BeforeEach
    void makeCertificates() throws IOException {
        certificates =
                new TestCertificates(directory).issue("redis").issue("client").issue("other");
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
    }

    private ServerConfig config(String... directives) {
        return ServerConfig.defaults()
                .with("tls-port", String.valueOf(port))
                .with("tls-cert-file", certificates.path("redis.crt"))
                .with("tls-key-file", certificates.path("redis.key"))
                .with("tls-ca-cert-file", certificates.path("ca.crt"))
                .load(String.join("\n", directives));
    }

    /** One conversation of lines. */
    private static final class Peer implements AutoCloseable {
        final SSLSocket socket;
        final BufferedReader replies;

        Peer(SSLContext context, int port) throws IOException {
            socket = (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(20_000);
            socket.startHandshake();
            replies = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        void send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        }

        String ask(String line) throws IOException {
            send(line + "\r\n");
            return String.valueOf(replies.readLine());
        }

        String issuedTo() throws IOException {
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                    .getSubjectX500Principal()
                    .getName();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private Peer connect(String certificate) throws IOException {
        return new Peer(certificates.peer(certificate), port);
    }

    /** With TLS 1.3 the client hears of its failure only when it reads. */
    private void assertRefused(String certificate) {
        assertThrows(IOException.class, () -> {
            try (Peer peer = connect(certificate)) {
                String reply = peer.ask("PING");
                if (reply.equals("null")) {
                    throw new IOException("closed");
                }
            }
        });
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void aClientWithACertificateIsServedWhereverItIsRead(Mode mode) throws IOException {
        try (SocketServer server = SocketServer.start(mode, config());
                Peer peer = connect("client")) {
            assertEquals("+PONG", peer.ask("PING"));
            peer.send("SET a 1\r\n".repeat(5_000) + "GET a\r\n");
            for (int i = 0; i < 5_000; i++) {
                assertEquals("+OK", peer.replies.readLine());
            }
            assertEquals("$1", peer.replies.readLine());
            assertEquals("1", peer.replies.readLine());
            assertEquals("+OK", peer.ask("SET b " + "x".repeat(60_000)));
            assertEquals("$60000", peer.ask("GET b"));
            assertEquals(60_000, peer.replies.readLine().length());
            assertEquals("+OK", peer.ask("QUIT"));
            assertEquals(-1, peer.replies.read());
            assertEquals("PONG", server.connect().call("PING").toString());
        }
    }

    @Test
    void aClientWithoutACertificateIsRefusedUnlessItNeedsNone() throws IOException {
        try (SocketServer server = SocketServer.start(Mode.EPOLL_MAIN_THREAD, config())) {
            assertRefused("");
            server.eventually("a line", () -> server.hasLogged("Error accepting a client connection"));
            server.eventually("a count", () -> server.server().stats().tlsHandshakeFailures == 1);
            assertEquals(0, server.server().clients().count());

            for (String choice : new String[] {"optional", "no"}) {
                server.connect().call("CONFIG", "SET", "tls-auth-clients", choice);
                try (Peer peer = connect("")) {
                    assertEquals("+PONG", peer.ask("PING"));
                }
            }
        }
    }

    @Test
    void aCertificateOfAnotherAuthorityIsRefusedEvenWhereNoneIsNeeded() throws IOException {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        TestCertificates others = new TestCertificates(elsewhere).issue("client");
        Files.copy(elsewhere.resolve("client.crt"), directory.resolve("stranger.crt"));
        Files.copy(elsewhere.resolve("client.key"), directory.resolve("stranger.key"));
        assertTrue(Files.exists(Path.of(others.path("ca.crt"))));
        try (SocketServer server = SocketServer.start(Mode.EPOLL_MAIN_THREAD, config("tls-auth-clients optional"))) {
            assertRefused("stranger");
            assertEquals("PONG", server.connect().call("PING").toString());
        }
    }

    @Test
    void newKeysAreReadWhileTheServerRunsAndBadOnesAreNot() throws IOException {
        try (SocketServer server = SocketServer.start(Mode.EPOLL_IO_THREADS, config());
                Peer before = connect("client")) {
            assertEquals("CN=redis", before.issuedTo());
            String refusal = server.connect()
                    .call("CONFIG", "SET", "tls-cert-file", certificates.path("other.crt"))
                    .toString();
            assertEquals(
                    "(error) ERR CONFIG SET failed (possibly related to argument 'tls-cert-file') - Unable to update TLS"
                            + " configuration. Check server logs.",
                    refusal);
            assertTrue(server.hasLogged("key values mismatch"));
            try (Peer still = connect("client")) {
                assertEquals("CN=redis", still.issuedTo());
            }

            assertEquals(
                    "OK",
                    server.connect()
                            .call(
                                    "CONFIG",
                                    "SET",
                                    "tls-cert-file",
                                    certificates.path("other.crt"),
                                    "tls-key-file",
                                    certificates.path("other.key"))
                            .toString());
            try (Peer after = connect("client")) {
                assertEquals("CN=other", after.issuedTo());
            }
            assertEquals("+PONG", before.ask("PING"));
        }
    }

    @Test
    void theSameFileSetAgainIsReadAgain() throws IOException {
        try (SocketServer server = SocketServer.start(Mode.EPOLL_MAIN_THREAD, config())) {
            new TestCertificates(directory).issue("redis").issue("client");
            assertEquals(
                    "OK",
                    server.connect()
                            .call(
                                    "CONFIG",
                                    "SET",
                                    "tls-ca-cert-file",
                                    certificates.path("ca.crt"),
                                    "tls-cert-file",
                                    certificates.path("redis.crt"))
                            .toString());
            assertRefused("client");
        }
    }

    @Test
    void thePortCanBeOpenedAndClosedLater() throws IOException {
        ServerConfig config = ServerConfig.defaults().with("tls-auth-clients", "no");
        try (SocketServer server = SocketServer.start(Mode.EPOLL_MAIN_THREAD, config)) {
            assertTrue(server.connect()
                    .call("CONFIG", "SET", "tls-port", String.valueOf(port))
                    .toString()
                    .contains("Unable to update TLS configuration"));
            assertTrue(server.hasLogged("No tls-cert-file configured!"));
            server.connect().call("CONFIG", "SET", "tls-cert-file", certificates.path("redis.crt"));
            server.connect().call("CONFIG", "SET", "tls-key-file", certificates.path("redis.key"));
            server.connect().call("CONFIG", "SET", "tls-port", String.valueOf(port));
            try (Peer peer = connect("")) {
                assertEquals("+PONG", peer.ask("PING"));
                server.connect().call("CONFIG", "SET", "tls-port", "0");
                assertEquals("+PONG", peer.ask("PING"));
            }
            assertThrows(IOException.class, () -> new Socket(InetAddress.getLoopbackAddress(), port).close());
        }
    }

    @Test
    void protocolsAndCiphersAreChosen() throws IOException {
        ServerConfig config = config(
                "tls-protocols TLSv1.2", "tls-ciphers ECDHE-ECDSA-AES128-GCM-SHA256", "tls-prefer-server-ciphers yes");
        try (SocketServer server = SocketServer.start(Mode.EPOLL_MAIN_THREAD, config);
                Peer peer = connect("client")) {
            assertEquals("TLSv1.2", peer.socket.getSession().getProtocol());
            assertEquals(
                    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                    peer.socket.getSession().getCipherSuite());
            assertTrue(server.connect()
                    .call("CONFIG", "SET", "tls-protocols", "SSLv3")
                    .toString()
                    .startsWith("(error)"));
            assertTrue(server.connect()
                    .call("CONFIG", "SET", "tls-ciphers", "NONE")
                    .toString()
                    .startsWith("(error)"));
        }
    }

    @Test
    void renegotiationIsNotPossible() throws IOException {
        try (SocketServer server = SocketServer.start(Mode.EPOLL_MAIN_THREAD, config("tls-protocols TLSv1.2"));
                Peer peer = connect("client")) {
            assertEquals("+PONG", peer.ask("PING"));
            assertThrows(IOException.class, () -> {
                peer.socket.startHandshake();
                for (int i = 0; i < 100; i++) {
                    if (peer.ask("PING").equals("null")) {
                        throw new IOException("closed");
                    }
                }
            });
            assertEquals("PONG", server.connect().call("PING").toString());
        }
    }

    @Test
    void whatIsNotTlsIsCutOffAndNobodyElseNotices() throws IOException {
        try (SocketServer server = SocketServer.start(Mode.EPOLL_MAIN_THREAD, config());
                Peer peer = connect("client");
                Socket plain = new Socket(InetAddress.getLoopbackAddress(), port)) {
            plain.setSoTimeout(20_000);
            plain.getOutputStream().write("PING\r\n".repeat(1_000).getBytes(StandardCharsets.UTF_8));
            try {
                int first = plain.getInputStream().read();
                // An alert, or nothing.
                assertTrue(first == -1 || first == 0x15, "got " + first);
            } catch (IOException reset) {
                assertTrue(String.valueOf(reset.getMessage()).contains("reset"));
            }
            server.eventually("a line", () -> server.hasLogged("not a TLS record"));
            assertEquals("+PONG", peer.ask("PING"));
        }
    }

    @Test
    void withoutPlainPortTheServerIsThereForTlsAlone() throws IOException {
        RedisServer server =
                new RedisServer(config("port 0", "bind 127.0.0.1"), new SystemClock(), 7, SilentLog.INSTANCE);
        server.start();
        try (Peer peer = connect("client")) {
            assertEquals("+PONG", peer.ask("PING"));
            assertEquals(0, server.port());
            assertEquals(port, server.tlsPort());
        } finally {
            server.stop();
        }
    }

    /** Places become free when the server hears of it. */
    private String askUntilLetIn() throws IOException {
        IOException last = new IOException("never tried");
        for (int i = 0; i < 200; i++) {
            try (Peer peer = connect("client")) {
                return peer.ask("PING");
            } catch (IOException refused) {
                last = refused;
            }
        }
        throw last;
    }

    @Test
    void halfAHandshakeTakesAPlaceButIsNoClient() throws IOException {
        ServerConfig config = config("maxclients 3");
        try (SocketServer server = SocketServer.start(Mode.EPOLL_MAIN_THREAD, config);
                Socket one = new Socket(InetAddress.getLoopbackAddress(), port);
                Socket two = new Socket(InetAddress.getLoopbackAddress(), port);
                Socket three = new Socket(InetAddress.getLoopbackAddress(), port)) {
            assertEquals(0, server.server().clients().count());
            assertRefused("client");
            one.shutdownOutput();
            two.shutdownOutput();
            assertEquals("+PONG", askUntilLetIn());
            assertTrue(three.isConnected());
        }
    }
}
