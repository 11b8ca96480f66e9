package io.miniredis.server.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.server.log.LogLevel;
import io.miniredis.server.log.ServerLog;
import io.netty.util.internal.logging.InternalLogLevel;
import io.netty.util.internal.logging.InternalLogger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NettyLoggerTest {
    private final List<String> lines = new ArrayList<>();
    private final ServerLog log = new ServerLog() {
        @Override
        public void log(LogLevel level, String text) {
            lines.add(level + " " + text);
        }

        @Override
        public boolean isEnabled(LogLevel level) {
            return true;
        }

        @Override
        public void failure(String text, Throwable cause) {
            lines.add("failure " + text + ": " + cause.getMessage());
        }
    };

    private final InternalLogger logger = new NettyLogger("test", log);

    @Test
    void warningsAndErrorsGoToTheServersLog() {
        logger.warn("plain");
        logger.warn("one {}", 1);
        logger.error("two {} and {}", "a", "b");
        logger.warn("three {} {} {}.", 1, 2, 3);

        assertEquals(
                List.of(
                        "WARNING Netty: plain",
                        "WARNING Netty: one 1",
                        "WARNING Netty: two a and b",
                        "WARNING Netty: three 1 2 3."),
                lines);
    }

    @Test
    void anExceptionBringsItsStackTrace() {
        logger.warn("broken", new IllegalStateException("x"));
        logger.error("broken {}", "pipe", new IllegalStateException("y"));

        assertEquals(List.of("failure Netty: broken: x", "failure Netty: broken pipe: y"), lines);
    }

    @Test
    void aValueIsNotTakenForAGap() {
        logger.warn("{} and {}", "{}", "b");

        assertEquals(List.of("WARNING Netty: {} and b"), lines);
    }

    @Test
    void theRestIsDropped() {
        logger.info("i");
        logger.debug("d {}", 1);
        logger.log(InternalLogLevel.TRACE, "t");

        assertEquals(List.of(), lines);
        assertFalse(logger.isInfoEnabled());
        assertTrue(logger.isEnabled(InternalLogLevel.WARN));
    }
}
