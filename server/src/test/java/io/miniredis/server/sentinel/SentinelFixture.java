package io.miniredis.server.sentinel;

import io.miniredis.persistence.file.DiskFileSystem;
import io.miniredis.server.ServerFixture;
import io.miniredis.server.config.ServerConfig;
import io.miniredis.server.log.LogLevel;
import io.miniredis.server.log.ServerLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/** A sentinel on a virtual clock, with a configuration file of its own, that has not begun to watch. */
public final class SentinelFixture implements AutoCloseable {
    private final Path file;
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final ServerFixture fixture;

    /** @param directory where its configuration file is kept */
    public SentinelFixture(Path directory, String... lines) {
        file = directory.resolve("sentinel.conf");
        try {
            Files.write(file, List.of(lines));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        fixture = new ServerFixture(ServerConfig.ofSentinel().load(file), new DiskFileSystem(), new RememberingLog());
    }

    public ServerFixture redis() {
        return fixture;
    }

    public String show(String line) {
        return fixture.show(line);
    }

    public Sentinel sentinel() {
        return Objects.requireNonNull(fixture.server().sentinel());
    }

    /** What the configuration file holds. */
    public List<String> file() {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was logged, without what stands before the text. */
    public List<String> log() {
        return log;
    }

    @Override
    public void close() {
        fixture.close();
    }

    private final class RememberingLog implements ServerLog {
        @Override
        public void log(LogLevel level, String text) {
            log.add(level.sign() + " " + text);
        }

        @Override
        public boolean isEnabled(LogLevel level) {
            return true;
        }

        @Override
        public void failure(String text, Throwable cause) {
            throw new AssertionError(text, cause);
        }
    }
}
