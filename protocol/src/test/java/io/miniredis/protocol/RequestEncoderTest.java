package io.miniredis.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.datastructures.ByteString;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class RequestEncoderTest {
    private static final String EXPECTED = "*4\r\n$3\r\nSET\r\n$0\r\n\r\n$12\r\n\r\nabcdefghij\r\n$1\r\n\377\r\n";
    private static final Request REQUEST = Requests.of("SET", "", "\r\nabcdefghij", "\377");

    @Test
    void arraysHoldExactlyTheRequest() {
        assertEquals(EXPECTED, Wire.text(RequestEncoder.encode(REQUEST)));
        assertEquals("*1\r\n$4\r\nPING\r\n", Wire.text(RequestEncoder.encode(ByteString.of("PING"))));
    }

    @Test
    void buffersAreAppendedTo() {
        ByteBuf buffer = Unpooled.buffer(1).writeByte('<');
        RequestEncoder.encode(buffer, REQUEST);
        RequestEncoder.encode(buffer, ByteString.of("PING"));
        assertEquals("<" + EXPECTED + "*1\r\n$4\r\nPING\r\n", buffer.toString(ISO_8859_1));
    }

    @Test
    void theLengthIsKnownBeforehand() {
        assertEquals(EXPECTED.length(), RequestEncoder.encodedLength(REQUEST));
        for (int length = 0; length < 1200; length++) {
            Request request = Request.of(ByteString.wrap(new byte[length]));
            assertEquals(RequestEncoder.encode(request).length, RequestEncoder.encodedLength(request));
            assertTrue(RequestEncoder.encodedLength(request) <= RequestEncoder.mostLength(request));
        }
    }
}
