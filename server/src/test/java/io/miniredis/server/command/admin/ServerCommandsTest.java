package io.miniredis.server.command.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.miniredis.datastructures.ByteString;
import io.miniredis.server.ServerFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerCommandsTest {
    private final ServerFixture redis = new ServerFixture();

    @AfterEach
    void stop() {
        redis.close();
    }

    @Nested
    class Shutdown {
        @ParameterizedTest
        @ValueSource(
                strings = {"maybe", "NOSAVE SAVE", "SAVE NOSAVE", "ABORT NOW", "FORCE ABORT", "NOSAVE ABORT", "NOW x"})
        void refusesWhatContradictsItself(String options) {
            assertEquals("(error) ERR syntax error", redis.show("SHUTDOWN " + options));
            assertFalse(redis.server().shutdown().finished().isDone());
        }

        @ParameterizedTest
        @ValueSource(strings = {"ABORT", "abort ABORT"})
        void hasNothingToAbortUnlessOneIsUnderWay(String options) {
            assertEquals("(error) ERR No shutdown in progress.", redis.show("SHUTDOWN " + options));
        }

        @Test
        void takesAnOptionTwice() {
            redis.peer().send(ByteString.of("SHUTDOWN"), ByteString.of("now"), ByteString.of("now"));
            assertEquals(
                    0, redis.onMain(() -> redis.server().shutdown().finished().getNow(-1)));
        }
    }
}
