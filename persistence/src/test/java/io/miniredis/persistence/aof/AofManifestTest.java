package io.miniredis.persistence.aof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class AofManifestTest {
    private static AofManifest parse(String text) throws AofManifestException {
        return AofManifest.parse(text.getBytes(UTF_8));
    }

    private static String text(AofManifest manifest) {
        return new String(manifest.format(), UTF_8);
    }

    @Test
    void namesTheFilesOfEachTypeInTheirOrder() {
        AofManifest manifest = new AofManifest();
        manifest.addBase("appendonly.aof", true);
        manifest.addIncrement("appendonly.aof");
        manifest.addIncrement("appendonly.aof");

        assertEquals("""
                file appendonly.aof.1.base.rdb seq 1 type b
                file appendonly.aof.1.incr.aof seq 1 type i
                file appendonly.aof.2.incr.aof seq 2 type i
                """, text(manifest));
    }

    @Test
    void makesHistoryOfWhatANewBaseReplaces() {
        AofManifest manifest = new AofManifest();
        manifest.addBase("a", false);
        manifest.addIncrement("a");
        manifest.addIncrement("a");
        manifest.addIncrement("a");
        AofManifest before = manifest.copy();

        manifest.addBase("a", true);
        manifest.retireIncrements(true);

        assertEquals("""
                file a.2.base.rdb seq 2 type b
                file a.1.incr.aof seq 1 type h
                file a.2.incr.aof seq 2 type h
                file a.1.base.aof seq 1 type h
                file a.3.incr.aof seq 3 type i
                """, text(manifest));
        assertEquals(3, before.increments().size());
        manifest.forgetHistory();
        assertEquals(2, manifest.files().size());
    }

    @Test
    void goesOnCountingWhereTheFileEnds() throws AofManifestException {
        AofManifest manifest = parse("""
                file x.7.base.rdb seq 7 type b
                # a comment
                file x.12.incr.aof seq 12 type i
                """);

        assertEquals("x.12.incr.aof", manifest.lastIncrement("x").name());
        assertEquals("x.13.incr.aof", manifest.addIncrement("x").name());
        assertEquals("x.8.base.aof", manifest.addBase("x", false).name());
    }

    @Test
    void quotesNamesThatHoldAnythingOdd() throws AofManifestException {
        AofManifest manifest = new AofManifest();
        manifest.addIncrement("append only \"file\"\u00e9");

        assertEquals("file \"append only \\\"file\\\"\\xc3\\xa9.1.incr.aof\" seq 1 type i\n", text(manifest));
        assertEquals(
                "append only \"file\"\u00e9.1.incr.aof",
                parse(text(manifest)).increments().get(0).name());
    }

    @Test
    void passesOverFieldsItDoesNotKnow() throws AofManifestException {
        AofManifest manifest = parse("type b newer field FILE a.rdb Seq 3\n");

        assertEquals("file a.rdb seq 3 type b", String.valueOf(manifest.base()));
    }

    @Nested
    class Refuses {
        private void assertRefused(String reason, String line, String text) {
            AofManifestException e = assertThrows(AofManifestException.class, () -> parse(text));
            assertEquals(reason, e.getMessage());
            assertEquals(line, e.line());
        }

        @Test
        void anEmptyFile() {
            AofManifestException e = assertThrows(AofManifestException.class, () -> parse(""));
            assertEquals("Found an empty AOF manifest", e.getMessage());
            assertNull(e.line());
        }

        @Test
        void linesThatAreNone() {
            assertRefused("Invalid AOF manifest file format", "", "\n");
            assertRefused("Invalid AOF manifest file format", "file a seq 1", "file a seq 1\n");
            assertRefused("Invalid AOF manifest file format", "file a seq x type b", "file a seq x type b\n");
            assertRefused("Invalid AOF manifest file format", "file a seq 1 type b x", "file a seq 1 type b x\n");
            assertRefused("Invalid AOF manifest file format", "file \"a seq 1 type b", " file \"a seq 1 type b\n");
        }

        @Test
        void aLineWithoutEnd() {
            AofManifestException e = assertThrows(AofManifestException.class, () -> parse("file a seq 1 type b"));
            assertEquals("The AOF manifest file contains too long line", e.getMessage());
        }

        @Test
        void whatCannotBe() {
            assertRefused(
                    "File can't be a path, just a filename", "file ../a seq 1 type b", "file ../a seq 1 type b\n");
            assertRefused("Unknown AOF file type", "file a seq 1 type x", "file a seq 1 type x\n");
            assertRefused(
                    "Found duplicate base file information",
                    "file b seq 2 type b",
                    "file a seq 1 type b\nfile b seq 2 type b\n");
            assertRefused(
                    "Found a non-monotonic sequence number",
                    "file b seq 2 type i",
                    "file a seq 2 type i\nfile b seq 2 type i\n");
        }

        @Test
        void andTellsTheNumberOfTheLine() {
            AofManifestException e = assertThrows(
                    AofManifestException.class, () -> parse("# x\nfile a seq 1 type b\nfile a seq 1 type b\n"));
            assertEquals(3, e.lineNumber());
        }
    }
}
