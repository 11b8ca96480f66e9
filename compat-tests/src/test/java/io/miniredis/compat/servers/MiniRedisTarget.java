package io.miniredis.compat.servers;

import io.miniredis.MiniRedis;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** This server, embedded, with a clock that begins at the present and moves only when a script says so. The one place that knows the embedding API. */
public final class MiniRedisTarget implements Target {
    private final MiniRedis redis;

    private MiniRedisTarget(MiniRedis redis) {
        this.redis = redis;
    }

    public static MiniRedisTarget start(List<Setting> settings) {
        MiniRedis.Builder builder = MiniRedis.builder().port(0).virtualClock(Instant.now());
        builder.config("save", "").config("enable-debug-command", "yes");
        for (Setting setting : settings) {
            builder.config(setting.name(), setting.values().toArray(new String[0]));
        }
        return new MiniRedisTarget(builder.start());
    }

    @Override
    public int port() {
        return redis.port();
    }

    @Override
    public void advance(Duration time) {
        redis.clock().advance(time);
    }

    @Override
    public String name() {
        return "mini-redis";
    }

    @Override
    public void close() {
        redis.close();
    }
}
