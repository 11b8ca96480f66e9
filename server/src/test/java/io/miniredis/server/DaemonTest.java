package io.miniredis.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code --daemonize yes} with processes, which take a second each. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class DaemonTest {
    private static final int LIMIT_SECONDS = 60;

    @TempDir
    Path directory;

    private Process start(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.miniredis.server.Main"));
        command.addAll(List.of(options));
        return new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
    }

    /** Returns what the process said. */
    private static String ended(Process process, int exitCode) throws IOException, InterruptedException {
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS));
        assertEquals(exitCode, process.exitValue(), said);
        return said;
    }

    private String awaited(String file, String words) throws IOException, InterruptedException {
        Path path = directory.resolve(file);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (System.nanoTime() < end) {
            String text = Files.exists(path) ? Files.readString(path) : "";
            if (text.contains(words)) {
                return text;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        throw new AssertionError(file + " did not say " + words);
    }

    @Test
    void anotherProcessServesAndTheOneThatWasAskedEnds() throws Exception {
        Files.writeString(
                directory.resolve("redis.conf"),
                "port 0\nsave \"\"\nunixsocket redis.sock\nlogfile log\ndaemonize yes\npidfile pid\n");

        Process asked = start("redis.conf", "--unixsocket", "other sock", "--masterauth", "");
        String said = ended(asked, 0);

        ProcessHandle server =
                ProcessHandle.of(Long.parseLong(awaited("pid", "\n").strip())).orElseThrow();
        try {
            assertEquals("", said);
            assertNotEquals(asked.pid(), server.pid());
            String log = awaited("log", "Ready to accept connections");
            assertFalse(log.contains("daemonize"), log);
            assertTrue(Files.exists(directory.resolve("other sock")));
        } finally {
            server.destroy();
            server.onExit().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        }
        assertFalse(Files.exists(directory.resolve("pid")));
    }

    @Test
    void theStandardInputIsReadByTheProcessInTheBackgroundToo() throws Exception {
        Process asked = start("-", "--unixsocket", "redis.sock");
        asked.getOutputStream().write("port 0\ndaemonize yes\npidfile pid\nsave \"\"".getBytes(StandardCharsets.UTF_8));
        String said = ended(asked, 0);

        ProcessHandle server =
                ProcessHandle.of(Long.parseLong(awaited("pid", "\n").strip())).orElseThrow();
        try {
            assertEquals("", said);
            assertNotEquals(asked.pid(), server.pid());
        } finally {
            server.destroy();
            server.onExit().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        }
    }

    @Test
    void aMistakeInTheConfigurationIsToldToWhoeverAsked() throws Exception {
        String said = ended(start("--daemonize", "yes", "--port", "abc"), 1);

        assertTrue(said.contains("argument couldn't be parsed into an integer"), said);
    }
}
