package io.miniredis.server.time;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TimeEventsTest {
    private final VirtualClock clock = new VirtualClock(0);
    private final TimeEvents events = new TimeEvents(clock);
    private final VirtualTime time = new VirtualTime(clock, events);
    private final List<String> log = new ArrayList<>();

    private void advanceMillis(long millis) {
        time.advance(millis * 1_000_000);
    }

    @Property(tries = 200)
    void eventsFireInOrderOfTimeAndThenOfScheduling(@ForAll @Size(max = 20) List<@IntRange(max = 5) Integer> delays) {
        List<int[]> fired = new ArrayList<>();
        VirtualClock clock = new VirtualClock(0);
        TimeEvents events = new TimeEvents(clock);
        for (int i = 0; i < delays.size(); i++) {
            int number = i;
            events.schedule(delays.get(i), () -> fired.add(new int[] {(int) clock.millis(), number}));
        }
        new VirtualTime(clock, events).advance(10_000_000);
        assertEquals(delays.size(), fired.size());
        for (int i = 0; i < fired.size(); i++) {
            assertEquals(delays.get(fired.get(i)[1]), fired.get(i)[0], "each at its own moment");
            if (i > 0) {
                int[] previous = fired.get(i - 1);
                int[] next = fired.get(i);
                assertEquals(
                        true, previous[0] < next[0] || (previous[0] == next[0] && previous[1] < next[1]), "in order");
            }
        }
    }

    @Test
    void aCancelledEventDoesNotFire() {
        TimeEvent event = events.schedule(5, () -> log.add("fired"));
        event.cancel();
        advanceMillis(10);
        assertEquals(List.of(), log);
        assertEquals(TimeEvents.NEVER, events.nextDueNanos());
    }

    @Test
    void aPeriodicEventFiresOncePerPeriod() {
        events.schedule(100, new Runnable() {
            @Override
            public void run() {
                log.add(String.valueOf(clock.millis()));
                events.schedule(100, this);
            }
        });
        advanceMillis(350);
        assertEquals(List.of("100", "200", "300"), log);
        assertEquals(350, clock.millis());
    }

    @Test
    void anEventThatReschedulesItselfAtOnceDoesNotHoldUpTheRound() {
        events.schedule(0, () -> {
            log.add("first");
            events.schedule(0, () -> log.add("second"));
        });
        events.runDue(clock.nanos());
        assertEquals(List.of("first"), log);
    }

    @Test
    void aNegativeDelayIsDueNow() {
        events.schedule(-7, () -> log.add("fired"));
        advanceMillis(0);
        assertEquals(List.of("fired"), log);
    }

    @Test
    void aHugeDelayDoesNotOverflow() {
        events.schedule(Long.MAX_VALUE, () -> log.add("fired"));
        advanceMillis(1_000_000);
        assertEquals(List.of(), log);
    }
}
