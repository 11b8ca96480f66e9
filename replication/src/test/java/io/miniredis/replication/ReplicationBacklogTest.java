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
    private static final long NOBODY = Long.MAX_VALUE;

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
        assertEquals(0, copyFrom(backlog, 42).length);
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

    private static byte[] copyFrom(ReplicationBacklog backlog, long offset) {
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        backlog.readFrom(offset, copy::write);
        return copy.toByteArray();
    }

    @Test
    void isNotBoundedByTheLengthOfAnArray() {
        assertEquals(5L << 30, new ReplicationBacklog(5L << 30, 0).sizeBytes());
    }

    @Test
    void refusesWhatItHasNotGot() {
        ReplicationBacklog backlog = new ReplicationBacklog(SMALLEST, 0);

        assertThrows(IllegalArgumentException.class, () -> copyFrom(backlog, 2));
    }

    @Test
    void keepsWhatSomebodyNeeds() {
        ReplicationBacklog backlog = new ReplicationBacklog(SMALLEST, 0);
        byte[] all = bytes(10 * SMALLEST, 3);

        backlog.append(all, 0, all.length);
        assertTrue(backlog.isTooLong());
        backlog.trim(SMALLEST + 1);
        assertEquals(SMALLEST + 1, backlog.firstOffset(), "the first block goes, the second one is needed");
        assertArrayEquals(Arrays.copyOfRange(all, SMALLEST, all.length), copyFrom(backlog, SMALLEST + 1));

        backlog.trim(NOBODY);
        assertEquals(SMALLEST, backlog.lengthBytes());
        assertEquals(SMALLEST, backlog.memoryBytes());
        assertFalse(backlog.isTooLong());
    }

    /** Against a stream that keeps everything. */
    @Property(tries = 200)
    void holdsTheLastBytesWhateverIsAppended(
            @ForAll @Size(max = 40) List<@IntRange(max = 3 * 16384) Integer> lengths,
            @ForAll @IntRange(min = 1, max = 100_000) int size,
            @ForAll @IntRange(max = 1000) int before) {
        ReplicationBacklog backlog = new ReplicationBacklog(size, before);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int length : lengths) {
            byte[] piece = bytes(length + 3, length);
            backlog.append(piece, 3, length);
            backlog.trim(NOBODY);
            all.write(piece, 3, length);
            holdsTheEndOf(all.toByteArray(), before, backlog);
        }
    }

    private static void holdsTheEndOf(byte[] stream, int before, ReplicationBacklog backlog) {
        int kept = (int) backlog.lengthBytes();
        assertEquals(before + stream.length, backlog.endOffset());
        assertTrue(kept >= Math.min(backlog.sizeBytes(), stream.length), "as much as was asked for");
        assertTrue(kept < backlog.sizeBytes() + SMALLEST, "and less than a block more");
        assertArrayEquals(
                Arrays.copyOfRange(stream, stream.length - kept, stream.length),
                copyFrom(backlog, backlog.firstOffset()));
        if (kept > 0) {
            assertArrayEquals(new byte[] {stream[stream.length - 1]}, copyFrom(backlog, backlog.endOffset()));
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
        backlog.trim(NOBODY);
        int kept = (int) backlog.lengthBytes();
        backlog.resize(newSize);
        backlog.append(two, 0, second);
        backlog.trim(NOBODY);

        assertTrue(backlog.lengthBytes() >= Math.min(backlog.sizeBytes(), kept + second));
        assertTrue(backlog.lengthBytes() < backlog.sizeBytes() + SMALLEST);
        byte[] stream = all.toByteArray();
        assertArrayEquals(
                Arrays.copyOfRange(stream, stream.length - (int) backlog.lengthBytes(), stream.length),
                copyFrom(backlog, backlog.firstOffset()));
    }
}
