package io.miniredis.compat.servers;

import io.miniredis.datastructures.RandomSource;
import io.miniredis.server.RedisServer;
import io.miniredis.server.config.ServerConfig;
import io.miniredis.server.log.SilentLog;
import io.miniredis.server.time.SystemClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** This server as a sentinel, with a configuration file of its own, on the machine's clock. */
public final class SentinelTarget implements Target {
    private final RedisServer server;
    private final Path file;

    private SentinelTarget(RedisServer server, Path file) {
        this.server = server;
        this.file = file;
    }

    /** True for settings that make a sentinel of a server: there is a {@code sentinel} directive among them. */
    public static boolean isMeant(List<Setting> settings) {
        return settings.stream().anyMatch(setting -> setting.name().equals("sentinel"));
    }

    public static SentinelTarget start(List<Setting> settings) {
        try {
            Path file = Files.createTempFile("sentinel", ".conf");
            Files.write(file, lines(settings));
            // Two with the same chance would choose the same id.
            RedisServer server = new RedisServer(
                    ServerConfig.ofSentinel().load(file),
                    new SystemClock(),
                    RandomSource.unpredictableSeed(),
                    SilentLog.INSTANCE);
            server.start(true, false);
            return new SentinelTarget(server, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The settings as lines of a configuration file. */
    static List<String> lines(List<Setting> settings) {
        List<String> lines = new ArrayList<>();
        for (Setting setting : settings) {
            lines.add(setting.name() + " " + String.join(" ", setting.values()));
        }
        return lines;
    }

    /** What it keeps. */
    public List<String> file() {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int port() {
        return server.port();
    }

    @Override
    public void advance(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String name() {
        return "mini-redis sentinel";
    }

    @Override
    public void close() {
        server.stop();
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
