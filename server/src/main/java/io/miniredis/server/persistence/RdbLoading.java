package io.miniredis.server.persistence;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.miniredis.persistence.file.FileSystem;
import io.miniredis.persistence.file.OpenFile;
import io.miniredis.persistence.rdb.FileBytes;
import io.miniredis.persistence.rdb.RdbCheck;
import io.miniredis.persistence.rdb.RdbException;
import io.miniredis.persistence.rdb.RdbInput;
import io.miniredis.persistence.rdb.RdbReader;
import io.miniredis.persistence.rdb.RdbTarget;
import io.miniredis.server.RedisServer;
import io.miniredis.server.config.PersistenceParameters;
import io.miniredis.server.log.ServerLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads the RDB file into the databases (rdbLoad): at the start on a thread of its own, which hands what it has read to
 * the main thread in small batches, so that clients learn that the server is loading and how far it is; for DEBUG
 * RELOAD at once.
 */
public final class RdbLoading {
    private static final String NOT_READABLE = "Fatal error loading the DB, check server logs. Exiting.";
    private static final long NANOS_PER_MICRO = 1_000;

    private final RedisServer server;
    private final FileSystem files;
    private final ServerLog log;
    private final PersistenceParameters config;
    private volatile boolean cancelled;

    public RdbLoading(RedisServer server, FileSystem files) {
        this.server = server;
        this.files = files;
        this.log = server.log();
        this.config = server.config().persistence;
    }

    // ---- at the start ----

    /**
     * Begins to load the file, if there is one; {@link Loading} is active already. May be called on any thread.
     *
     * @return completed, with true if all is loaded or there is nothing to load, with false if the server must not
     *     start; the log says why
     */
    public CompletableFuture<Boolean> begin() {
        Path path = server.persistence().rdb().file();
        OpenFile file;
        long size;
        try {
            file = files.read(path);
        } catch (NoSuchFileException none) {
            return ended(true);
        } catch (IOException e) {
            reportUnreadable(path, e);
            return ended(false);
        }
        try {
            size = file.size();
        } catch (IOException e) {
            reportUnreadable(path, e);
            return ended(false);
        }
        CompletableFuture<Boolean> result = new CompletableFuture<>();
        long startNanos = server.time().clock().nanos();
        server.mainThread().execute(() -> {
            server.persistence().loading().begin(size, nowSeconds());
            // Its primary says what has expired.
            boolean isReplica = server.replication().isReplicaFromTheStart();
            KeyspaceLoader loader = new KeyspaceLoader(server, isReplica, false).forStart();
            Thread reader = new Thread(() -> readAll(file, size, loader, startNanos, result), "redis-rdb-load");
            reader.setDaemon(true);
            reader.start();
        });
        return result;
    }

    private CompletableFuture<Boolean> ended(boolean loaded) {
        CompletableFuture<Boolean> result = new CompletableFuture<>();
        server.mainThread().execute(() -> {
            server.persistence().loading().end();
            result.complete(loaded);
        });
        return result;
    }

    private void reportUnreadable(Path path, IOException reason) {
        log.warning(
                "Fatal error: can't open the RDB file " + path.getFileName() + " for reading: " + reason.getMessage());
        log.warning(NOT_READABLE);
    }

    private long nowSeconds() {
        return nowMillis() / 1_000;
    }

    /** Whoever is loading stops soon. May be called from any thread. */
    public void cancel() {
        cancelled = true;
    }

    boolean isCancelled() {
        return cancelled;
    }

    /** On the reader's thread. */
    private void readAll(
            OpenFile file, long size, KeyspaceLoader loader, long startNanos, CompletableFuture<Boolean> result) {
        boolean loaded = false;
        try (file) {
            RdbInput in = new RdbInput(new FileBytes(file, 0), size);
            LoadHandOver handOver = new LoadHandOver(server, this, loader, in);
            read(in, new Delayed(handOver));
            handOver.finish();
            double seconds = (server.time().clock().nanos() - startNanos) / 1e9;
            log.notice("DB loaded from disk: " + decimals(seconds) + " seconds");
            loaded = true;
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            if (!cancelled) {
                reportDamage(e);
            }
        }
        boolean success = loaded;
        server.mainThread().execute(() -> {
            if (success) {
                loader.restoreHistory();
            }
            server.persistence().loading().end();
            result.complete(success);
        });
    }

