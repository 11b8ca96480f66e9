package io.miniredis.server.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.RandomSource;
import io.miniredis.persistence.rdb.Damage;
import io.miniredis.protocol.RespValue;
import io.miniredis.server.ServerFixture;
import io.miniredis.server.config.ServerConfig;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever RESTORE is sent: it is refused, or makes a key that all commands of its type work on and that can be saved
 * again. {@link #main} tries as long as one likes.
 */
class DamagedPayloadTest {
    private static final int ROUNDS = 3_000;
    private static final int COMMANDS = 12;
    private static final String REFUSED = "(error) ERR Bad data format";

    private static ServerFixture newServer() {
        return new ServerFixture(ServerConfig.defaults().with("enable-debug-command", "yes"));
    }

    /** Keys of all types in all encodings. Returns their names. */
    private static List<String> fill(ServerFixture redis) {
        redis.show("SET short abc");
        redis.show("SET number 12345");
        redis.show("SET long " + "compress me ".repeat(40).replace(' ', '-'));
        redis.show("PFADD counter a b c d");
        redis.show("RPUSH list 1 a 70000 " + "x".repeat(70));
        redis.show("SADD numbers 1 2 70000 9999999999");
        redis.show("SADD words a b 3");
        redis.show("ZADD scores 1 a 2.5 b -inf c");
        redis.show("HSET fields a 1 b two");
        redis.show("HSET temporary a 1 b 2 c 3");
        redis.show("HEXPIRE temporary 1000 FIELDS 1 b");
        redis.show("XADD stream 1-1 f v g w");
        redis.show("XADD stream 2-1 f v g w");
        redis.show("XADD stream 3-1 h 7");
        redis.show("XDEL stream 2-1");
        redis.show("XGROUP CREATE stream g 0");
        redis.show("XREADGROUP GROUP g c COUNT 1 STREAMS stream >");
        for (int i = 0; i < 600; i += 3) {
            redis.show("SADD table m" + i);
            redis.show("ZADD skiplist " + i + " m" + i);
            redis.show("HSET map f" + i + " " + i);
            redis.show("RPUSH quicklist " + i + "x".repeat(60));
        }
        return new ArrayList<>(
                List.of("short number long counter list numbers words scores fields temporary stream table"
                        .concat(" skiplist map quicklist")
                        .split(" ")));
    }

    /** Returns how many were accepted. */
    private static int damage(int rounds, long seed) {
        int accepted = 0;
        try (ServerFixture redis = newServer()) {
            Traffic traffic = new Traffic(redis, new RandomSource(seed));
            Damage damage = new Damage(seed);
            List<ByteString> payloads = new ArrayList<>();
            for (String key : fill(redis)) {
                payloads.add(dump(redis, key));
            }
            redis.show("FLUSHALL");
            redis.show("DEBUG SET-SKIP-CHECKSUM-VALIDATION 1");
            for (int round = 0; round < rounds; round++) {
                byte[] payload =
                        damage.apply(payloads.get(round % payloads.size()).bytes());
                try {
                    accepted += use(redis, traffic, ByteString.wrap(payload)) ? 1 : 0;
                } catch (AssertionError failure) {
                    throw new AssertionError("round " + round + ": " + ByteString.wrap(payload), failure);
                }
            }
            assertEquals("PONG", redis.show("PING"));
        }
        return accepted;
    }

    private static ByteString dump(ServerFixture redis, String key) {
        RespValue payload = redis.run("DUMP", key);
        if (payload instanceof RespValue.Bulk bulk) {
            return bulk.bytes();
        }
        throw new AssertionError("DUMP " + key + " was answered " + payload);
    }

    private static boolean use(ServerFixture redis, Traffic traffic, ByteString payload) {
        String reply = restore(redis, "key", payload);
        if (!reply.equals("OK")) {
            assertTrue(reply.startsWith(REFUSED) || reply.contains("DUMP payload version or checksum"), reply);
            return false;
        }
        traffic.send("key", COMMANDS);
        if (redis.show("EXISTS key").equals("(integer) 1")) {
            redis.show("PERSIST key");
            String digest = redis.show("DEBUG DIGEST-VALUE key");
            assertEquals("OK", restore(redis, "again", dump(redis, "key")));
            assertEquals(digest, redis.show("DEBUG DIGEST-VALUE again"));
        }
        redis.show("FLUSHALL");
        return true;
    }

    private static String restore(ServerFixture redis, String key, ByteString payload) {
        return redis.peer()
                .run(ByteString.of("RESTORE"), ByteString.of(key), ByteString.of("0"), payload)
                .toString();
    }

    @Test
    @Timeout(120)
    void isRefusedOrMakesAKeyThatWorks() {
        assertTrue(damage(ROUNDS, 3) > ROUNDS / 20);
    }

    /** As many rounds as the first argument says, by the seed of the second. */
    public static void main(String[] args) {
        int rounds = Integer.parseInt(args[0]);
        System.out.println(rounds + " payloads, " + damage(rounds, Long.parseLong(args[1])) + " accepted");
    }
}
