package io.miniredis.server.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.Request;
import io.miniredis.server.ServerFixture;
import io.miniredis.server.config.ServerConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CrashReportTest {
    private final ServerFixture redis =
            new ServerFixture(ServerConfig.defaults().with("enable-debug-command", "yes"));

    @AfterEach
    void close() {
        redis.close();
    }

    private String report() {
        Request request =
                Request.of(ByteString.of("SET"), ByteString.of("customer:1"), ByteString.of("a \"secret\"\n"));
        IllegalStateException failure = new IllegalStateException("key customer:1 is broken");
        return redis.onMain(() -> new CrashReport(redis.server())
                .of("while executing 'set'", failure, redis.peer().client(), request));
    }

    @Test
    void ofASignalTellsWhereAllThreadsAre() {
        String report = new CrashReport(redis.server()).ofSignal(6);

        assertTrue(report.contains(" crashed by signal: 6\n\n------ STACK TRACE ------\n"), report);
        assertTrue(report.contains("CrashReportTest.ofASignalTellsWhereAllThreadsAre("), report);
        assertTrue(report.contains("\nredis_version:7.2"), report);
    }

    @Test
    void aServerThatSharesItsProcessDoesNotDieOnCommand() {
        assertEquals(
                "(error) ERR not supported: the server may share its process with others",
                redis.show("DEBUG SEGFAULT"));
    }

    @Test
    void aServerWithAProcessOfItsOwnDiesOnCommand() {
        int[] signal = new int[1];
        redis.server().failures().processEnd(number -> signal[0] = number);
        redis.show("CONFIG SET crash-log-enabled no");

        redis.peer().send(ByteString.of("DEBUG"), ByteString.of("SEGFAULT"));

        assertEquals(11, signal[0]);
    }

    @Test
    void tellsWhatFailedForWhomAndHowTheServerWas() {
        redis.show("CLIENT SETNAME alice");

        String report = report();

        assertTrue(report.contains("=== REDIS BUG REPORT START"), report);
        assertTrue(report.contains("Internal error while executing 'set'\n"), report);
        assertTrue(report.contains("IllegalStateException: key customer:1 is broken\n\tat "), report);
        assertTrue(report.contains("\nredis_version:7.2"), report);
        assertTrue(report.contains("argc: '3'\nargv[0]: \"SET\"\nargv[1]: \"customer:1\"\n"), report);
        assertTrue(report.contains("argv[2]: \"a \\\"secret\\\"\\n\"\n"), report);
        assertEquals(2, report.split(" name=alice ", -1).length - 1, report);
    }

    @Test
    void hidesWhatUsersSentIfAskedTo() {
        redis.show("CLIENT SETNAME alice");
        redis.show("CONFIG SET hide-user-data-from-log yes");

        String report = report();

        assertTrue(report.contains("argv[0]: \"SET\"\nargv[1]: *redacted* (10 bytes)\n"), report);
        assertTrue(report.contains("IllegalStateException\n\tat "), report);
        assertFalse(report.contains("customer:1"), report);
        assertFalse(report.contains("alice"), report);
        assertFalse(report.contains("secret"), report);
    }
}