    private static String decimals(double seconds) {
        long millis = Math.round(seconds * 1_000);
        return millis / 1_000 + "." + millis / 100 % 10 + millis / 10 % 10 + millis % 10;
    }

    private void reportDamage(Throwable failure) {
        if (failure instanceof RdbException damage) {
            if (damage.isForeign()) {
                log.warning(damage.reason());
                log.warning(NOT_READABLE);
                return;
            }
            log.warning(damage.report());
            log.raw(checked());
        } else if (failure instanceof IOException) {
            log.warning("Error reading the RDB file: " + failure.getMessage());
        } else {
            log.failure("Failed to load the RDB file", failure);
        }
        log.warning("Terminating server after rdb file reading failure.");
    }

    /** What {@link RdbCheck} says of the file: how far it is right, and which key is not. */
    private String checked() {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        new RdbCheck(new PrintStream(lines, false, UTF_8), server.databases().collections(), nowMillis())
                .run(files, server.persistence().rdb().file());
        return lines.toString(UTF_8);
    }

    private long nowMillis() {
        return server.time().clock().millis();
    }

    private void read(RdbInput in, RdbTarget target) throws IOException {
        new RdbReader(
                        in,
                        target,
                        server.databases().collections(),
                        config.rdbChecksum.value() && server.persistence().verifiesChecksums())
                .read();
    }

    // ---- at once ----

    /**
     * Loads the file while everybody waits (DEBUG RELOAD). Returns false, with the reason in the log, if that failed.
     *
     * @param merges true if keys take the place of those that are there
     */
    public boolean loadNow(boolean merges) {
        Path path = server.persistence().rdb().file();
        Loading loading = server.persistence().loading();
        try (OpenFile file = files.read(path)) {
            loading.begin(file.size(), nowSeconds());
            KeyspaceLoader loader = new KeyspaceLoader(server, false, merges);
            read(new RdbInput(new FileBytes(file, 0), file.size()), new Delayed(loader));
            loader.done();
            return true;
        } catch (RdbException damage) {
            log.warning(damage.report());
            return false;
        } catch (IOException e) {
            log.warning("Can't read the RDB file: " + e.getMessage());
            return false;
        } finally {
            loading.end();
        }
    }

    /** What {@code key-load-delay} slows down. */
    RdbTarget delayed(RdbTarget target) {
        return new Delayed(target);
    }

    /** {@code key-load-delay}: microseconds per key; if negative, one of them per so many keys. */
    private final class Delayed implements RdbTarget {
        private final RdbTarget target;
        private final int delayMicros = config.keyLoadDelayMicros.value();
        private int keys;

        Delayed(RdbTarget target) {
            this.target = target;
        }

        @Override
        public void aux(byte[] name, byte[] value) throws IOException {
            target.aux(name, value);
        }

        @Override
        public void database(long index) throws IOException {
            target.database(index);
        }

        @Override
        public void size(long count, long expires) throws IOException {
            target.size(count, expires);
        }

        @Override
        public void function(byte[] code) throws IOException {
            target.function(code);
        }

        @Override
        public void entry(byte[] key, Object value, long expireAtMillis, long idleSeconds, int frequency)
                throws IOException {
            target.entry(key, value, expireAtMillis, idleSeconds, frequency);
            keys++;
            if (delayMicros > 0 || (delayMicros < 0 && keys % -delayMicros == 0)) {
                LockSupport.parkNanos(Math.max(1, delayMicros) * NANOS_PER_MICRO);
            }
        }

        @Override
        public void emptyKey(byte[] key) throws IOException {
            target.emptyKey(key);
        }
    }

    @Override
    public String toString() {
        return "RdbLoading[" + server.persistence().loading() + "]";
    }
}
