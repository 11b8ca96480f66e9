package io.miniredis.server.aof;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.persistence.file.MemoryFileSystem;
import io.miniredis.persistence.rdb.Damage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever stands in the files: the server refuses them and says why, or starts and works. {@link #main} tries as long
 * as one likes.
 */
class DamagedFilesTest {
    private static final int ROUNDS = 60;

    private static final List<String> SESSION = List.of(
            "SET a 1",
            "APPEND a 23",
            "RPUSH l 1 two 3",
            "HSET h f v g 7",
            "SADD s 1 2 x",
            "ZADD z 1 a 2 b",
            "XADD st 1-1 f v",
            "XGROUP CREATE st g 0",
            "SETEX t 1000 v",
            "INCR n",
            "SELECT 3",
            "MSET x 1 y 2",
            "MULTI",
            "LPOP l",
            "SET q w",
            "EXEC");

    private static List<Path> written(MemoryFileSystem disk, String preamble) {
        try (AofFixture redis = new AofFixture(disk, "appendonly", "yes", "aof-use-rdb-preamble", preamble)) {
            SESSION.forEach(redis::show);
            redis.flush();
            redis.rewrite();
            SESSION.forEach(redis::show);
            redis.flush();
        }
        return List.of(
                AofFixture.path("appendonly.aof.manifest"),
                AofFixture.path("appendonly.aof.2.incr.aof"),
                AofFixture.path("appendonly.aof.2.base." + (preamble.equals("yes") ? "rdb" : "aof")));
    }

    /** Returns how often the server started. */
    private static int damage(int rounds, long seed) {
        Damage damage = new Damage(seed);
        int started = 0;
        for (String preamble : List.of("yes", "no")) {
            MemoryFileSystem disk = AofFixture.newDisk();
            List<Path> paths = written(disk, preamble);
            List<byte[]> contents = new ArrayList<>();
            paths.forEach(path -> contents.add(disk.content(path)));
            for (int round = 0; round < rounds; round++) {
                int which = round % paths.size();
                byte[] damaged = damage.apply(contents.get(which));
                MemoryFileSystem found = AofFixture.newDisk();
                for (int i = 0; i < paths.size(); i++) {
                    found.put(paths.get(i), i == which ? damaged : contents.get(i));
                }
                started += starts(found) ? 1 : 0;
            }
        }
        return started;
    }

    private static boolean starts(MemoryFileSystem found) {
        try (AofFixture redis = new AofFixture(found, "appendonly", "yes")) {
            if (!redis.started) {
                assertFalse(redis.log.toString().isEmpty(), "no reason given");
                return false;
            }
            String digest = redis.digest();
            SESSION.forEach(redis::show);
            redis.show("DISCARD");
            assertTrue(redis.flush());
            redis.rewrite();
            String after = redis.digest();
            assertTrue(redis.show("DEBUG LOADAOF").equals("OK"), redis.log.toString());
            assertTrue(after.equals(redis.digest()) && !after.equals(digest), redis.log.toString());
            return true;
        }
    }

    @Test
    @Timeout(120)
    void areRefusedOrRead() {
        int started = damage(ROUNDS, 5);

        assertTrue(started > 0 && started < 2 * ROUNDS, started + " starts");
    }

    /** As many rounds for each kind of base as the first argument says, by the seed of the second. */
    public static void main(String[] args) {
        int rounds = Integer.parseInt(args[0]);
        System.out.println(2 * rounds + " starts tried, " + damage(rounds, Long.parseLong(args[1])) + " went well");
    }
}
