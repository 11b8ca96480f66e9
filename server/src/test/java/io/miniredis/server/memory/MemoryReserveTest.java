package io.miniredis.server.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

class MemoryReserveTest {
    private static final long HEAP = 16_000;

    private final MemoryReserve reserve = new MemoryReserve(HEAP);

    @Test
    void isTakenWhenTheHeapIsHalfFull() {
        reserve.check(HEAP / 2, HEAP, 0);
        assertEquals("MemoryReserve[1000 B]", reserve.toString());
        reserve.check(HEAP / 2 + 1, HEAP, 0);
        assertEquals("MemoryReserve[1000 B, held]", reserve.toString());
    }

    @Test
    void isKeptWhenOnlyALargeAllocationFailed() {
        reserve.check(HEAP, HEAP, 0);
        reserve.outOfMemory();
        assertFalse(reserve.isExhausted());
        assertEquals("MemoryReserve[1000 B, held]", reserve.toString());
    }
}
