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
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ReplyDecoderTest {
    private static final String REPLIES = String.join(
            "\r\n", "+OK", "-ERR no", ":7", "$3", "a", "", "$-1", "*-1", "$0", "", "*0", "*3", "$7", "message", "*2",
            ":1", "$1", "x", "_", "%1", "+k", "~1", ":2", ">1", "#t", "=5", "txt:x", ",1.5", "");

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

        assertEquals(
                100_000,
                ((RespValue.Bulk) Objects.requireNonNull(decoder.next()))
                        .bytes()
                        .length());
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
