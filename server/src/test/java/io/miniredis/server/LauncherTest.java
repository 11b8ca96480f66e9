package io.miniredis.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code bin/mini-redis} with a java that only shows its arguments, and leaves an archive where it is asked for one.
 */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
    private static final String JAVA = """
            #!/bin/sh
            for arg in "$@"; do
                case $arg in
                    -XX:ArchiveClassesAtExit=* | -XX:AOTCacheOutput=* | -XX:AOTCache=*.[0-9]*) echo archive >"${arg#*=}" ;;
                    -XX:AOTConfiguration=*) echo recorded >"${arg#*=}" ;;
                esac
            done
            echo $$ "$@"
            """;

    @TempDir
    Path directory;

    private Path jar;
    private Path cache;

    @BeforeEach
    void prepare() throws IOException {
        jar = Files.createFile(directory.resolve("mini redis.jar"));
        // An archive as old as the jar does not count.
        Files.setLastModifiedTime(jar, FileTime.fromMillis(0));
        cache = directory.resolve("cache dir");
    }

    private Path jdk(String version) throws IOException {
        Path home = directory.resolve("jdk-" + version);
        if (Files.notExists(home)) {
            Files.createDirectories(home.resolve("bin"));
            Files.writeString(
                    home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\nOS=\"y\"\n");
            Path java = Files.writeString(home.resolve("bin/java"), JAVA);
            Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return home;
    }

    private ProcessBuilder launcher(String version) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                "sh", Path.of("../bin/mini-redis").toRealPath().toString(), "--port", "7 8");
        builder.environment().put("JAVA_HOME", jdk(version).toString());
        builder.environment().put("MINI_REDIS_JAR", jar.toString());
        builder.environment().put("MINI_REDIS_CACHE", cache.toString());
        builder.environment().remove("JAVA_OPTS");
        builder.environment().remove("MINI_REDIS_OPTS");
        return builder.redirectErrorStream(true);
    }

    private static String output(Process process) throws IOException, InterruptedException {
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(10, TimeUnit.SECONDS));
        return text;
    }

    /** What java is called with, without the rehearsal that the first start begins. */
    private String started(String version, String options) throws IOException, InterruptedException {
        ProcessBuilder builder = launcher(version);
        builder.environment().put("MINI_REDIS_OPTS", options);
        builder.environment().put("MINI_REDIS_CACHE", "none");
        return output(builder.start());
    }

    private void rehearse(String version) throws IOException, InterruptedException {
        ProcessBuilder builder = launcher(version);
        builder.environment().put("MINI_REDIS_REHEARSE", "1");
        output(builder.start());
    }

    private List<String> cached() throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Until so many are there, and nothing of a rehearsal, whose files end when it does. */
    private void awaitArchives(int count) throws IOException, InterruptedException {
        for (int waits = 0;
                Files.notExists(cache)
                        || cached().size() != count
                        || cached().stream().anyMatch(name -> name.contains("."));
                waits++) {
            assertTrue(waits < 1_000, "no archive appeared");
            Thread.sleep(10);
        }
    }

    @Test
    void javaTakesThePlaceOfTheScript() throws Exception {
        ProcessBuilder builder = launcher("17.0.15");
        builder.environment().put("MINI_REDIS_CACHE", "none");
        Process process = builder.start();

        String text = output(process);

        assertTrue(text.startsWith(process.pid() + " "), text);
        assertTrue(text.endsWith(" -jar " + jar + " --port 7 8\n"), text);
    }

    @Test
    void optionsFitTheVersion() throws Exception {
        assertFalse(started("17.0.15", "").contains("Compact"));
        assertFalse(started("24", "").contains("Compact"));
        assertTrue(started("25.0.3", "").contains("-XX:+UseCompactObjectHeaders"));
        assertTrue(started("26-ea", "").contains("-XX:+UseCompactObjectHeaders"));
        assertTrue(started("11.0.2", "").contains("Java 17 or newer is needed"));
    }

    @Test
    void anotherCollectorTakesThePlaceOfOurs() throws Exception {
        String text = started("17.0.15", "-XX:+UseG1GC -Xmx1g");

        assertTrue(text.contains("-XX:+UseG1GC -Xmx1g -jar"), text);
        assertFalse(text.contains("Parallel") || text.contains("-Xmn"), text);
    }

    private String startedAsSentinel(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "sh", Path.of("../bin/mini-redis-sentinel").toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = launcher("17.0.15").command(command);
        builder.environment().put("MINI_REDIS_CACHE", "none");
        return output(builder.start());
    }

    @Test
    void byTheNameOfASentinelItIsOne() throws Exception {
        assertTrue(startedAsSentinel("/etc/s.conf", "--port", "7").endsWith(" /etc/s.conf --sentinel --port 7\n"));
        assertTrue(startedAsSentinel("--port", "7").endsWith(" --sentinel --port 7\n"));
        assertTrue(startedAsSentinel("--version").endsWith(".jar --version\n"));
    }

    @Test
    void aSentinelTakesLittleMemory() throws Exception {
        String text = startedAsSentinel("/etc/s.conf");

        assertTrue(text.contains("-XX:+UseSerialGC") && text.contains("-Xmx128m"), text);
        assertFalse(text.contains("Parallel") || text.contains("-Xmn"), text);
    }

    @Test
    void theFirstStartLeavesAnArchiveThatTheSecondUses() throws Exception {
        rehearse("17.0.15");
        assertEquals(1, cached().size());

        String text = output(launcher("17.0.15").start());

        assertTrue(text.contains("-XX:SharedArchiveFile=" + cache.resolve(cached().get(0)) + " -jar"), text);
    }

    @Test
    void aFirstStartRehearsesInTheBackground() throws Exception {
        String text = output(launcher("17.0.15").start());

        assertFalse(text.contains("Archive"), text);
        awaitArchives(1);
    }

    @Test
    void newerJvmsGetAnAheadOfTimeCache() throws Exception {
        rehearse("24");
        rehearse("25.0.3");
        List<String> both = cached();
        assertEquals(2, both.size());

        assertTrue(output(launcher("24").start()).contains("-XX:AOTCache=" + cache.resolve(both.get(0)) + " -jar"));
        assertTrue(output(launcher("25.0.3").start()).contains("-XX:AOTCache=" + cache.resolve(both.get(1)) + " -jar"));
    }

    @Test
    void anotherJarNeedsAnotherArchive() throws Exception {
        rehearse("17.0.15");
        Files.writeString(jar, "another");

        assertFalse(output(launcher("17.0.15").start()).contains("SharedArchiveFile"));
        awaitArchives(2);
    }

    @Test
    void racingStartsLeaveOneArchiveAndNothingElse() throws Exception {
        List<Process> racing = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            ProcessBuilder builder = launcher("17.0.15");
            builder.environment().put("MINI_REDIS_REHEARSE", "1");
            racing.add(builder.start());
        }
        for (Process process : racing) {
            output(process);
        }

        assertEquals(1, cached().size(), cached().toString());
    }

    @Test
    void aLockWhoseOwnerIsGoneDoesNotCount() throws Exception {
        rehearse("17.0.15");
        Path archive = cache.resolve(cached().get(0));
        Files.delete(archive);
        Files.createSymbolicLink(cache.resolve(archive.getFileName() + ".lock"), Path.of("999999999"));

        rehearse("17.0.15");

        assertEquals(List.of(archive.getFileName().toString()), cached());
    }

    @Test
    void aCacheThatCannotBeMadeIsNoObstacle() throws Exception {
        cache = Files.createFile(directory.resolve("file")).resolve("cache");

        assertTrue(output(launcher("17.0.15").start()).endsWith(" -jar " + jar + " --port 7 8\n"));
    }
}
