package io.miniredis.lua;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TurnTest {
    private final Turn turn = new Turn();

    @Test
    void thatIsGivenAlreadyIsTakenAtOnceAndOnlyOnce() throws InterruptedException {
        turn.give();
        assertFalse(turn.take());
        Thread other = new Thread(turn::give);
        other.start();
        turn.take();
        other.join();
        assertEquals("Turn[not given]", turn.toString());
    }

    @Test
    void wakesWhoHasGoneToSleepOverIt() throws InterruptedException {
        boolean[] slept = new boolean[1];
        Thread waiting = new Thread(() -> slept[0] = turn.take());
        waiting.start();
        while (waiting.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        turn.give();
        waiting.join();
        assertTrue(slept[0]);
    }

    @Test
    void passesWhatWasWrittenBefore() throws InterruptedException {
        Turn back = new Turn();
        int[] ball = new int[1];
        Thread other = new Thread(() -> {
            for (int i = 0; i < 2_000; i++) {
                turn.take();
                ball[0]++;
                back.give();
            }
        });
        other.start();
        for (int i = 0; i < 2_000; i++) {
            ball[0]++;
            turn.give();
            back.take();
            assertEquals(2 * i + 2, ball[0]);
        }
        other.join();
    }

    @Test
    void leavesAnInterruptForLater() throws InterruptedException {
        boolean[] interrupted = new boolean[1];
        Thread waiting = new Thread(() -> {
            turn.take();
            interrupted[0] = Thread.currentThread().isInterrupted();
        });
        waiting.start();
        waiting.interrupt();
        turn.give();
        waiting.join();
        assertTrue(interrupted[0]);
    }
}
