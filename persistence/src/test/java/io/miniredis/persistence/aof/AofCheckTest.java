package io.miniredis.persistence.aof;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.persistence.file.MemoryFileSystem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The lines are those of redis-check-aof for the same files. */
class AofCheckTest {
    private static final String GOOD = "*2\r\n$6\r\nSELECT\r\n$1\r\n0\r\n*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$1\r\nv\r\n";
    private static final String CUT = GOOD + "*3\r\n$3\r\nSET\r\n$1\r\nk";

    private final MemoryFileSystem files = new MemoryFileSystem();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private void put(String name, String content) {
        files.put(Path.of("/" + name), content.getBytes(ISO_8859_1));
    }

    private String content(String name) {
        return new String(files.content(Path.of("/" + name)), ISO_8859_1);
    }

    /** Returns the exit code. */
    private int check(String name, boolean fixes, long toTimestamp) {
        out.reset();
        ByteArrayInputStream yes = new ByteArrayInputStream(new byte[] {'y'});
        PrintStream lines = new PrintStream(out, true, ISO_8859_1);
        return new AofCheck(files, lines, yes, file -> -1, fixes, toTimestamp).run(Path.of("/" + name));
    }

    private void assertSaid(String text) {
        assertTrue(out.toString(ISO_8859_1).contains(text), out.toString(ISO_8859_1));
    }

    @Test
    void aGoodFileIsValid() {
        put("a", GOOD);
        assertEquals(0, check("a", false, 0));
        assertSaid("AOF analyzed: filename=/a, size=50, ok_up_to=50, ok_up_to_line=13, diff=0\nAOF /a is valid\n");
    }

    @Test
    void aFileThatWasCutOffIsShortenedOnRequest() {
        put("a", CUT);
        assertEquals(1, check("a", false, 0));
        assertSaid("0x              43: Expected to read 3 bytes, got 1 bytes\n");
        assertSaid("AOF /a is not valid. Use the --fix option to try fixing it.\n");

        assertEquals(0, check("a", true, 0));
        assertSaid("Successfully truncated AOF /a\n");
        assertEquals(GOOD, content("a"));
    }

    @Test
    void aTransactionNeedsItsEnd() {
        put("a", GOOD + "*1\r\n$5\r\nMULTI\r\n*1\r\n$4\r\nPING\r\n");
        assertEquals(1, check("a", false, 0));
        assertSaid("Reached EOF before reading EXEC for MULTI");
        assertSaid("ok_up_to=50,");
    }

    @Test
    void whatIsNoCommandIsShown() {
        put("a", GOOD + "*1\r\n:4\r\nEXEC\r\n");
        assertEquals(1, check("a", false, 0));
        assertSaid("0x              36: Expected prefix '$', got: ':'\n");
        put("a", GOOD + "xyz");
        assertEquals(1, check("a", false, 0));
        assertSaid("AOF /a format error\n");
    }

    @Test
    void whatCameAfterAMomentIsCutOff() {
        put("a", "#TS:1000\r\n" + GOOD + "#TS:2000\r\n" + GOOD);
        assertEquals(0, check("a", false, 1500));
        assertSaid("Successfully truncated AOF /a to timestamp 1500\n");
        assertEquals("#TS:1000\r\n" + GOOD, content("a"));

        assertEquals(1, check("a", false, 500));
        assertSaid("AOF /a has nothing before timestamp 500, aborting...\n");
    }

    @Test
    void ofSeveralFilesOnlyTheLastIsShortened() {
        put("m", "file b seq 1 type b\nfile i seq 1 type i\nfile j seq 2 type i\n");
        put("b", GOOD);
        put("i", CUT);
        put("j", GOOD);
        assertEquals(1, check("m", true, 0));
        assertSaid("Failed to truncate AOF i because it is not the last file\n");

        put("i", GOOD);
        put("j", CUT);
        assertEquals(0, check("m", true, 0));
        assertSaid("All AOF files and manifest are valid\n");
        assertEquals(GOOD, content("j"));
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertEquals(1, check("a", false, 0));
        assertSaid("Cannot open file /a: No such file or directory\n");
    }
}
