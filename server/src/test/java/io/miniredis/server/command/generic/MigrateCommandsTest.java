package io.miniredis.server.command.generic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.server.ServerFixture;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MigrateCommandsTest {
    private final ServerFixture redis = new ServerFixture();
    private final Target target = new Target();

    @AfterEach
    void stop() {
        redis.close();
        target.close();
    }

    /** A server that answers each request with the next of its lines, and closes the connection at an empty one. */
    private static final class Target implements AutoCloseable {
        final ServerSocket listener;
        final List<String> requests = Collections.synchronizedList(new ArrayList<>());
        final List<String> answers = Collections.synchronizedList(new ArrayList<>());

        Target() {
            try {
                listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Thread thread = new Thread(this::serve, "target");
            thread.setDaemon(true);
            thread.start();
        }

        int port() {
            return listener.getLocalPort();
        }

        private void serve() {
            while (!listener.isClosed()) {
                try (Socket socket = listener.accept()) {
                    InputStream in = new BufferedInputStream(socket.getInputStream());
                    while (answer(in, socket)) {
                        // The next request.
                    }
                } catch (IOException closed) {
                    // By the other side, or at the end of the test.
                }
            }
        }

        private boolean answer(InputStream in, Socket socket) throws IOException {
            String head = line(in);
            if (head.isEmpty()) {
                return false;
            }
            StringBuilder request = new StringBuilder();
            int count = Integer.parseInt(head.substring(1));
            for (int i = 0; i < count; i++) {
                int length = Integer.parseInt(line(in).substring(1));
                String text = new String(in.readNBytes(length + 2), 0, length, StandardCharsets.ISO_8859_1);
                request.append(i == 0 ? "" : " ")
                        .append(request.toString().startsWith("RESTORE") && i == 3 ? "…" : text);
            }
            requests.add(request.toString());
            String answer = answers.isEmpty() ? "+OK" : answers.remove(0);
            if (answer.isEmpty()) {
                return false;
            }
            if (!answer.equals("silence")) {
                socket.getOutputStream().write((answer + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            }
            return true;
        }

        private static String line(InputStream in) throws IOException {
            StringBuilder line = new StringBuilder();
            for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
                if (b != '\r') {
                    line.append((char) b);
                }
            }
            return line.toString();
        }

        @Override
        public void close() {
            try {
                listener.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private String migrate(String rest) {
        return redis.show("MIGRATE 127.0.0.1 " + target.port() + " " + rest);
    }

    @Test
    void aKeyGoesAndIsDeletedHere() {
        redis.show("SET a 1 PX 5000");
        redis.events();
        redis.propagated();

        assertEquals("OK", migrate("a 9 1000"));

        assertEquals(List.of("SELECT 9", "RESTORE a 5000 …"), target.requests);
        assertEquals("(integer) 0", redis.show("EXISTS a"));
        assertEquals(List.of("del a"), redis.events());
        assertEquals(List.of("0 DEL a"), redis.propagated());
    }

    @Test
    void severalKeysGoTogetherThoseThatAreThere() {
        redis.show("MSET a 1 b 2 c 3");
        redis.propagated();

        assertEquals("OK", migrate("\"\" 0 1000 REPLACE AUTH2 me secret KEYS a x c"));

        assertEquals(
                List.of("AUTH me secret", "SELECT 0", "RESTORE a 0 … REPLACE", "RESTORE c 0 … REPLACE"),
                target.requests);
        assertEquals(List.of("0 DEL a c"), redis.propagated());
        assertEquals("1) \"b\"", redis.show("KEYS *"));
    }

    @Test
    void aConnectionIsUsedAgainForItsDatabase() {
        redis.show("MSET a 1 b 2");

        migrate("a 3 1000");
        migrate("b 3 1000");

        assertEquals(List.of("SELECT 3", "RESTORE a 0 …", "RESTORE b 0 …"), target.requests);
        assertTrue(redis.show("INFO stats").contains("migrate_cached_sockets:1"));
    }

    @Test
    void aCopyLeavesTheKeyHere() {
        redis.show("SET a 1");
        redis.propagated();

        assertEquals("OK", migrate("a 0 1000 COPY AUTH secret"));

        assertEquals(List.of("AUTH secret", "SELECT 0", "RESTORE a 0 …"), target.requests);
        assertEquals("\"1\"", redis.show("GET a"));
        assertEquals(List.of(), redis.propagated());
    }

    @Test
    void withoutAnyKeyNothingHappens() {
        assertEquals("NOKEY", migrate("a 0 1000"));
        assertEquals("NOKEY", migrate("\"\" 0 1000 KEYS a b"));
        assertEquals(List.of(), target.requests);
    }

    @Test
    void whatTheTargetRefusesStaysHere() {
        redis.show("MSET a 1 b 2");
        redis.propagated();
        target.answers.addAll(List.of("+OK", "-BUSYKEY Target key name already exists.", "+OK"));

        assertEquals(
                "(error) ERR Target instance replied with error: BUSYKEY Target key name already exists.",
                migrate("\"\" 0 1000 KEYS a b"));

        assertEquals("1) \"a\"", redis.show("KEYS *"));
        assertEquals(List.of("0 DEL b"), redis.propagated());
    }

    @Test
    void aConnectionThatTheTargetHasClosedIsOpenedAgain() {
        redis.show("MSET a 1 b 2");
        target.answers.addAll(List.of("+OK", "+OK", ""));
        migrate("a 0 1000");

        assertEquals("OK", migrate("b 0 1000"));

        assertEquals("(integer) 0", redis.show("DBSIZE"));
    }

    @Test
    void silenceEndsInAnErrorAndTheKeyStays() {
        redis.show("SET a 1");
        target.answers.addAll(List.of("+OK", "silence"));

        assertEquals("(error) IOERR error or timeout reading to target instance", migrate("a 0 50"));

        assertEquals("\"1\"", redis.show("GET a"));
    }

    @Test
    void nobodyThereIsAnError() throws IOException {
        redis.show("SET a 1");

        // Bound and not listening: nobody else can come to listen there.
        try (Socket nobody = new Socket()) {
            nobody.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            assertEquals(
                    "(error) IOERR error or timeout writing to target instance",
                    redis.show("MIGRATE 127.0.0.1 " + nobody.getLocalPort() + " a 0 50"));
        }
        assertEquals(
                "(error) IOERR error or timeout connecting to the client", redis.show("MIGRATE [nowhere 6379 a 0 50"));
    }

    /** As the C library does, which Redis asks. */
    @Test
    void ofAPortBeyondSixteenBitsTheLowerOnesCount() {
        redis.show("SET a 1");

        assertEquals("OK", redis.show("MIGRATE 127.0.0.1 " + (target.port() + 0x10000) + " a 0 1000"));
    }

    @Test
    void aPortBelowZeroLeadsNowhere() {
        redis.show("SET a 1");

        assertEquals(
                "(error) IOERR error or timeout connecting to the client", redis.show("MIGRATE 127.0.0.1 -1 a 0 50"));
        assertEquals(
                "(error) IOERR error or timeout connecting to the client",
                redis.show("MIGRATE 127.0.0.1 -65535 a 0 50"));
    }

    @Test
    void refusesWhatMakesNoSense() {
        redis.show("SET a 1");
        assertEquals("(error) ERR syntax error", migrate("a 0 1000 NONSENSE"));
        assertEquals("(error) ERR syntax error", migrate("a 0 1000 AUTH"));
        assertEquals("(error) ERR syntax error", migrate("a 0 1000 AUTH2 user"));
        assertEquals("(error) ERR value is not an integer or out of range", migrate("a x 1000"));
        assertEquals("(error) ERR value is not an integer or out of range", migrate("a 0 x"));
        assertEquals(
                "(error) ERR When using MIGRATE KEYS option, the key argument must be set to the empty string",
                migrate("a 0 1000 KEYS a"));
        assertEquals("1) \"a\"\n2) \"b\"", redis.show("COMMAND GETKEYS MIGRATE h 1 \"\" 0 9 AUTH keys KEYS a b"));
    }
}
