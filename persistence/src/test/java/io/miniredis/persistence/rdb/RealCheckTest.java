package io.miniredis.persistence.rdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.miniredis.datastructures.Ascii;
import io.miniredis.persistence.file.DiskFileSystem;
import io.miniredis.persistence.file.OpenFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The judgement of redis-check-rdb, where it is installed, beside that of {@link RdbCheck}. */
class RealCheckTest {
    @TempDir
    Path directory;

    private final Samples samples = new Samples(9);

    /** All samples that Redis 7.0 knows, in a file. */
    private Path file(boolean compress, boolean checksum) throws IOException {
        Path path = directory.resolve("dump.rdb");
        try (OpenFile file = new DiskFileSystem().create(path)) {
            RdbWriter writer = new RdbWriter(new FileBytes(file, 0), compress, checksum);
            writer.header(RdbFormat.VERSION_7_0);
            writer.aux("redis-ver", "7.2.6");
            writer.aux("redis-bits", 64);
            writer.selectDatabase(3, samples.all().size(), 0);
            int number = 0;
            for (Object value : samples.all()) {
                if (ValueWriter.versionOf(ValueWriter.typeOf(value)) == RdbFormat.VERSION_7_0) {
                    long expireAt = number % 3 == 0 ? 1_700_000_000_000L : number % 3 == 1 ? 9_000_000_000_000L : -1;
                    writer.entry(Ascii.bytes("key:" + number), value, expireAt, number % 2 == 0 ? 5 : -1, -1);
                    number++;
                }
            }
            writer.end();
        }
        return path;
    }

    private static List<String> realCheck(Path file) throws IOException, InterruptedException {
        Process check;
        try {
            check = new ProcessBuilder("redis-check-rdb", file.toString())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException notInstalled) {
            assumeTrue(false, "redis-check-rdb is not installed");
            throw notInstalled;
        }
        List<String> lines = new String(check.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1)
                .lines()
                .toList();
        assertEquals(0, check.waitFor(), () -> String.join("\n", lines));
        return lines;
    }

    private List<String> ownCheck(Path file) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RdbCheck check = new RdbCheck(
                new PrintStream(out, true, StandardCharsets.ISO_8859_1), samples.settings(), 2_000_000_000_000L);
        assertTrue(check.run(new DiskFileSystem(), file), out::toString);
        return out.toString(StandardCharsets.ISO_8859_1).lines().toList();
    }

    @Test
    void bothAcceptAFileOfAllThatRedis70Knows() throws IOException, InterruptedException {
        for (boolean compress : new boolean[] {true, false}) {
            Path file = file(compress, true);

            List<String> own = ownCheck(file);

            assertTrue(own.contains("[offset " + Files.size(file) + "] Checksum OK"), own::toString);
            List<String> real = realCheck(file);
            for (String line : own) {
                if (line.startsWith("[info]")) {
                    assertTrue(real.contains(line), () -> line + " is not in " + real);
                }
            }
        }
    }

    @Test
    void bothAcceptAFileWithoutAChecksum() throws IOException, InterruptedException {
        Path file = file(true, false);

        String line =
                "[offset " + Files.size(file) + "] RDB file was saved with checksum disabled: no check performed.";
        assertTrue(ownCheck(file).contains(line));
        assertTrue(realCheck(file).contains(line));
    }
}
