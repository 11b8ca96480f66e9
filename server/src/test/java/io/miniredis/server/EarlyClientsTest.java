package io.miniredis.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.protocol.RespClient;
import io.miniredis.server.config.ServerConfig;
import io.miniredis.server.log.SilentLog;
import io.miniredis.server.time.VirtualClock;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that come while the server listens already and has not read its data yet. */
class EarlyClientsTest {
    private static final int READ_TIMEOUT_MILLIS = 20_000;
    /** How long nothing is heard of a server that keeps its clients waiting. */
    private static final int SILENCE_MILLIS = 100;

    @TempDir
    private Path directory;

    private RedisServer server;
    private RespClient client;

    @BeforeEach
    void listen() throws IOException {
        ServerConfig config = ServerConfig.defaults().with("bind", "127.0.0.1").with("dir", directory.toString());
        server = new RedisServer(config, new VirtualClock(0), 1, SilentLog.INSTANCE);
        server.open(true, true);
        client = RespClient.connect("127.0.0.1", server.port(), SILENCE_MILLIS);
        client.send("GET", "page");
        client.flush();
        assertThrows(SocketTimeoutException.class, client::receive);
        client.readTimeout(READ_TIMEOUT_MILLIS);
    }

    @AfterEach
    void end() throws IOException {
        client.close();
        server.stop();
    }

    @Test
    void areServedAsSoonAsTheDataAreThereAndHearNothingOfLoading() throws IOException {
        assertTrue(server.persistence().load().join());
        server.announce();
        assertEquals("(nil)", client.receive().toString());
    }

    @Test
    void areToldThatDataAreBeingLoadedIfThatLasts() throws IOException {
        server.mainThread().execute(() -> server.persistence().progress(2 << 20));
        assertEquals(
                "(error) LOADING Redis is loading the dataset in memory",
                client.receive().toString());
    }
}
