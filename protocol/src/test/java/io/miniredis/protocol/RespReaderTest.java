package io.miniredis.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.miniredis.datastructures.ByteString;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RespReaderTest {
    /** A stream that gives one byte at a time, as a slow network may. */
    private static final class Trickle extends InputStream {
        private final InputStream source;

        Trickle(byte[] bytes) {
            source = new ByteArrayInputStream(bytes);
        }

        @Override
        public int read() throws IOException {
            return source.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return source.read(target, offset, Math.min(1, length));
        }
    }

    private static RespValue read(String input) throws IOException {
        byte[] bytes = Wire.bytes(input);
        RespReader reader = new RespReader(new ByteArrayInputStream(bytes));
        RespValue value = reader.read();
        assertThrows(EOFException.class, reader::read, "all is read");
        assertEquals(value, new RespReader(new Trickle(bytes)).read());
        return value;
    }

    @Nested
    class Values {
        @Test
        void ofResp2() throws IOException {
            assertEquals(new RespValue.SimpleString("OK"), read("+OK\r\n"));
            assertEquals(new RespValue.ErrorValue("ERR a b"), read("-ERR a b\r\n"));
            assertEquals(new RespValue.IntegerValue(-42), read(":-42\r\n"));
            assertEquals(RespValue.Bulk.of("a\r\nb"), read("$4\r\na\r\nb\r\n"));
            assertEquals(RespValue.Bulk.of(""), read("$0\r\n\r\n"));
            assertEquals(RespValue.Null.BULK, read("$-1\r\n"));
            assertEquals(RespValue.Null.ARRAY, read("*-1\r\n"));
            assertEquals(RespValue.Array.of(), read("*0\r\n"));
            assertEquals(
                    RespValue.Array.of(new RespValue.IntegerValue(1), RespValue.Array.of(RespValue.Null.BULK)),
                    read("*2\r\n:1\r\n*1\r\n$-1\r\n"));
        }

        @Test
        void ofResp3() throws IOException {
            RespValue one = new RespValue.IntegerValue(1);
            assertEquals(RespValue.Null.NULL, read("_\r\n"));
            assertEquals(RespValue.Bool.TRUE, read("#t\r\n"));
            assertEquals(RespValue.Bool.FALSE, read("#f\r\n"));
            assertEquals(new RespValue.DoubleValue("1.5e10"), read(",1.5e10\r\n"));
            assertEquals(Double.NEGATIVE_INFINITY, ((RespValue.DoubleValue) read(",-inf\r\n")).value());
            assertEquals(1.5, ((RespValue.DoubleValue) read(",1.5\r\n")).value());
            assertEquals(
                    new RespValue.BigNumber("-123456789012345678901234567890"),
                    read("(-123456789012345678901234567890\r\n"));
            assertEquals(new RespValue.Verbatim("txt", ByteString.of("hi")), read("=6\r\ntxt:hi\r\n"));
            assertEquals(new RespValue.SetValue(List.of(one)), read("~1\r\n:1\r\n"));
            assertEquals(new RespValue.Push(List.of(one, one)), read(">2\r\n:1\r\n:1\r\n"));
            assertEquals(
                    new RespValue.MapValue(List.of(new RespValue.Entry(one, RespValue.Null.NULL))),
                    read("%1\r\n:1\r\n_\r\n"));
            assertEquals(
                    new RespValue.Attribute(List.of(new RespValue.Entry(one, one)), RespValue.Bulk.of("x")),
                    read("|1\r\n:1\r\n:1\r\n$1\r\nx\r\n"));
        }

        @Test
        void largerThanEveryBuffer() throws IOException {
            String text = "0123456789".repeat(300_000);
            RespReader reader =
                    new RespReader(new ByteArrayInputStream(Wire.bytes("$3000000\r\n" + text + "\r\n+OK\r\n")));
            assertEquals(RespValue.Bulk.of(text), reader.read());
            assertEquals(new RespValue.SimpleString("OK"), reader.read());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x\r\n",
                "\r\n",
                ":\r\n",
                ":a\r\n",
                ":1.5\r\n",
                ":9223372036854775808\r\n",
                "$-2\r\n",
                "$a\r\n",
                "$3\r\nabcd\r\n",
                "$2147483647\r\n",
                "*-2\r\n",
                "%-1\r\n",
                "~-1\r\n",
                ">-1\r\n",
                "_x\r\n",
                "#x\r\n",
                "#\r\n",
                ",\r\n",
                ",abc\r\n",
                "(\r\n",
                "(-\r\n",
                "(1x\r\n",
                "=3\r\ntxt\r\n",
                "=5\r\nmarkd\r\n",
                "=-1\r\n",
                "*1\r\n?\r\n"
            })
    void malformedRepliesAreToldApartFromTheStreamsEnd(String input) {
        RespReader reader = new RespReader(new ByteArrayInputStream(Wire.bytes(input)));
        assertThrows(MalformedReplyException.class, reader::read);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "+",
                "+OK",
                "+OK\r",
                "$3\r\nab",
                "$3\r\nabc",
                "$3\r\nabc\r",
                "*2\r\n:1\r\n",
                "$1000000000\r\nx"
            })
    void theStreamMayEndAnywhere(String input) {
        RespReader reader = new RespReader(new ByteArrayInputStream(Wire.bytes(input)));
        assertThrows(EOFException.class, reader::read);
    }

    @Test
    void nestingHasABottom() throws IOException {
        String deepest = "*1\r\n".repeat(RespReader.MAX_DEPTH) + ":1\r\n";
        read(deepest);
        RespReader reader = new RespReader(new ByteArrayInputStream(Wire.bytes("*1\r\n" + deepest)));
        assertThrows(MalformedReplyException.class, reader::read);
        String attributes = "|0\r\n".repeat(100_000);
        RespReader flat = new RespReader(new ByteArrayInputStream(Wire.bytes(attributes)));
        assertThrows(MalformedReplyException.class, flat::read);
    }

    @Test
    void whatIsNotAReplyCanBeReadBetweenReplies() throws IOException {
        RespReader reader = new RespReader(new ByteArrayInputStream(Wire.bytes("+OK\r\n$5\nabcde+OK\r\n")));
        reader.read();
        assertArrayEquals(Wire.bytes("$5"), reader.readLine());
        byte[] target = new byte[7];
        reader.readFully(target, 1, 5);
        assertArrayEquals(Wire.bytes("\0abcde\0"), target);
        assertEquals(true, reader.hasBuffered());
        assertEquals(new RespValue.SimpleString("OK"), reader.read());
        assertEquals(false, reader.hasBuffered());
        assertEquals(-1, reader.read(target, 0, 1));
    }
}
