package io.miniredis.server.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.Keyspace;
import io.miniredis.datastructures.RandomSource;
import io.miniredis.datastructures.Values;
import io.miniredis.protocol.Request;
import io.miniredis.server.ServerFixture;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the data set takes is counted as it changes: does the count agree with a look at everything, and with the heap?
 */
class DatasetSizeTest {
    private static final int MOST_COLLECTIONS = 50;
    private static final long SETTLED_BYTES = 20_000;

    private static final String[] COMMANDS = {
        "SET k v",
        "SET k 12345",
        "SETRANGE k n v",
        "APPEND k v",
        "INCRBY k n",
        "INCRBYFLOAT k 1.5",
        "SETBIT k n 1",
        "PFADD k v",
        "GETDEL k",
        "SETEX k 100 v",
        "MSET k v k v",
        "GETSET k v",
        "LPUSH k v v v",
        "RPUSH k v",
        "LPOP k",
        "RPOP k n",
        "LSET k 0 v",
        "LINSERT k BEFORE v v",
        "LREM k 1 v",
        "LTRIM k 1 -2",
        "LMOVE k k LEFT RIGHT",
        "LPUSHX k v",
        "SADD k v v v",
        "SADD k n n",
        "SREM k v",
        "SPOP k",
        "SMOVE k k v",
        "SUNIONSTORE k k k",
        "SISMEMBER k v",
        "HSET k v v v v",
        "HDEL k v",
        "HINCRBY k v n",
        "HGET k v",
        "HEXPIRE k 10 FIELDS 1 v",
        "HGETDEL k FIELDS 1 v",
        "ZADD k n v n v",
        "ZREM k v",
        "ZINCRBY k n v",
        "ZPOPMIN k",
        "ZUNIONSTORE k 2 k k",
        "ZRANGESTORE k k 0 -1",
        "ZREMRANGEBYRANK k 0 1",
        "GEOADD k 1 1 v",
        "XADD k * v v",
        "XADD k MAXLEN 3 * v v",
        "XTRIM k MAXLEN 2",
        "XGROUP CREATE k g 0",
        "XREADGROUP GROUP g c COUNT 2 STREAMS k >",
        "XACK k g n-0",
        "XSETID k 9999999999999-1",
        "XGROUP DESTROY k g",
        "EXPIRE k 10",
        "PERSIST k",
        "DEL k",
        "UNLINK k k",
        "RENAME k k",
        "COPY k k REPLACE",
        "MOVE k 1",
        "GETEX k EX 10",
        "SORT k STORE k",
        "FLUSHDB",
        "SWAPDB 0 1",
        "SELECT 0",
        "SELECT 1",
        "DEBUG SLEEP 0"
    };

    private final ServerFixture redis = new ServerFixture();

