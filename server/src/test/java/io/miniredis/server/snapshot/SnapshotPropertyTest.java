package io.miniredis.server.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.persistence.snapshot.Snapshot;
import io.miniredis.server.ServerFixture;
import io.miniredis.server.keyspace.Databases;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever clients do while a snapshot is made, it shows the data as they were at its beginning. */
class SnapshotPropertyTest {
    private static final String[] KEYS = {"a", "b", "c", "set", "hash", "zset", "list", "stream", "big"};

    @Property(tries = 8)
    void aSnapshotShowsTheBeginning(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        try (ServerFixture redis = new ServerFixture()) {
            fill(redis, random);
            for (int round = 1; round <= 2; round++) {
                check(redis, random, round);
            }
        }
    }

    private static void check(ServerFixture redis, Random random, int epoch) throws Exception {
        play(redis, random, 60);
        Databases databases = redis.server().databases();
        ContentTarget expected = new ContentTarget();
        Snapshot snapshot = redis.onMain(() -> {
            redis.server().persistence().snapshots().writeNow(expected);
            return databases.beginSnapshot(epoch);
        });
        ContentTarget seen = new ContentTarget();
        FutureTask<Boolean> writer = new FutureTask<>(() -> {
            snapshot.deliver(seen);
            return true;
        });
        new Thread(writer, "writer").start();
        boolean abort = random.nextInt(6) == 0;
        int pace = 1 + random.nextInt(30);
        boolean captured = false;
        while (!captured && !writer.isDone() && !(abort && random.nextInt(20) == 0)) {
            play(redis, random, random.nextInt(pace));
            captured = redis.onMain(() -> snapshot.step() == Snapshot.Progress.CAPTURED);
        }
        if (!captured) {
            assertFalse(writer.isDone(), "the writer has ended before the end");
            redis.onMain(() -> {
                snapshot.abort();
                databases.endSnapshot();
                return true;
            });
            assertThrows(ExecutionException.class, writer::get);
            assertTrue(seen.abandoned);
            return;
        }
        redis.onMain(() -> {
            databases.endSnapshot();
            return true;
        });
        play(redis, random, 30);
        assertTrue(writer.get());
        assertEquals(expected.content, seen.content);
        assertEquals(expected.announced, seen.announced);
        assertTrue(seen.begun && seen.ended);
    }

    private static void fill(ServerFixture redis, Random random) {
        int size = 300 + random.nextInt(2_000);
        String[] many = new String[2 * size + 2];
        many[1] = "set";
        for (int i = 2; i < many.length; i++) {
            many[i] = "m" + i;
        }
        run(redis, "SADD", many);
        many[1] = "hash";
        run(redis, "HSET", many);
        many[1] = "list";
        run(redis, "RPUSH", many);
        many[1] = "zset";
        for (int i = 2; i < many.length; i += 2) {
            many[i] = Integer.toString(random.nextInt(100));
        }
        run(redis, "ZADD", many);
        for (int i = 0; i < 300; i++) {
            redis.show("XADD stream * f " + i);
            redis.show("SET plain:" + i + " " + (i % 2 == 0 ? "v" + i : i * 5_000));
        }
        redis.show("XGROUP CREATE stream g 0");
        redis.show("XREADGROUP GROUP g one COUNT 50 STREAMS stream >");
    }

    private static void run(ServerFixture redis, String name, String[] argv) {
        argv[0] = name;
        redis.run(argv);
    }

    private static void play(ServerFixture redis, Random random, int commands) {
        for (int i = 0; i < commands; i++) {
            redis.show(command(random));
        }
    }

    private static String key(Random random) {
        return random.nextInt(3) == 0 ? "plain:" + random.nextInt(310) : KEYS[random.nextInt(KEYS.length)];
    }

