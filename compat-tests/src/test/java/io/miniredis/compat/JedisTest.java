package io.miniredis.compat;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.compat.servers.Target;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.args.ExpiryOption;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.GetExParams;
import redis.clients.jedis.params.LCSParams;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.params.SetParams;
import redis.clients.jedis.resps.ScanResult;

/** Jedis on the embedded server, used as programs use it. */
class JedisTest {
    @Nested
    class Resp2 extends Conversation {
        Resp2() {
            super(RedisProtocol.RESP2);
        }
    }

    @Nested
    class Resp3 extends Conversation {
        Resp3() {
            super(RedisProtocol.RESP3);
        }
    }

    abstract static class Conversation {
        private final Target server = Ours.start();
        private final RedisClient jedis;

        Conversation(RedisProtocol protocol) {
            jedis = RedisClient.builder()
                    .hostAndPort("127.0.0.1", server.port())
                    .clientConfig(DefaultJedisClientConfig.builder()
                            .protocol(protocol)
                            .clientName("jedis-test")
                            .build())
                    .build();
        }

        @AfterEach
        void close() {
            jedis.close();
            server.close();
        }

        @Test
        void stringsAreSetReadAndChanged() {
            assertEquals("PONG", jedis.ping());
            assertEquals("OK", jedis.set("name", "Ada"));
            assertEquals("Ada", jedis.get("name"));
            assertNull(jedis.get("nobody"));
            assertEquals(12, jedis.append("name", " Lovelace"));
            assertEquals("Lovelace", jedis.getrange("name", 4, -1));
            assertEquals(12, jedis.setrange("name", 0, "ADA"));
            assertEquals(12, jedis.strlen("name"));
            assertEquals("OK", jedis.mset("a", "1", "b", "2"));
            assertEquals(Arrays.asList("1", null, "2"), jedis.mget("a", "x", "b"));
            assertEquals(0, jedis.msetnx("b", "3", "c", "4"));
            assertEquals("2", jedis.getDel("b"));
            assertNull(jedis.set("a", "5", SetParams.setParams().nx()));
            assertEquals("1", jedis.setGet("a", "6", SetParams.setParams().xx()));
        }

        @Test
        void numbersAreCounted() {
            assertEquals(1, jedis.incr("n"));
            assertEquals(11, jedis.incrBy("n", 10));
            assertEquals(10, jedis.decr("n"));
            assertEquals(5, jedis.decrBy("n", 5));
            assertEquals(5.5, jedis.incrByFloat("n", 0.5));
            JedisDataException e = assertThrows(JedisDataException.class, () -> jedis.incr("n"));
            assertEquals("ERR value is not an integer or out of range", e.getMessage());
        }

        @Test
        void bytesComeBackAsTheyWent() {
            byte[] key = {0, (byte) 0xff, '\r', '\n'};
            byte[] value = new byte[100_000];
            for (int i = 0; i < value.length; i++) {
                value[i] = (byte) i;
            }
            assertEquals("OK", jedis.set(key, value));
            assertArrayEquals(value, jedis.get(key));
            assertTrue(jedis.exists(key));
        }

        @Test
        void commonSubsequencesAreFound() {
            jedis.mset("a", "ohmytext", "b", "mynewtext");
            assertEquals("mytext", jedis.lcs("a", "b", LCSParams.LCSParams()).getMatchString());
            assertEquals(6, jedis.lcs("a", "b", LCSParams.LCSParams().idx()).getLen());
            assertEquals(
                    4,
                    jedis.lcs("a", "b", LCSParams.LCSParams().idx().withMatchLen())
                            .getMatches()
                            .get(0)
                            .getMatchLen());
        }

        @Test
        void keysLiveAsLongAsTheyShould() {
            jedis.set("k", "v", SetParams.setParams().ex(100));
            assertEquals(100, jedis.ttl("k"));
            assertEquals(0, jedis.expire("k", 50, ExpiryOption.GT));
            assertEquals(1, jedis.expire("k", 50, ExpiryOption.LT));
            assertEquals("v", jedis.getEx("k", GetExParams.getExParams().persist()));
            assertEquals(-1, jedis.ttl("k"));
            assertEquals(-2, jedis.ttl("nokey"));
            assertEquals(1, jedis.pexpireAt("k", 33177117420123L));
            assertEquals(33177117420L, jedis.expireTime("k"));
            jedis.set("short", "v", SetParams.setParams().px(500));
            server.advance(Duration.ofMillis(600));
            assertNull(jedis.get("short"));
            assertFalse(jedis.exists("short"));
        }

        @Test
        void keysAreRenamedCopiedListedAndDeleted() {
            jedis.mset("user:1", "a", "user:2", "b", "other", "c");
            assertEquals(Set.of("user:1", "user:2"), jedis.keys("user:*"));
            assertEquals("OK", jedis.rename("user:1", "user:3"));
            assertEquals(0, jedis.renamenx("user:3", "user:2"));
            assertTrue(jedis.copy("user:3", "user:4", false));
            assertEquals("string", jedis.type("user:4"));
            assertEquals("embstr", jedis.objectEncoding("user:4"));
            assertEquals(2, jedis.touch("user:3", "user:4"));
            assertEquals(2, jedis.del("user:3", "user:4", "nokey"));
            assertEquals(1, jedis.unlink("other"));
            assertEquals(1, jedis.dbSize());
            assertEquals("user:2", jedis.randomKey());
            assertEquals("OK", jedis.flushAll());
            assertEquals(0, jedis.dbSize());
        }

        @Test
        void scanReturnsEveryKey() {
            Set<String> expected = new HashSet<>();
            for (int i = 0; i < 500; i++) {
                jedis.set("scan:" + i, "v");
                expected.add("scan:" + i);
            }
            jedis.set("other", "v");
            Set<String> seen = new HashSet<>();
            ScanParams params = new ScanParams().match("scan:*").count(50);
            String cursor = ScanParams.SCAN_POINTER_START;
            do {
                ScanResult<String> page = jedis.scan(cursor, params);
                seen.addAll(page.getResult());
                cursor = page.getCursor();
            } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
            assertEquals(expected, seen);
        }

        @Test
        void aPipelineAnswersInOrder() {
            List<Response<Long>> counts = new ArrayList<>();
            Response<String> wrong;
            try (Pipeline pipeline = jedis.pipelined()) {
                for (int i = 0; i < 1000; i++) {
                    counts.add(pipeline.incr("counter"));
                }
                pipeline.set("text", "abc");
                wrong = pipeline.set("text", "v", SetParams.setParams().ex(0));
                counts.add(pipeline.incr("counter"));
                pipeline.sync();
            }
            for (int i = 0; i < counts.size(); i++) {
                assertEquals(i + 1, counts.get(i).get());
            }
            JedisDataException e = assertThrows(JedisDataException.class, wrong::get);
            assertEquals("ERR invalid expire time in 'set' command", e.getMessage());
            assertArrayEquals(
                    "abc".getBytes(StandardCharsets.UTF_8), jedis.get("text".getBytes(StandardCharsets.UTF_8)));
        }
    }
}
