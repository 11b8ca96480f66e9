package io.miniredis.replication;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SnapshotPayloadTest {
    private static final String MARK = "m".repeat(39) + "!";

    private SnapshotPayload payload = new SnapshotPayload();
    private ByteArrayOutputStream got = new ByteArrayOutputStream();

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Gives all bytes in pieces; returns how many were taken. */
    private int feed(byte[] all, int pieceLength) {
        payload = new SnapshotPayload();
        got = new ByteArrayOutputStream();
        int at = 0;
        while (at < all.length && !payload.isComplete() && payload.failure() == null) {
            int end = Math.min(all.length, at + pieceLength);
            while (at < end && !payload.isComplete() && payload.failure() == null) {
                at = payload.take(all, at, end, got::write);
            }
        }
        return at;
    }

    @Property
    void leavesWhatComesBehindASnapshotOfKnownLength(@ForAll @IntRange(min = 1, max = 20) int pieceLength) {
        int taken = feed(bytes("\n\r\n$5\r\nREDIS*1\r\n$4\r\nPING\r\n"), pieceLength);

        assertArrayEquals(bytes("REDIS"), got.toByteArray());
        assertEquals("\n\r\n$5\r\nREDIS".length(), taken);
        assertEquals(5, payload.sizeBytes());
        assertFalse(payload.endsWithMark());
    }

    @Property
    void findsTheMarkHoweverItIsCut(
            @ForAll @IntRange(min = 1, max = 200) int pieceLength, @ForAll @IntRange(max = 150) int length) {
        String rdb = "R".repeat(length);

        feed(bytes("$EOF:" + MARK + "\r\n" + rdb + MARK), pieceLength);

        assertTrue(payload.isComplete(), payload.toString());
        assertTrue(payload.endsWithMark());
        assertArrayEquals(bytes(rdb), got.toByteArray());
    }

    @Test
    void doesNotTakeTheMarksBeginningForItsEnd() {
        feed(bytes("$EOF:" + MARK + "\r\n" + MARK.substring(0, 39)), 1000);

        assertFalse(payload.isComplete());
    }

    @Test
    void takesAnEmptySnapshot() {
        feed(bytes("$0\r\n"), 10);

        assertTrue(payload.isComplete());
    }

    @Test
    void saysWhatIsWrong() {
        feed(bytes("-ERR no\r\n"), 100);

        assertEquals("MASTER aborted replication with an error: ERR no", payload.failure());
    }

    @Test
    void refusesWhatIsNoSnapshot() {
        feed(bytes("+OK\r\n"), 100);

        assertNotNull(payload.failure());
    }

    @Test
    void refusesALineWithoutEnd() {
        feed(bytes("x".repeat(5000)), 100);

        assertNotNull(payload.failure());
    }
}