    private static String command(Random random) {
        String key = key(random);
        String other = key(random);
        String member = "m" + random.nextInt(2_500);
        int number = random.nextInt(200) - 20;
        return switch (random.nextInt(62)) {
            case 0 -> "SET " + key + " " + member;
            case 1 -> "SET " + key + " x EX 100";
            case 2 -> "APPEND " + key + " " + member;
            case 3 -> "SETRANGE " + key + " " + Math.abs(number) + " " + member;
            case 4 -> "INCRBY " + key + " " + number * 1_000;
            case 5 -> "DEL " + key + " " + other;
            case 6 -> random.nextInt(5) == 0 ? "RENAME " + key + " " + other : "TTL " + key;
            case 7 -> random.nextInt(5) == 0 ? "MOVE " + key + " 1" : "EXISTS " + key;
            case 8 -> random.nextInt(8) == 0 ? "SWAPDB 0 1" : "DBSIZE";
            case 9 -> random.nextInt(20) == 0 ? "FLUSHDB" : "PERSIST " + key;
            case 10 -> "EXPIRE " + key + " " + (number + 25);
            case 11 -> "GETDEL " + key;
            case 12 -> "GETEX " + key + " PX 5000";
            case 13 -> "PFADD c " + member;
            case 14 -> "PFCOUNT c";
            case 15 -> "LPUSH list " + member + " " + number;
            case 16 -> "RPUSH list " + member;
            case 17 -> "LPOP list " + (1 + Math.abs(number));
            case 18 -> "RPOP list";
            case 19 -> "LSET list " + number + " " + member;
            case 20 -> "LINSERT list AFTER " + member + " y";
            case 21 -> "LREM list 0 " + member;
            case 22 -> "LTRIM list " + Math.abs(number) + " -2";
            case 23 -> "SADD set " + member + " " + number;
            case 24, 25 -> "SREM set " + member;
            case 26 -> "SPOP set " + Math.abs(number);
            case 27 -> "SMOVE set big " + member;
            case 28 -> "HSET hash " + member + " " + number;
            case 29, 30 -> "HDEL hash " + member;
            case 31 -> "HINCRBY hash n" + Math.abs(number) + " 1";
            case 32 -> "HEXPIRE hash " + (100 + number) + " FIELDS 1 " + member;
            case 33 -> "HPERSIST hash FIELDS 1 " + member;
            case 34, 35 -> "ZADD zset " + number + " " + member;
            case 36 -> "ZREM zset " + member;
            case 37 -> "ZINCRBY zset 1 " + member;
            case 38 -> "ZPOPMIN zset " + Math.abs(number);
            case 39 -> "ZREMRANGEBYRANK zset " + Math.abs(number) + " " + (Math.abs(number) + 3);
            case 40 -> "XADD stream * f " + member;
            case 41 -> "XTRIM stream MAXLEN " + (200 + number);
            case 42 -> "XDEL stream 1700000000000-" + Math.abs(number);
            case 43 -> "XGROUP CREATE stream h" + Math.abs(number) % 3 + " 0";
            case 44 -> "XREADGROUP GROUP g two COUNT 3 STREAMS stream >";
            case 45 -> "XACK stream g 1700000000000-" + Math.abs(number);
            case 46 -> "XCLAIM stream g one 0 1700000000000-" + Math.abs(number);
            case 47 -> "COPY " + key + " " + other + " REPLACE";
            case 48 -> "SETBIT " + key + " " + Math.abs(number) + " 1";
            case 49 -> "ZUNIONSTORE big 2 zset set";
            case 50 -> "SDIFFSTORE big set " + other;
            case 51 -> "SUNIONSTORE set set big";
            case 52 -> "SELECT " + random.nextInt(2);
            case 53 -> "HSETNX hash " + member + " 1";
            case 54 -> "BITFIELD " + key + " SET u8 " + Math.abs(number) + " 77";
            case 55 -> "RPOPLPUSH list list";
            case 56 -> "ZRANGESTORE big zset 0 " + Math.abs(number);
            case 57 -> "SORT set BY nosort GET # STORE big";
            case 58 -> "GETSET " + key + " " + member;
            case 59 -> "INCRBYFLOAT " + key + " 0.5";
            case 60 -> "XGROUP SETID stream g 0";
            default -> "XAUTOCLAIM stream g two 0 0 COUNT 5";
        };
    }
}
