package io.miniredis.server.persistence;

import io.miniredis.datastructures.RandomSource;
import io.miniredis.server.ServerFixture;
import java.util.List;
import java.util.Map;

/** Sends a key commands of its type, any of them: what is wrong inside comes to light. */
final class Traffic {
    private static final List<String> GENERIC = List.of(
            "TYPE K",
            "OBJECT ENCODING K",
            "MEMORY USAGE K",
            "DEBUG DIGEST-VALUE K",
            "COPY K copy REPLACE",
            "EXPIRE K 1000");

    private static final Map<String, List<String>> BY_TYPE = Map.of(
            "string",
                    List.of(
                            "GET K",
                            "APPEND K x",
                            "STRLEN K",
                            "SETRANGE K 3 abc",
                            "GETRANGE K 1 -2",
                            "INCR K",
                            "BITCOUNT K",
                            "SETBIT K 70 1",
                            "BITPOS K 1",
                            "BITFIELD K GET u8 3",
                            "PFADD K a",
                            "PFCOUNT K",
                            "INCRBYFLOAT K 1.5",
                            "LCS K K"),
            "list",
                    List.of(
                            "LLEN K",
                            "LRANGE K 0 -1",
                            "LPUSH K a 1",
                            "RPUSH K b 2",
                            "LPOP K",
                            "RPOP K 2",
                            "LINDEX K 1",
                            "LINDEX K -2",
                            "LSET K 0 c",
                            "LINSERT K BEFORE a d",
                            "LREM K 0 a",
                            "LPOS K b",
                            "LTRIM K 1 -1",
                            "LMOVE K K LEFT RIGHT",
                            "SORT K ALPHA"),
            "set",
                    List.of(
                            "SCARD K",
                            "SMEMBERS K",
                            "SADD K a 1",
                            "SREM K a",
                            "SPOP K",
                            "SRANDMEMBER K -5",
                            "SISMEMBER K 1",
                            "SSCAN K 0 COUNT 100",
                            "SUNIONSTORE copy K K",
                            "SPOP K 2",
                            "SADD K 99999999999",
                            "SORT K ALPHA"),
            "zset",
                    List.of(
                            "ZCARD K",
                            "ZRANGE K 0 -1 WITHSCORES",
                            "ZADD K 1 a 2 b",
                            "ZINCRBY K 3 a",
                            "ZREM K b",
                            "ZPOPMIN K",
                            "ZPOPMAX K 2",
                            "ZRANGE K -inf +inf BYSCORE",
                            "ZREVRANK K a",
                            "ZCOUNT K 0 5",
                            "ZREMRANGEBYRANK K 0 0",
                            "ZSCAN K 0 COUNT 100",
                            "ZRANGEBYLEX K - +",
                            "ZRANDMEMBER K -4 WITHSCORES",
                            "ZUNIONSTORE copy 2 K K"),
            "hash",
                    List.of(
                            "HLEN K",
                            "HGETALL K",
                            "HSET K a 1 b 2",
                            "HDEL K a",
                            "HINCRBY K a 3",
                            "HKEYS K",
                            "HSTRLEN K b",
                            "HSCAN K 0 COUNT 100",
                            "HRANDFIELD K -4 WITHVALUES",
                            "HMGET K a b c",
                            "HINCRBYFLOAT K a 0.5"),
            "stream",
                    List.of(
                            "XLEN K",
                            "XRANGE K - +",
                            "XREVRANGE K + - COUNT 3",
                            "XADD K * f v",
                            "XINFO STREAM K FULL",
                            "XINFO GROUPS K",
                            "XTRIM K MAXLEN 3",
                            "XGROUP CREATE K g 0",
                            "XREADGROUP GROUP g c STREAMS K >",
                            "XPENDING K g",
                            "XPENDING K g - + 5",
                            "XAUTOCLAIM K g d 0 0 COUNT 3",
                            "XACK K g 1-1",
                            "XGROUP DELCONSUMER K g c",
                            "XGROUP DESTROY K g",
                            "XREAD COUNT 2 STREAMS K 0",
                            "XDEL K 1-1"));

    private final ServerFixture redis;
    private final RandomSource random;

    Traffic(ServerFixture redis, RandomSource random) {
        this.redis = redis;
        this.random = random;
    }

    /** So many commands, or fewer, for the last element takes the key with it. */
    void send(String key, int commands) {
        for (int i = 0; i < commands; i++) {
            List<String> choice = BY_TYPE.get(redis.show("TYPE " + key));
            if (choice == null) {
                return;
            }
            List<String> from = random.nextInt(4) == 0 ? GENERIC : choice;
            String command = from.get(random.nextInt(from.size())).replaceAll("\\bK\\b", key);
            String reply = redis.show(command);
            if (reply.contains("internal error")) {
                throw new AssertionError(command + " was answered " + reply);
            }
        }
    }
}
