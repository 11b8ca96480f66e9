package io.miniredis.compat.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.compat.reply.Connection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a script sees of a save, among the children of the server's process. */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class SaveProcessTest {
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(30);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path directory;

    private ServerProcess server;
    private Connection client;

    @BeforeEach
    void start() {
        server = ServerProcess.launch(
                directory, List.of("--save", "", "--enable-debug-command", "yes", "--repl-diskless-sync-delay", "0"));
        server.awaitReady();
        client = server.connect();
    }

    @AfterEach
    void stop() {
        client.close();
        server.kill();
    }

    private void call(String... words) {
        String reply = client.call(words).toString();
        assertFalse(reply.startsWith("(error)"), reply);
    }

    /** The only one. */
    private ProcessHandle child() {
        List<ProcessHandle> children = server.children();
        assertEquals(1, children.size(), children::toString);
        return children.get(0);
    }

    private void await(String what, BooleanSupplier condition) {
        long endNanos = System.nanoTime() + LONGEST_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > endNanos) {
                throw new AssertionError("never: " + what + "\n" + server.log());
            }
            ServerProcess.pause(3);
        }
    }

    @Test
    void isThereForTheTimeOfASaveOnly() {
        call("SET", "a", "1");
        assertEquals(List.of(), server.children());

        call("CONFIG", "SET", "rdb-key-save-delay", "200000");
        call("BGSAVE");
        child();
        await("no save", () -> client.call("INFO", "persistence").toString().contains("rdb_bgsave_in_progress:0"));

        assertEquals(List.of(), server.children());
        assertTrue(Files.exists(directory.resolve("dump.rdb")));
    }

    @Test
    void endsWithItsServerHoweverThatEnds() {
        call("SET", "a", "1");
        call("CONFIG", "SET", "rdb-key-save-delay", "100000000");
        call("BGSAVE");
        ProcessHandle child = child();

        server.kill();

        await("the end of " + child, () -> !child.isAlive());
    }

    @Test
    void endsASnapshotThatWaitsForASlowReplica() {
        call("CONFIG", "SET", "rdbcompression", "no");
        call("DEBUG", "POPULATE", "2000", "key", "20000");
        try (Connection replica = server.connect()) {
            replica.call("REPLCONF", "capa", "eof");
            // It reads nothing of what follows.
            replica.send(List.of("PSYNC", "?", "-1"));
            await("a full synchronization", () -> server.log().contains("Background RDB transfer started by pid"));
            assertTrue(server.log().contains("Background RDB transfer started by pid " + child().pid()));

            child().destroyForcibly();

            await("the end of it", () -> server.log().contains("Background transfer terminated by signal 9"));
            assertEquals(List.of(), server.children());
        }
    }
}
