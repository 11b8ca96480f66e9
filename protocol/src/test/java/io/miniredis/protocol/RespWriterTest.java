package io.miniredis.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.miniredis.datastructures.ByteString;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RespWriterTest {
    private static String written(int protocol, Consumer<ReplyWriter> reply) {
        ByteBuf buffer = Unpooled.buffer(8);
        RespWriter writer = new RespWriter(buffer);
        writer.protocol(protocol);
        reply.accept(writer);
        return buffer.toString(ISO_8859_1);
    }

    private static void assertWritten(String resp2, String resp3, Consumer<ReplyWriter> reply) {
        assertEquals(resp2, written(2, reply), "RESP2");
        assertEquals(resp3, written(3, reply), "RESP3");
    }

    private static void assertWritten(String both, Consumer<ReplyWriter> reply) {
        assertWritten(both, both, reply);
    }

    @Nested
    class Lines {
        @Test
        void statusReplies() {
            assertWritten("+OK\r\n", ReplyWriter::ok);
            assertWritten("+PONG\r\n", w -> w.simple("PONG"));
            assertWritten("+\r\n", w -> w.simple(""));
        }

        @Test
        void errorsStayOneLine() {
            assertWritten("-ERR syntax error\r\n", w -> w.error(Errors.SYNTAX.line()));
            assertWritten("-ERR a  b c\r\n", w -> w.error("ERR a\r\nb\nc"));
            assertWritten("-ERR '\377\200'\r\n", w -> w.error("ERR '\377\200'"));
            String text = "x".repeat(1000);
            assertWritten("-ERR " + text + "\r\n", w -> w.error("ERR " + text));
        }

        @Test
        void integersOfEveryLength() {
            assertWritten(":0\r\n", w -> w.integer(0));
            assertWritten(":9\r\n", w -> w.integer(9));
            assertWritten(":10\r\n", w -> w.integer(10));
            assertWritten(":-1\r\n", w -> w.integer(-1));
            assertWritten(":9223372036854775807\r\n", w -> w.integer(Long.MAX_VALUE));
            assertWritten(":-9223372036854775808\r\n", w -> w.integer(Long.MIN_VALUE));
            for (long power = 1; power > 0 && power < Long.MAX_VALUE / 10; power *= 10) {
                long value = power;
                assertWritten(":" + (value - 1) + "\r\n", w -> w.integer(value - 1));
                assertWritten(":" + value + "\r\n", w -> w.integer(value));
                assertWritten(":" + -value + "\r\n", w -> w.integer(-value));
            }
        }

        @Test
        void nothing() {
            assertWritten("$-1\r\n", "_\r\n", ReplyWriter::nil);
            assertWritten("*-1\r\n", "_\r\n", ReplyWriter::nilArray);
        }

        @Test
        void booleans() {
            assertWritten(":1\r\n", "#t\r\n", w -> w.bool(true));
            assertWritten(":0\r\n", "#f\r\n", w -> w.bool(false));
        }

        @Test
        void doubles() {
            assertWritten("$3\r\n1.5\r\n", ",1.5\r\n", w -> w.number(1.5));
            assertWritten("$3\r\n0.1\r\n", ",0.1\r\n", w -> w.number(0.1));
            assertWritten("$1\r\n3\r\n", ",3\r\n", w -> w.number(3));
            assertWritten("$2\r\n-0\r\n", ",-0\r\n", w -> w.number(-0.0));
            assertWritten("$3\r\ninf\r\n", ",inf\r\n", w -> w.number(Double.POSITIVE_INFINITY));
            assertWritten("$4\r\n-inf\r\n", ",-inf\r\n", w -> w.number(Double.NEGATIVE_INFINITY));
            assertWritten("$3\r\nnan\r\n", ",nan\r\n", w -> w.number(Double.NaN));
            assertWritten("$4\r\n3.10\r\n", ",3.10\r\n", w -> w.number("3.10"));
        }

        @Test
        void bigNumbers() {
            String digits = "1234567999999999999999999999999999999";
            assertWritten("$37\r\n" + digits + "\r\n", "(" + digits + "\r\n", w -> w.bigNumber(digits));
        }
    }

    @Nested
    class Bulks {
        @Test
        void ofEveryLengthAroundTheScratchSize() {
            for (int length = 0; length < 1100; length += length < 300 ? 1 : 97) {
                String text = "\0\r\n\377x".repeat(length / 5 + 1).substring(0, length);
                byte[] bytes = Wire.bytes(text);
                assertWritten("$" + length + "\r\n" + text + "\r\n", w -> w.bulk(bytes));
            }
        }

        @Test
        void ofAPartOfAnArray() {
            assertWritten("$2\r\nbc\r\n", w -> w.bulk(Wire.bytes("abcd"), 1, 2));
            byte[] large = Wire.bytes("<" + "x".repeat(500) + ">");
            assertWritten("$500\r\n" + "x".repeat(500) + "\r\n", w -> w.bulk(large, 1, 500));
        }

        @Test
        void ofTexts() {
            assertWritten("$3\r\nabc\r\n", w -> w.bulk(ByteString.of("abc")));
            assertWritten("$2\r\n\303\251\r\n", w -> w.bulk("\351"));
            assertWritten("$2\r\n-7\r\n", w -> w.bulkInteger(-7));
            assertWritten("$20\r\n-9223372036854775808\r\n", w -> w.bulkInteger(Long.MIN_VALUE));
        }

        @Test
        void verbatim() {
            assertWritten("$2\r\nhi\r\n", "=6\r\ntxt:hi\r\n", w -> w.verbatim("txt", Wire.bytes("hi")));
            assertWritten("$0\r\n\r\n", "=4\r\nmd :\r\n", w -> w.verbatim("md", new byte[0]));
        }
    }

    @Nested
    class Aggregates {
        @Test
        void announceTheirLength() {
            assertWritten("*2\r\n", w -> w.array(2));
            assertWritten("*1000000\r\n", w -> w.array(1_000_000));
            assertWritten("*4\r\n", "%2\r\n", w -> w.map(2));
            assertWritten("*3\r\n", "~3\r\n", w -> w.set(3));
            assertWritten("*2\r\n", ">2\r\n", w -> w.push(2));
        }

        @Test
        void attributesAreForResp3() {
            assertEquals("|1\r\n", written(3, w -> w.attribute(1)));
            assertThrows(IllegalStateException.class, () -> written(2, w -> w.attribute(1)));
        }

        @Test
        void deferredOnesGetTheirHeaderAfterwards() {
            assertWritten("+a\r\n*2\r\n:1\r\n:2\r\n+b\r\n", w -> {
                w.simple("a");
                ReplyWriter.Deferred deferred = w.deferred();
                w.integer(1);
                w.integer(2);
                deferred.array(2);
                w.simple("b");
            });
            assertWritten("*0\r\n", w -> w.deferred().array(0));
            assertWritten("*0\r\n", "%0\r\n", w -> w.deferred().map(0));
            assertWritten("*0\r\n", "~0\r\n", w -> w.deferred().set(0));
        }

        @Test
        void deferredOnesNest() {
            assertWritten(
                    "*4\r\n$1\r\na\r\n*2\r\n:1\r\n*0\r\n$1\r\nb\r\n$-1\r\n",
                    "%2\r\n$1\r\na\r\n~2\r\n:1\r\n*0\r\n$1\r\nb\r\n_\r\n",
                    w -> {
                        ReplyWriter.Deferred outer = w.deferred();
                        w.bulk("a");
                        ReplyWriter.Deferred inner = w.deferred();
                        w.integer(1);
                        w.deferred().array(0);
                        inner.set(2);
                        w.bulk("b");
                        w.nil();
                        outer.map(2);
                    });
        }

        @Test
        void deferredOnesMayBeLarge() {
            StringBuilder expected = new StringBuilder("*12345\r\n");
            for (int i = 0; i < 12345; i++) {
                expected.append(':').append(i).append("\r\n");
            }
            assertWritten(expected.toString(), w -> {
                ReplyWriter.Deferred deferred = w.deferred();
                for (int i = 0; i < 12345; i++) {
                    w.integer(i);
                }
                deferred.array(12345);
            });
        }

        @Test
        void theInnermostIsClosedFirstAndOnce() {
            RespWriter writer = new RespWriter(Unpooled.buffer());
            ReplyWriter.Deferred outer = writer.deferred();
            ReplyWriter.Deferred inner = writer.deferred();
            assertThrows(IllegalStateException.class, () -> outer.array(0));
            inner.array(0);
            assertThrows(IllegalStateException.class, () -> inner.array(0));
            outer.array(1);
            assertThrows(IllegalStateException.class, () -> outer.array(1));
        }
    }

    @Test
    void aNewBufferTakesTheRepliesFromThenOn() {
        ByteBuf first = Unpooled.buffer();
        ByteBuf second = Unpooled.buffer();
        RespWriter writer = new RespWriter(first);
        writer.ok();
        writer.buffer(second);
        writer.integer(5);
        assertEquals("+OK\r\n", first.toString(ISO_8859_1));
        assertEquals(":5\r\n", second.toString(ISO_8859_1));
        assertEquals("RespWriter[RESP2, 4 B]", writer.toString());
    }
}
