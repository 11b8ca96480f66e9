package io.miniredis.persistence.aof;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.miniredis.datastructures.ByteString;
import io.miniredis.persistence.file.MemoryFileSystem;
import io.miniredis.persistence.file.MemoryFileSystem.Operation;
import io.miniredis.protocol.Request;
import io.miniredis.protocol.RequestEncoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AofWriterTest {
    private static final Path PATH = Path.of("/a");

    private final MemoryFileSystem files = new MemoryFileSystem();
    private final AofWriter writer = new AofWriter();

    @BeforeEach
    void open() throws IOException {
        writer.open(files.append(PATH), 0);
    }

    private void append(String text) {
        writer.append(text.getBytes(ISO_8859_1));
    }

    private String written() {
        return new String(files.content(PATH), ISO_8859_1);
    }

    @Test
    void writesWhatHasGatheredAtOnce() throws IOException {
        append("one");
        append("two");
        assertEquals(6, writer.pendingBytes());
        assertEquals(6, writer.write());

        assertEquals("onetwo", written());
        assertEquals(List.of("append /a", "write 6"), files.journal());
        assertEquals(0, writer.pendingBytes());
        assertEquals(6, writer.fileBytes());
    }

    @Test
    void encodesCommandsBehindEachOther() throws IOException {
        StringBuilder expected = new StringBuilder();
        for (int length = 0; length < 500; length++) {
            Request command = Request.of(ByteString.of("ECHO"), ByteString.of("x".repeat(length)));
            writer.append(command);
            expected.append(new String(RequestEncoder.encode(command), ISO_8859_1));
        }
        writer.write();

        assertEquals(expected.toString(), written());
    }

    @Test
    void writesMoreThanItsStageHolds() throws IOException {
        String megabyte = "x".repeat(1 << 20);
        append(megabyte);
        append("end");
        writer.write();

        assertEquals(megabyte + "end", written());
    }

    @Test
    void keepsWhatCouldNotBeWritten() throws IOException {
        append("one");
        files.failNext(Operation.WRITE, "Input/output error", 1);
        AofWriteException e = assertThrows(AofWriteException.class, writer::write);
        assertEquals(List.of("Error writing to the AOF file: Input/output error"), e.lines());

        append("two");
        writer.write();
        assertEquals("onetwo", written());
    }

    @Test
    void takesBackAShortWrite() throws IOException {
        append("first");
        writer.write();
        files.spaceBytes(2);
        append("second");
        AofWriteException e = assertThrows(AofWriteException.class, writer::write);

        assertEquals(List.of("Short write while writing to the AOF file: (nwritten=2, expected=6)"), e.lines());
        assertEquals("first", written());
        files.spaceBytes(100);
        writer.write();
        assertEquals("firstsecond", written());
        assertEquals(11, writer.fileBytes());
    }

    @Test
    void goesOnBehindAShortWriteThatCannotBeTakenBack() throws IOException {
        files.spaceBytes(2);
        files.failNext(Operation.TRUNCATE, "Input/output error", 1);
        append("second");
        AofWriteException e = assertThrows(AofWriteException.class, writer::write);

        assertEquals(2, e.lines().size());
        assertEquals("se", written());
        assertEquals(2, writer.fileBytes());
        assertEquals(4, writer.pendingBytes());
        files.spaceBytes(100);
        writer.write();
        assertEquals("second", written());
    }
}
