package io.miniredis.server.aof;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.miniredis.persistence.file.MemoryFileSystem;
import io.miniredis.server.ServerFixture;
import io.miniredis.server.config.ServerConfig;
import io.miniredis.server.log.KeptLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * A server that persists its data on a disk in memory. Time stands still; what is done in the background is waited for.
 */
final class AofFixture implements AutoCloseable {
    final MemoryFileSystem files;
    final KeptLog log = new KeptLog();
    final ServerFixture redis;
    final boolean started;

    /** A server on an empty disk. */
    AofFixture(String... config) {
        this(newDisk(), config);
    }

    /** A server that finds this disk. Of its configuration names and values come in turn. */
    AofFixture(MemoryFileSystem files, String... config) {
        this.files = files;
        ServerConfig defaults = ServerConfig.defaults().with("enable-debug-command", "yes");
        for (int i = 0; i < config.length; i += 2) {
            defaults.with(config[i], config[i + 1]);
        }
        redis = new ServerFixture(defaults, files, log);
        started = redis.onMain(() -> {
            AppendOnlyFile aof = aof();
            aof.followConfiguration();
            if (!defaults.persistence.appendOnly.value()) {
                return true;
            }
            AofLoader loader = new AofLoader(redis.server());
            return loader.loadManifest() && loader.loadNow().isUsable() && aof.openAtStart();
        });
    }

    static MemoryFileSystem newDisk() {
        MemoryFileSystem disk = new MemoryFileSystem();
        disk.put(home().resolve("unrelated"), new byte[0]);
        return disk;
    }

    static Path home() {
        return ServerConfig.defaults().process.directory.value();
    }

    static Path path(String name) {
        return home().resolve("appendonlydir").resolve(name);
    }

    AppendOnlyFile aof() {
        return redis.server().persistence().appendOnlyFile();
    }

    String show(String line) {
        return redis.show(line);
    }

    <T> T onMain(Callable<T> action) {
        return redis.onMain(action);
    }

    /** The end of a turn: what was changed is written. */
    boolean flush() {
        return onMain(() -> aof().flushBeforeReplies());
    }

    /** A tick of the clock of so many seconds, with what the server does on its own. */
    void seconds(int seconds) {
        for (int i = 0; i < seconds; i++) {
            redis.advance(Duration.ofSeconds(1));
            onMain(() -> {
                aof().cron(1);
                return true;
            });
            drain();
        }
    }

    /** Waits until the background thread has nothing left to do. */
    void drain() {
        onMain(() -> {
            aof().flusher.sync.drain();
            return true;
        });
    }

    /** BGREWRITEAOF, until it is done. */
    void rewrite() {
        show("BGREWRITEAOF");
        finishRewrite();
    }

    void finishRewrite() {
        long end = System.nanoTime() + 20_000_000_000L;
        while (!files.isOff() && onMain(() -> aof().rewrite().isRunning())) {
            if (System.nanoTime() > end) {
                throw new AssertionError("the rewrite does not end: " + log);
            }
            Thread.onSpinWait();
        }
        drain();
    }

    /** The commands in a file of the directory, as {@code SET a 1}. */
    List<String> commands(String name) {
        return readable(new String(files.content(path(name)), ISO_8859_1));
    }

    private static List<String> readable(String resp) {
        List<String> commands = new ArrayList<>();
        String[] lines = resp.split("\r\n", -1);
        StringBuilder command = new StringBuilder();
        for (int i = 0; i < lines.length - 1; i++) {
            if (lines[i].startsWith("*") || lines[i].startsWith("#")) {
                add(commands, command);
                command.append(lines[i].startsWith("#") ? lines[i] : "");
            } else {
                command.append(command.isEmpty() ? "" : " ").append(lines[++i]);
            }
        }
        add(commands, command);
        return commands;
    }

    private static void add(List<String> commands, StringBuilder command) {
        if (!command.isEmpty()) {
            commands.add(command.toString());
            command.setLength(0);
        }
    }

    String manifest() {
        return new String(files.content(path("appendonly.aof.manifest")), ISO_8859_1);
    }

    /** All data, in a form that can be compared. */
    String digest() {
        return show("DEBUG DIGEST");
    }

    @Override
    public void close() {
        redis.close();
    }
}
