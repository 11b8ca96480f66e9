package io.miniredis.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.datastructures.ByteString;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client against a socket that the test answers itself. */
class RespClientTest {
    @SuppressWarnings("NullAway.Init")
    private ServerSocket listener;

    @SuppressWarnings("NullAway.Init")
    private RespClient client;

    @SuppressWarnings("NullAway.Init")
    private Socket server;

    @BeforeEach
    void connect() throws IOException {
        listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        client = RespClient.connect(listener.getInetAddress().getHostAddress(), listener.getLocalPort(), 10_000);
        server = listener.accept();
    }

    @AfterEach
    void disconnect() throws IOException {
        client.close();
        server.close();
        listener.close();
    }

    private void answer(String replies) throws IOException {
        server.getOutputStream().write(Wire.bytes(replies));
    }

    private String received(int bytes) throws IOException {
        return Wire.text(server.getInputStream().readNBytes(bytes));
    }

    @Test
    void aCallSendsARequestAndReadsItsReply() throws IOException {
        answer("+PONG\r\n-ERR no\r\n");
        assertEquals(new RespValue.SimpleString("PONG"), client.call("PING"));
        assertEquals(new RespValue.ErrorValue("ERR no"), client.call(ByteString.of("\351")));
        assertEquals("*1\r\n$4\r\nPING\r\n*1\r\n$2\r\n\303\251\r\n", received(26));
    }

    @Test
    void requestsTravelTogether() throws IOException {
        client.send("A");
        client.send(ByteString.of("B"), ByteString.of("b"));
        client.write(Wire.bytes("C\r\n"));
        client.flush();
        assertEquals("*1\r\n$1\r\nA\r\n*2\r\n$1\r\nB\r\n$1\r\nb\r\nC\r\n", received(32));
        answer(":1\r\n:2\r\n:3\r\n");
        assertEquals(new RespValue.IntegerValue(1), client.receive());
        assertEquals(new RespValue.IntegerValue(2), client.receive());
        assertEquals(new RespValue.IntegerValue(3), client.receive());
    }

    @Test
    void waitingHasAnEnd() throws IOException {
        client.readTimeout(1);
        assertThrows(SocketTimeoutException.class, client::receive);
        answer("+OK\r\n");
        client.readTimeout(10_000);
        assertEquals(new RespValue.SimpleString("OK"), client.receive());
    }

    @Test
    void theOtherSideMayHangUp() throws IOException {
        server.close();
        assertThrows(EOFException.class, client::receive);
        client.close();
        assertTrue(client.isClosed());
        assertThrows(IOException.class, () -> client.call("PING"));
    }
}
