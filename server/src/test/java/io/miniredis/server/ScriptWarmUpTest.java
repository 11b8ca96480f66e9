package io.miniredis.server;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.miniredis.protocol.RespValue;
import org.junit.jupiter.api.Test;

class ScriptWarmUpTest {
    /** An error would end a script before it has shown the JVM anything. */
    @Test
    void itsScriptsRunToTheirEndAgainAndAgain() {
        try (ServerFixture redis = new ServerFixture()) {
            for (int round = 0; round < 3; round++) {
                for (String script : ScriptWarmUp.SCRIPTS) {
                    RespValue reply = redis.run("EVAL", script, "2", "bucket", "counter", "10", String.valueOf(round));
                    assertFalse(reply.toString().startsWith("(error)"), reply::toString);
                }
            }
        }
    }
}
