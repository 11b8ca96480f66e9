package io.miniredis.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class InboundBudgetTest {
    @Test
    void grantsAllOrNothing() {
        InboundBudget budget = new InboundBudget(10);
        assertTrue(budget.tryReserve(7));
        assertFalse(budget.tryReserve(4));
        assertEquals(7, budget.reservedBytes());
        assertTrue(budget.tryReserve(3));
        budget.release(10);
        assertEquals("InboundBudget[0 of 10 B]", budget.toString());
    }

    @Test
    void aRefusedRequestLeavesNothingBehindForOtherThreads() throws InterruptedException {
        InboundBudget budget = new InboundBudget(1000);
        Thread[] threads = new Thread[4];
        for (int t = 0; t < threads.length; t++) {
            threads[t] = new Thread(() -> {
                for (int i = 0; i < 20_000; i++) {
                    if (budget.tryReserve(400)) {
                        budget.release(400);
                    }
                }
            });
            threads[t].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(0, budget.reservedBytes());
    }
}
