package io.miniredis.server.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.server.ServerFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlightEventsTest {
    private final ServerFixture redis = new ServerFixture();

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        redis.close();
    }

    /** What is recorded while an action runs, of one kind. */
    private List<RecordedEvent> recorded(String name, Runnable action) throws IOException {
        Path file = directory.resolve("flight.jfr");
        try (Recording recording = new Recording()) {
            recording.enable(name);
            recording.start();
            action.run();
            recording.stop();
            recording.dump(file);
        }
        return RecordingFile.readAllEvents(file);
    }

    @Test
    void showWhichCommandsWereSlow() throws IOException {
        redis.show("CONFIG SET slowlog-log-slower-than 0");

        List<RecordedEvent> events = recorded("io.miniredis.SlowCommand", () -> redis.show("SET a b"));

        assertEquals(1, events.size(), events::toString);
        assertEquals("set", events.get(0).getString("command"));
        assertEquals(3, events.get(0).getInt("arguments"));
    }

    @Test
    void showWhatExpired() throws IOException {
        redis.show("SET a b PX 10");
        redis.startCron();

        List<RecordedEvent> events = recorded("io.miniredis.ExpireCycle", () -> redis.advance(Duration.ofSeconds(1)));

        assertEquals(1, events.size(), events::toString);
        assertEquals(1, events.get(0).getLong("expired"));
    }

    @Test
    void showWhatWasEvicted() throws IOException {
        for (int i = 0; i < 100; i++) {
            redis.show("SET key:" + i + " value");
        }
        redis.show("CONFIG SET maxmemory-policy allkeys-random");

        List<RecordedEvent> events = recorded("io.miniredis.EvictionCycle", () -> {
            redis.show("CONFIG SET maxmemory 1");
            redis.show("SET another value");
        });

        assertTrue(events.size() > 0, events::toString);
        assertEquals("allkeys-random", events.get(0).getString("policy"));
    }

    @Test
    void showWhoWasClosedAndWhy() throws IOException {
        ServerFixture.Peer peer = redis.connect();
        peer.show("PING");

        List<RecordedEvent> events = recorded(
                "io.miniredis.ClientClosed",
                () -> redis.show("CLIENT KILL ID " + peer.client().id()));

        assertEquals(1, events.size(), events::toString);
        assertEquals("killed", events.get(0).getString("reason"));
        assertEquals("ping", events.get(0).getString("lastCommand"));
        assertTrue(peer.isClosed());
    }
}
