package io.miniredis.server.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class LatencyHistogramTest {
    @Property(tries = 300)
    void countsAllAndIsWrongByLessThanAHundredth(
            @ForAll @Size(min = 1, max = 50) List<@LongRange(min = 1, max = 1_000_000_000) Long> values,
            @ForAll @LongRange(max = 1000) long perMille) {
        LatencyHistogram histogram = new LatencyHistogram();
        values.forEach(histogram::record);
        List<Long> sorted = new ArrayList<>(values);
        Collections.sort(sorted);

        assertEquals(values.size(), histogram.total());
        int rank = (int) Math.max(1, (long) (perMille / 1000.0 * values.size() + 0.5));
        long exact = sorted.get(rank - 1);
        long told = histogram.percentileNanos(perMille / 10.0);
        assertTrue(told >= exact && told <= exact + exact / 100, told + " for " + exact);
        assertEquals(values.size(), histogram.countUpTo(1_000_000_000));
    }

    @Property(tries = 300)
    void countsTogetherWhatIsEquivalent(@ForAll @LongRange(min = 1, max = 1_000_000_000) long value) {
        LatencyHistogram histogram = new LatencyHistogram();
        histogram.record(value);
        long highest = LatencyHistogram.highestEquivalent(value);

        assertEquals(1, histogram.countUpTo(highest));
        assertEquals(0, histogram.countUpTo(value - 1 - (highest - value) * 2 - value / 64));
        assertEquals(highest, histogram.percentileNanos(100));
    }

    @Example
    void hasTheBarsThatRedisShows() {
        long[] micros = {1, 2, 4, 8, 16, 33, 66, 132, 264, 528, 1056, 2113, 4227, 8454, 16908, 33816, 67633, 135266};
        for (int i = 0; i < micros.length; i++) {
            assertEquals(micros[i], LatencyHistogram.highestEquivalent(1_024L << i) / 1_000);
        }
    }

    @Example
    void takesWhatIsOutOfRangeForTheNearestValueWithin() {
        LatencyHistogram histogram = new LatencyHistogram();
        histogram.record(0);
        histogram.record(5_000_000_000L);

        assertEquals(1, histogram.countUpTo(1));
        assertEquals(2, histogram.countUpTo(1_000_000_000));
        assertEquals(1, histogram.percentileNanos(50));
        assertEquals(0, new LatencyHistogram().percentileNanos(50));
    }
}
