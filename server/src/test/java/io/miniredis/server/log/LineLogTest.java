package io.miniredis.server.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.server.time.VirtualClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineLogTest {
    private final VirtualClock clock = new VirtualClock(1_795_384_341_023L);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final LineLog log = new LineLog(clock, out, null, LogLevel.NOTICE);

    private String written() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aLineHasTheFormOfRedis() {
        log.notice("Ready to accept connections tcp");
        String pid = String.valueOf(ProcessHandle.current().pid());
        assertTrue(
                written()
                        .matches(
                                pid
                                        + ":M \\d\\d [A-Z][a-z]{2} 20\\d\\d \\d\\d:\\d\\d:21\\.023 \\* Ready to accept connections tcp\n"),
                written());
    }

    @Property(tries = 100)
    void timeIsThatOfTheMachinesZone(@ForAll @LongRange(min = 0, max = 4_102_444_800_000L) long atMillis) {
        String time = DateTimeFormatter.ofPattern("dd MMM yyyy HH:mm:ss.SSS", Locale.ENGLISH)
                .format(Instant.ofEpochMilli(atMillis).atZone(ZoneId.systemDefault()));

        out.reset();
        new LineLog(new VirtualClock(atMillis), out, null, LogLevel.NOTICE).notice("text");

        assertEquals(ProcessHandle.current().pid() + ":M " + time + " * text\n", written());
    }

    @Test
    void eachLevelHasItsSign() {
        log.level(LogLevel.DEBUG);
        log.debug("d");
        log.verbose("v");
        log.notice("n");
        log.warning("w");
        StringBuilder signs = new StringBuilder();
        for (String line : written().lines().toList()) {
            signs.append(line.charAt(line.length() - 3));
        }
        assertEquals(".-*#", signs.toString());
    }

    @Test
    void aProcessThatSavesWritesUnderItsOwnNumber() {
        ServerLog ofChild = log.ofChild(4711);
        ofChild.notice("DB saved on disk");
        ofChild.verbose("hidden");
        assertTrue(written().matches("4711:C .* \\* DB saved on disk\n"), written());
    }

    @Test
    void linesBelowTheLevelAreLeftOut() {
        log.verbose("hidden");
        assertEquals("", written());
        assertFalse(log.isEnabled(LogLevel.VERBOSE));
    }

    @Test
    void aLongTextIsCut() {
        log.notice("x".repeat(5_000));
        assertTrue(written().endsWith("x\n"));
        assertTrue(written().length() < 1_100, () -> "length " + written().length());
    }

    @Test
    void theFileIsOpenedForEachLineSoThatItCanBeMovedAway(@TempDir Path dir) throws IOException {
        Path file = dir.resolve("redis.log");
        LineLog toFile = new LineLog(clock, OutputStream.nullOutputStream(), file, LogLevel.NOTICE);
        toFile.notice("one");
        Files.move(file, dir.resolve("old.log"));
        toFile.notice("two");
        assertTrue(Files.readString(file).endsWith("two\n"));
        assertTrue(Files.readString(dir.resolve("old.log")).endsWith("one\n"));
    }

    @Test
    void aLogThatCannotBeWrittenIsNoFailure(@TempDir Path dir) {
        LineLog nowhere = new LineLog(clock, out, dir.resolve("missing/redis.log"), LogLevel.NOTICE);
        nowhere.notice("lost");
        assertEquals("", written());
    }
}
