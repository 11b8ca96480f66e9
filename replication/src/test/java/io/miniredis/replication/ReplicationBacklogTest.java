package io.miniredis.replication;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ReplicationBacklogTest {
    private static final int SMALLEST = ReplicationBacklog.SMALLEST_BYTES;

    private static byte[] bytes(int count, int first) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) (first + i * 7);
        }
        return bytes;
    }

    @Test
    void isEmptyAtFirstAndKnowsWhatComesNext() {
        ReplicationBacklog backlog = new ReplicationBacklog(1 << 20, 41);

        assertEquals(42, backlog.firstOffset());
        assertEquals(41, backlog.endOffset());
        assertTrue(backlog.holdsFrom(42));
        assertFalse(backlog.holdsFrom(41));
        assertFalse(backlog.holdsFrom(43));
        assertEquals(0, backlog.copyFrom(42).length);
    }

    @Test
    void isNeverSmallerThanRedisAllows() {
        assertEquals(SMALLEST, new ReplicationBacklog(1, 0).sizeBytes());
    }

    @Test
    void takesNoMoreMemoryThanItHasBytes() {
        ReplicationBacklog backlog = new ReplicationBacklog(100 << 20, 0);

        backlog.append(bytes(10, 0), 0, 10);

        assertEquals(SMALLEST, backlog.memoryBytes());
    }

    @Test
    void keepsTheEndOfWhatIsLargerThanItself() {
        ReplicationBacklog backlog = new ReplicationBacklog(SMALLEST, 0);
        byte[] large = bytes(3 * SMALLEST, 1);

        backlog.append(large, 0, large.length);

        assertEquals(large.length, backlog.endOffset());
        assertArrayEquals(
                Arrays.copyOfRange(large, 2 * SMALLEST, 3 * SMALLEST), backlog.copyFrom(backlog.firstOffset()));
    }

    @Test
    void refusesWhatItHasNotGot() {
        ReplicationBacklog backlog = new ReplicationBacklog(SMALLEST, 0);

        assertThrows(IllegalArgumentException.class, () -> backlog.copyFrom(2));
    }

    /** Against a stream that keeps everything. */
    @Property(tries = 200)
    void holdsTheLastBytesWhateverIsAppended(
            @ForAll @Size(max = 40) List<@IntRange(max = 3 * 16384) Integer> lengths,
            @ForAll @IntRange(min = 1, max = 100_000) int size,
            @ForAll @IntRange(max = 1000) int before) {
        ReplicationBacklog backlog = new ReplicationBacklog(size, before);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        int kept = 0;
        for (int length : lengths) {
            byte[] piece = bytes(length + 3, length);
            backlog.append(piece, 3, length);
            all.write(piece, 3, length);
            kept = Math.min(backlog.sizeBytes(), kept + length);

            byte[] stream = all.toByteArray();
            assertEquals(before + stream.length, backlog.endOffset());
            assertEquals(kept, backlog.lengthBytes());
            assertArrayEquals(
                    Arrays.copyOfRange(stream, stream.length - kept, stream.length),
                    backlog.copyFrom(backlog.firstOffset()));
        }
    }

    @Property(tries = 200)
    void keepsTheLastBytesWhenItsSizeIsChanged(
            @ForAll @IntRange(max = 100_000) int first,
            @ForAll @IntRange(min = 1, max = 100_000) int newSize,
            @ForAll @IntRange(max = 50_000) int second) {
        ReplicationBacklog backlog = new ReplicationBacklog(40_000, 0);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] one = bytes(first, 1);
        byte[] two = bytes(second, 2);
        all.writeBytes(one);
        all.writeBytes(two);

        backlog.append(one, 0, first);
        int keptBefore = Math.min(first, 40_000);
        backlog.resize(newSize);
        int kept = Math.min(keptBefore, backlog.sizeBytes());
        assertEquals(kept, backlog.lengthBytes());
        backlog.append(two, 0, second);

        int expected = Math.min(backlog.sizeBytes(), kept + second);
        byte[] stream = all.toByteArray();
        assertArrayEquals(
                Arrays.copyOfRange(stream, stream.length - expected, stream.length),
                backlog.copyFrom(backlog.firstOffset()));
    }
}
