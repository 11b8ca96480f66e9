package io.miniredis.compat.servers;

import io.miniredis.MiniRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * This server, embedded, with a clock that begins at the present and moves only when a script says so. The one place
 * that knows the embedding API.
 */
public final class MiniRedisTarget implements Target {
    private final MiniRedis redis;
    private final Path folder;

    private MiniRedisTarget(MiniRedis redis, Path folder) {
        this.redis = redis;
        this.folder = folder;
    }

    public static MiniRedisTarget start(List<Setting> settings) {
        Path folder = newFolder();
        MiniRedis.Builder builder = MiniRedis.builder().port(0).virtualClock(Instant.now());
        builder.config("dir", folder.toString());
        builder.config("save", "").config("enable-debug-command", "yes");
        for (Setting setting : settings) {
            builder.config(setting.name(), setting.values().toArray(new String[0]));
        }
        return new MiniRedisTarget(builder.start(), folder);
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory("mini-redis");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
