package io.miniredis.persistence.aof;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.datastructures.ByteString;
import io.miniredis.persistence.file.MemoryFileSystem;
import io.miniredis.protocol.Request;
import io.miniredis.protocol.RequestEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AofReaderTest {
    private static final Path PATH = Path.of("/a");

    private static AofReader reader(byte[] content) throws IOException {
        MemoryFileSystem files = new MemoryFileSystem();
        files.put(PATH, content);
        return new AofReader(files.read(PATH), 0);
    }

    private static AofReader reader(String content) throws IOException {
        return reader(content.getBytes(ISO_8859_1));
    }

    private static List<String> all(AofReader reader) throws IOException, AofFormatException {
        List<String> commands = new ArrayList<>();
        for (@Nullable Request next = reader.next(); next != null; next = reader.next()) {
            commands.add(next.toString());
        }
        return commands;
    }

    @Test
    void readsCommandsAndPassesOverAnnotations() throws Exception {
        AofReader reader = reader("#TS:1700000000\r\n*2\r\n$6\r\nSELECT\r\n$1\r\n0\r\n*1\r\n$10\r\n0123456789\r\n#x\n");

        assertEquals(List.of("\"SELECT\" \"0\"", "\"0123456789\""), all(reader));
        assertFalse(reader.isTruncated());
        // Not up to the annotation at the end, which belongs to a command that is not there.
        assertEquals(60, reader.validOffset());
    }

    @Test
    void tellsAFileThatWasCutOffAtAnyByteFromAWholeOne() throws Exception {
        String whole = "*2\r\n$3\r\nGET\r\n$1\r\nk\r\n";
        String file = whole + "#TS:1\r\n*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$12\r\n0123456789ab\r\n";
        int annotationEnd = whole.length() + 7;
        for (int length = whole.length(); length < file.length(); length++) {
            AofReader reader = reader(file.substring(0, length));
            assertEquals(1, all(reader).size());
            assertEquals(length != whole.length() && length != annotationEnd, reader.isTruncated(), "at " + length);
            assertEquals(whole.length(), reader.validOffset());
        }
    }

    @Test
    void refusesWhatIsNoCommand() throws Exception {
        for (String text : List.of(
                "SET k v\r\n",
                "*0\r\n*1\r\n$1\r\na\r\n",
                "*-1\r\n",
                "*x\r\n$1\r\n",
                "*1\r\n:1\r\n",
                "*1\r\n$-1\r\n     ",
                "*1\r\n$1x\r\na\r\n")) {
            AofReader reader = reader("*1\r\n$4\r\nPING\r\n" + text);
            reader.next();
            AofFormatException e = assertThrows(AofFormatException.class, reader::next, text);
            assertEquals(14, e.offset());
            assertEquals(14, reader.validOffset());
        }
    }

    @Test
    void believesNoLengthThatTheFileHasNoRoomFor() throws Exception {
        AofReader reader = reader("*1000000000\r\n$2147483646\r\nabc");

        assertEquals(List.of(), all(reader));
        assertTrue(reader.isTruncated());
    }

    @Property(tries = 60)
    void readsWhatWasEncodedWhereverBuffersEnd(
            @ForAll @Size(min = 1, max = 12) List<@IntRange(max = 300_000) Integer> lengths) throws Exception {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        List<byte[]> arguments = new ArrayList<>();
        for (int length : lengths) {
            byte[] argument = new byte[length];
            Arrays.fill(argument, (byte) length);
            arguments.add(argument);
            file.writeBytes(
                    RequestEncoder.encode(ByteString.of("SET"), ByteString.wrap(argument), ByteString.of("" + length)));
        }
        AofReader reader = reader(file.toByteArray());

        for (byte[] argument : arguments) {
            Request request = Objects.requireNonNull(reader.next());
            assertTrue(Arrays.equals(argument, request.arg(1).bytes()));
            assertEquals(3, request.count());
            assertEquals(String.valueOf(argument.length), request.arg(2).utf8());
        }
        assertEquals(null, reader.next());
        assertEquals(file.size(), reader.validOffset());
    }
}
