package io.miniredis.server.aof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.datastructures.RandomSource;
import io.miniredis.persistence.file.MemoryFileSystem;
import io.miniredis.persistence.file.Survival;
import org.junit.jupiter.api.Test;

/**
 * Whenever the power goes off: the server starts again, with everything it has confirmed, and nothing that was not
 * asked for. A session is played once for each operation on the disk, which is its last one.
 */
class PowerLossTest {
    private static final int CHANGES = 9;

    /** How far a session came. */
    private int asked;

    private int confirmed;

    /** Appends numbers to a list, one turn each, and rewrites the file twice meanwhile. */
    private void play(AofFixture redis) {
        asked = 0;
        confirmed = 0;
        for (int i = 0; i < CHANGES; i++) {
            if (i == 3 || i == 6) {
                redis.show("BGREWRITEAOF");
            }
            asked = i + 1;
            redis.show("RPUSH log " + i);
            if (redis.flush()) {
                confirmed = i + 1;
            }
            if (i == 4 || i == 8) {
                redis.finishRewrite();
            }
        }
    }

    /** Plays until the power goes off. Returns the disk, or null if it did not. */
    private boolean playUntil(MemoryFileSystem disk, int operations, String preamble) {
        disk.losePowerAfter(operations);
        try (AofFixture redis =
                new AofFixture(disk, "appendonly", "yes", "appendfsync", "always", "aof-use-rdb-preamble", preamble)) {
            play(redis);
        } catch (AssertionError off) {
            // Where the power went off on the main thread.
            assertTrue(disk.isOff(), off.toString());
        }
        return disk.isOff();
    }

    private void assertFound(MemoryFileSystem disk, Survival survival, int operations) {
        String when = survival + " after " + operations + " operations";
        MemoryFileSystem found = disk.restarted(survival, new RandomSource(operations));
        try (AofFixture redis = new AofFixture(found, "appendonly", "yes")) {
            assertTrue(redis.started, when + ": " + redis.log);
            int length = Integer.parseInt(redis.show("LLEN log").replace("(integer) ", ""));
            assertTrue(
                    length >= confirmed && length <= asked, when + ": " + length + " of " + confirmed + ".." + asked);
            for (int i = 0; i < length; i++) {
                assertEquals("\"" + i + "\"", redis.show("LINDEX log " + i), when);
            }
        }
    }

    private void replayEveryPrefix(String preamble) {
        int operations = 0;
        MemoryFileSystem disk = AofFixture.newDisk();
        while (playUntil(disk, operations, preamble)) {
            for (Survival survival : Survival.values()) {
                assertFound(disk, survival, operations);
            }
            operations++;
            disk = AofFixture.newDisk();
        }
        assertEquals(CHANGES, confirmed);
        assertTrue(operations > 50, operations + " operations only");
    }

    @Test
    void losesNothingThatWasConfirmedWithABaseOfCommands() {
        replayEveryPrefix("no");
    }

    @Test
    void losesNothingThatWasConfirmedWithASnapshotAsBase() {
        replayEveryPrefix("yes");
    }
}
