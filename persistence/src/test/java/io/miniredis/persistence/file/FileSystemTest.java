package io.miniredis.persistence.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.datastructures.RandomSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class FileSystemTest {
    /** What any file system does. */
    abstract static class Contract {
        abstract FileSystem files();

        abstract Path directory();

        @Test
        void appendsAcrossOpenings() throws IOException {
            Path path = directory().resolve("a");
            write(files().append(path), "one");
            write(files().append(path), "two");

            assertEquals("onetwo", text(files(), path));
            write(files().create(path), "new");
            assertEquals("new", text(files(), path));
        }

        @Test
        void writesAtTheEndAfterTruncating() throws IOException {
            Path path = directory().resolve("a");
            try (OpenFile file = files().append(path)) {
                file.writeFully(bytes("onetwo"));
                file.truncate(3);
                file.writeFully(bytes("!"));
                assertEquals(4, file.size());
            }
            assertEquals("one!", text(files(), path));
        }

        @Test
        void renamesOverWhatIsThere() throws IOException {
            Path from = directory().resolve("from");
            Path to = directory().resolve("to");
            write(files().create(from), "new");
            write(files().create(to), "old");

            files().rename(from, to);
            files().syncDirectory(directory());

            assertEquals("new", text(files(), to));
            assertEquals(List.of("to"), files().list(directory()));
        }

        @Test
        void namesTheReasonOfAFailureAlone() {
            Path missing = directory().resolve("missing");
            assertThrows(NoSuchFileException.class, () -> files().read(missing));
            assertReason("No such file or directory", () -> files().read(missing));
            assertReason("No such file or directory", () -> files().create(missing.resolve("below")));
            assertReason("No such file or directory", () -> files().delete(missing));
        }

        @Test
        void createsADirectoryOnce() throws IOException {
            Path inner = directory().resolve("inner");
            files().createDirectory(inner);
            files().createDirectory(inner);

            assertTrue(files().isDirectory(inner));
            assertEquals(List.of(), files().list(inner));
        }
    }

    @Nested
    class Disk extends Contract {
        @TempDir
        Path directory;

        private final FileSystem files = new DiskFileSystem();

        @Override
        FileSystem files() {
            return files;
        }

        @Override
        Path directory() {
            return directory;
        }
    }

    @Nested
    class Memory extends Contract {
        private final MemoryFileSystem files = new MemoryFileSystem();
        private final RandomSource random = new RandomSource(1);

        @Override
        FileSystem files() {
            return files;
        }

        @Override
        Path directory() {
            return Path.of("/");
        }

        @Test
        void losesWhatWasNotForced() throws IOException {
            Path path = Path.of("/a");
            OpenFile file = files.create(path);
            files.syncDirectory(Path.of("/"));
            file.writeFully(bytes("kept"));
            file.force(false);
            file.writeFully(bytes("lost"));

            assertEquals("kept", text(files.restarted(Survival.FORCED_ONLY, random), path));
            assertEquals("keptlost", text(files.restarted(Survival.EVERYTHING, random), path));
            assertTrue("keptlost".startsWith(text(files.restarted(Survival.TORN, random), path)));
        }

        @Test
        void losesNamesThatWereNotSynced() throws IOException {
            write(files.create(Path.of("/old")), "content");
            files.syncDirectory(Path.of("/"));
            files.rename(Path.of("/old"), Path.of("/new"));

            assertEquals(
                    List.of("old"),
                    files.restarted(Survival.FORCED_ONLY, random).list(Path.of("/")));
            files.syncDirectory(Path.of("/"));
            assertEquals(
                    List.of("new"),
                    files.restarted(Survival.FORCED_ONLY, random).list(Path.of("/")));
        }

        @Test
        void runsFullWithAShortWrite() throws IOException {
            OpenFile file = files.create(Path.of("/a"));
            files.spaceBytes(4);

            assertEquals(4, file.write(bytes("123456")));
            assertReason("No space left on device", () -> file.write(bytes("56")));
        }

        @Test
        void failsAndLosesPowerOnRequest() throws IOException {
            OpenFile file = files.create(Path.of("/a"));
            files.failNext(MemoryFileSystem.Operation.FORCE, "Input/output error", 1);
            assertReason("Input/output error", () -> file.force(true));
            file.force(true);

            files.losePowerAfter(1);
            file.writeFully(bytes("x"));
            assertThrows(PowerLoss.class, () -> file.force(true));
        }
    }

    private static void assertReason(String reason, Executable action) {
        assertEquals(reason, assertThrows(IOException.class, action).getMessage());
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
    }

    private static void write(OpenFile file, String text) throws IOException {
        try (file) {
            file.writeFully(bytes(text));
            file.force(true);
        }
    }

    private static String text(FileSystem files, Path path) throws IOException {
        try (OpenFile file = files.read(path)) {
            ByteBuffer content = ByteBuffer.allocate((int) file.size());
            file.readAt(content, 0);
            return new String(content.array(), ISO_8859_1);
        }
    }
}
