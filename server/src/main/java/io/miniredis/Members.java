package io.miniredis;

import io.miniredis.server.time.Clock;
import io.miniredis.server.time.SystemClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Servers that belong together: each has a directory in a temporary one, which goes with them. May be used from any
 * thread.
 */
final class Members {
    private static final long LOOK_MILLIS = 10;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final List<MiniRedis> servers = new CopyOnWriteArrayList<>();
    private final List<MiniRedis.Builder> descriptions = new CopyOnWriteArrayList<>();
    private final Path folder;

    Members() {
        try {
            folder = Files.createTempDirectory("mini-redis");
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary directory for the servers' files: " + e.getMessage(), e);
        }
    }

    /** Creates a directory. */
    Path directory(String name) {
        try {
            return Files.createDirectory(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    MiniRedis start(MiniRedis.Builder description) {
        MiniRedis server = description.start();
        servers.add(server);
        descriptions.add(description);
        return server;
    }

    MiniRedis restart(MiniRedis ended) {
        int number = servers.indexOf(ended);
        if (number < 0) {
            throw new IllegalArgumentException(ended + " is none of them");
        }
        if (ended.isRunning()) {
            throw new IllegalArgumentException(ended + " is running: close it first");
        }
        // It may still be ending: its port is free when it has.
        ended.close();
        MiniRedis again = descriptions.get(number).port(ended.port()).start();
        servers.set(number, again);
        return again;
    }

    /** All that are members now, in the order of their first start; also those that were closed. */
    List<MiniRedis> all() {
        return List.copyOf(servers);
    }

    List<MiniRedis> running() {
        return running(servers);
    }

    static List<MiniRedis> running(List<MiniRedis> servers) {
        return servers.stream().filter(MiniRedis::isRunning).toList();
    }

    MiniRedis atPort(int port) {
        for (MiniRedis server : servers) {
            if (server.port() == port) {
                return server;
            }
        }
        throw new IllegalStateException("the server at port " + port + " is none of them");
    }

    /** Waits until something is so. @throws IllegalStateException if it takes too long */
    static void await(String what, Duration limit, BooleanSupplier isSo) {
        Clock clock = new SystemClock();
        long begin = clock.nanos();
        while (!isSo.getAsBoolean()) {
            if (clock.nanos() - begin > limit.toMillis() * NANOS_PER_MILLI) {
                throw new IllegalStateException(what + " did not happen within " + limit);
            }
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for " + what, e);
            }
        }
    }

    /** Closes all. */
    void close() {
        servers.forEach(MiniRedis::close);
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(Members::delete);
        } catch (IOException | UncheckedIOException leftBehind) {
            // It is a temporary directory: the system's owner clears them.
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return servers.toString();
    }
}
