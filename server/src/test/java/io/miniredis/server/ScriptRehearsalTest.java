package io.miniredis.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.miniredis.server.time.VirtualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScriptRehearsalTest {
    private final ServerFixture redis = new ServerFixture();

    @AfterEach
    void stop() {
        redis.close();
    }

    @Test
    void bothScriptsRunToTheirEnds() {
        ScriptRehearsal.play(redis.server(), new VirtualClock(ServerFixture.START_MILLIS));

        assertEquals("\"0\"", redis.show("HGET limiter left"));
        assertEquals("\"10\"", redis.show("GET item1"));
        assertEquals("\"10\"", redis.show("GET item2"));
        assertEquals("\"# Errorstats\\r\\n\"", redis.show("INFO errorstats"));
    }
}
