package io.miniredis.server.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.protocol.RespClient;
import io.miniredis.server.command.CommandFailures;
import java.io.EOFException;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a client sees when the server meets a broken invariant: an error or the end of the connection, never silence.
 */
class InternalFailureTest {
    @ParameterizedTest
    @EnumSource
    void beforeTheExecutionIsAnsweredAndTheNextRequestsAreExecuted(SocketServer.Mode mode) throws IOException {
        try (SocketServer redis = SocketServer.start(mode);
                RespClient client = redis.connect()) {
            CommandFailures.addInAdmission(redis.server(), "broken");
            client.write("PING\r\nBROKEN\r\nECHO after\r\n".getBytes(ISO_8859_1));
            client.flush();

            assertEquals("PONG", client.receive().toString());
            assertEquals(
                    "(error) ERR internal error, see the server's log",
                    client.receive().toString());
            assertEquals("\"after\"", client.receive().toString());
            assertTrue(
                    redis.hasLogged("WARNING Internal error on the way to \"BROKEN\", a report follows"),
                    () -> "" + redis.log());
        }
    }

    @ParameterizedTest
    @EnumSource
    void repeatedIsReportedInOneLine(SocketServer.Mode mode) throws IOException {
        try (SocketServer redis = SocketServer.start(mode);
                RespClient client = redis.connect()) {
            CommandFailures.addInAdmission(redis.server(), "broken");
            client.call("BROKEN");
            client.call("BROKEN");

            assertTrue(redis.hasLogged("FAILURE Internal error on the way to \"BROKEN\""), () -> "" + redis.log());
        }
    }

    @ParameterizedTest
    @EnumSource
    void behindTheExecutionEndsTheConnection(SocketServer.Mode mode) throws IOException {
        try (SocketServer redis = SocketServer.start(mode);
                RespClient client = redis.connect();
                RespClient other = redis.connect()) {
            CommandFailures.addBehindTheReply(redis.server(), "broken");
            client.send("BROKEN");
            client.flush();

            assertThrows(EOFException.class, client::receive);
            assertEquals("PONG", other.call("PING").toString());
            assertTrue(redis.hasLogged("FAILURE Closing a connection after an internal error"), () -> "" + redis.log());
        }
    }
}
