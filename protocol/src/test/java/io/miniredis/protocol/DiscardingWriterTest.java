package io.miniredis.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class DiscardingWriterTest {
    @Test
    void saysWhichProtocolItWouldSpeak() {
        assertEquals(2, new DiscardingWriter().protocol());
        assertEquals(3, new DiscardingWriter(3).protocol());
    }
}