    @AfterEach
    void stop() {
        redis.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theCountIsWhatALookAtEverythingGives(long seed) {
        RandomSource random = new RandomSource(seed);
        redis.show("CONFIG SET list-max-listpack-size 4 list-compress-depth 1 hash-max-listpack-entries 8"
                + " set-max-listpack-entries 8 zset-max-listpack-entries 8 set-max-intset-entries 8"
                + " stream-node-max-entries 3");
        for (int i = 0; i < 3_000; i++) {
            String line = line(random);
            if (line.startsWith("FLUSHDB") && random.nextInt(10) > 0) {
                continue;
            }
            ByteString[] argv = words(line);
            redis.onMain(() -> {
                redis.server().dispatcher().accept(redis.peer().client(), Request.of(argv));
                redis.peer().forgetReplies();
                return true;
            });
            if (i % 50 == 0) {
                redis.propagated();
                redis.events();
                redis.advance(Duration.ofMillis(200));
            }
            if (i % 7 == 0) {
                check(0, line);
                check(1, line);
            }
        }
    }

    private void check(int database, String after) {
        redis.onMain(() -> {
            Keyspace keys = redis.server().databases().get(database).keys();
            long[] sum = {keys.dict().tableBytes()};
            keys.forEach(entry -> sum[0] += entry.sizeBytes() + Values.sizeBytes(entry.value()));
            assertEquals(sum[0], keys.sizeBytes(), () -> "after " + after);
            return true;
        });
    }

    private static String line(RandomSource random) {
        String[] words = COMMANDS[random.nextInt(COMMANDS.length)].split(" ");
        for (int i = 1; i < words.length; i++) {
            words[i] = switch (words[i]) {
                case "k" -> "key" + random.nextInt(12);
                case "v" -> "x".repeat(random.nextInt(3) == 0 ? random.nextInt(200) : 2) + random.nextInt(20);
                case "n" -> Integer.toString(random.nextInt(20_000));
                default -> words[i];
            };
        }
        return String.join(" ", words);
    }

    private static ByteString[] words(String line) {
        String[] words = line.split(" ");
        ByteString[] argv = new ByteString[words.length];
        for (int i = 0; i < words.length; i++) {
            argv[i] = ByteString.of(words[i]);
        }
        return argv;
    }

    /** So many commands, with another key after each {@code perKey} of them. */
    private record Load(String command, int count, int perKey) {}

    private static final List<Load> LOADS = List.of(
            new Load("SET key:%d value-%d", 60_000, 1),
            new Load("SET key:%d %d", 60_000, 1),
            new Load("SETEX key:%d 1000 some-longer-value-than-before-%d", 60_000, 1),
            new Load("HSET hash:%d name value-%d age 12 city nowhere", 30_000, 1),
            new Load("HSET hash:%d field:%d value", 60_000, 2000),
            new Load("RPUSH list:%d element-%d", 100_000, 2000),
            new Load("SADD set:%d member-%d", 90_000, 3000),
            new Load("ZADD zset:%d %d member-%d", 60_000, 2000),
            new Load("ZADD zset:%d %d member-%d", 60_000, 60_000),
            new Load("XADD stream:%d * temperature %d humidity %d", 60_000, 20_000),
            new Load("APPEND key:%d abc%d", 100_000, 5),
            new Load("SADD ints:%d %d", 100_000, 100));

    /** One after the other, each into a database of its own, so that nothing has to be collected meanwhile. */
    @Test
    void theCountIsWhatTheHeapHolds() {
        for (int i = 0; i < LOADS.size(); i++) {
            Load load = LOADS.get(i);
            redis.show("SELECT " + i);
            double first = countedByLive(i, load);
            // Another test's leftovers may have gone meanwhile; not twice.
            double ratio = isClose(first) ? first : countedByLive(i, load);

            assertTrue(isClose(ratio), () -> load + ": counted " + first + " and " + ratio + " of what is live");
        }
    }

    private static boolean isClose(double ratio) {
        return ratio > 0.85 && ratio < 1.15;
    }

    private double countedByLive(int database, Load load) {
        redis.show("FLUSHDB");
        forget();
        long before = liveBytes();
        fill(load);
        return (double) counted(database) / (liveBytes() - before);
    }

    private void fill(Load load) {
        redis.onMain(() -> {
            for (int i = 0; i < load.count; i++) {
                String line = load.command
                        .replaceFirst("%d", Integer.toString(i / load.perKey))
                        .replace("%d", Integer.toString(i + 100_000));
                redis.server().dispatcher().accept(redis.peer().client(), Request.of(words(line)));
                if (i % 100 == 0) {
                    forget();
                }
            }
            forget();
            return true;
        });
    }

    private void forget() {
        redis.propagated();
        redis.events();
        redis.peer().forgetReplies();
    }

    private long counted(int database) {
        return redis.onMain(
                () -> redis.server().databases().get(database).keys().sizeBytes());
    }

    /** Until it stays the same. */
    private static long liveBytes() {
        long last = -1;
        for (int i = 0; i < MOST_COLLECTIONS; i++) {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            long now = runtime.totalMemory() - runtime.freeMemory();
            if (Math.abs(now - last) < SETTLED_BYTES) {
                return now;
            }
            last = now;
            LockSupport.parkNanos(20_000_000);
        }
        return last;
    }

    @Test
    void anEmptyDatabaseTakesNothingButItsTable() {
        redis.show("SET a b");
        redis.show("DEL a");

        assertTrue(counted(0) < 200, "counted " + counted(0));
    }
}
