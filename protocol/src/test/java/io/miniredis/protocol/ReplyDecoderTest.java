package io.miniredis.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.miniredis.datastructures.Ascii;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplyDecoderTest {
    private static final String REPLIES = "+OK\r\n-ERR no\r\n:7\r\n$3\r\na\r\n\r\n$-1\r\n*-1\r\n$0\r\n\r\n*0\r\n"
            + "*3\r\n$7\r\nmessage\r\n*2\r\n:1\r\n$1\r\nx\r\n_\r\n%1\r\n+k\r\n~1\r\n:2\r\n>1\r\n#t\r\n=5\r\ntxt:x\r\n,1.5\r\n";

    private static List<RespValue> expected() throws IOException {
        RespReader reader = new RespReader(new ByteArrayInputStream(Ascii.bytes(REPLIES)));
        List<RespValue> values = new ArrayList<>();
        for (int i = 0; i < 13; i++) {
            values.add(reader.read());
        }
        return values;
    }

    private static void drain(ReplyDecoder decoder, List<RespValue> target) throws IOException {
        for (RespValue value = decoder.next(); value != null; value = decoder.next()) {
            target.add(value);
        }
    }

    @Test
    void readsWhatAReaderReadsInPiecesOfEverySize() throws IOException {
        byte[] bytes = Ascii.bytes(REPLIES);
        for (int size = 1; size <= bytes.length; size++) {
            ReplyDecoder decoder = new ReplyDecoder();
            List<RespValue> values = new ArrayList<>();
            for (int from = 0; from < bytes.length; from += size) {
                byte[] piece = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + size));
                decoder.add(piece, piece.length);
                drain(decoder, values);
            }
            assertEquals(expected(), values, "in pieces of " + size);
        }
    }

    @Test
    void growsWithAReply() throws IOException {
        ReplyDecoder decoder = new ReplyDecoder();
        byte[] half = Ascii.bytes("x".repeat(50_000));
        decoder.add(Ascii.bytes("+OK\r\n$100000\r\n"), 14);
        assertEquals("OK", String.valueOf(decoder.next()));
        decoder.add(half, half.length);
        assertNull(decoder.next());
        decoder.add(half, half.length);
        assertNull(decoder.next());
        decoder.add(Ascii.bytes("\r\n:1\r\n"), 6);

        assertEquals(100_000, ((RespValue.Bulk) decoder.next()).bytes().length());
        assertEquals("(integer) 1", String.valueOf(decoder.next()));
        assertNull(decoder.next());
    }

    @Test
    void refusesWhatIsNoReply() {
        ReplyDecoder decoder = new ReplyDecoder();
        decoder.add(Ascii.bytes("hello\r\n"), 7);

        assertThrows(MalformedReplyException.class, decoder::next);
    }

    @Test
    void refusesNestingWithoutEnd() {
        ReplyDecoder decoder = new ReplyDecoder();
        byte[] nested = Ascii.bytes("*1\r\n".repeat(1_000));
        decoder.add(nested, nested.length);

        assertThrows(MalformedReplyException.class, decoder::next);
    }
}
