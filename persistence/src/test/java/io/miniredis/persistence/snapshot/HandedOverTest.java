package io.miniredis.persistence.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class HandedOverTest {
    private static final int ITEMS = 10_000;

    private final HandedOver handedOver = new HandedOver();

    @Test
    void itemsComeToAnotherThreadInTheirOrder() throws Exception {
        CompletableFuture<List<Object>> taken = CompletableFuture.supplyAsync(this::takeAll);

        for (int i = 0; i < ITEMS; i++) {
            handedOver.add(i);
        }
        handedOver.addLast("end");

        List<Object> items = taken.get(10, TimeUnit.SECONDS);
        assertEquals(ITEMS, items.size());
        for (int i = 0; i < ITEMS; i++) {
            assertEquals(i, items.get(i));
        }
        assertEquals(0, handedOver.waiting());
    }

    private List<Object> takeAll() {
        List<Object> items = new ArrayList<>();
        try {
            for (Object item = handedOver.take(); !item.equals("end"); item = handedOver.take()) {
                items.add(item);
            }
        } catch (InterruptedIOException e) {
            throw new IllegalStateException(e);
        }
        return items;
    }

    @Test
    void oneItemAloneIsNotForgotten() throws Exception {
        CompletableFuture<List<Object>> taken = CompletableFuture.supplyAsync(this::takeAll);
        handedOver.add("alone");
        while (handedOver.waiting() > 0) {
            Thread.onSpinWait();
        }
        handedOver.addLast("end");
        assertEquals(List.of("alone"), taken.get(10, TimeUnit.SECONDS));
    }

    @Test
    void whatWaitsIsReplaced() throws Exception {
        handedOver.add("dropped");
        handedOver.replaceBy("said");
        assertEquals("said", handedOver.take());
    }

    @Test
    void anInterruptedThreadDoesNotWait() {
        Thread.currentThread().interrupt();
        try {
            assertThrows(InterruptedIOException.class, handedOver::take);
        } finally {
            assertTrue(Thread.interrupted());
        }
    }
}
