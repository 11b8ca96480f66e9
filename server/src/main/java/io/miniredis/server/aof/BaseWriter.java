package io.miniredis.server.aof;

import io.miniredis.persistence.aof.CommandBase;
import io.miniredis.persistence.file.OpenFile;
import io.miniredis.persistence.rdb.FileSink;
import io.miniredis.persistence.rdb.RdbWriter;
import io.miniredis.persistence.snapshot.FrozenTable;
import io.miniredis.persistence.snapshot.KeyUsage;
import io.miniredis.persistence.snapshot.RdbPreface;
import io.miniredis.persistence.snapshot.RdbSnapshot;
import io.miniredis.persistence.snapshot.SnapshotTarget;
import io.miniredis.server.RedisServer;
import io.miniredis.server.config.PersistenceParameters;
import io.miniredis.server.log.ServerLog;
import io.miniredis.server.persistence.KeySaveDelay;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Writes the data into the base of the append-only file: as a snapshot, or as commands (rewriteAppendOnlyFile).
 *
 * <p>Made by the main thread; used by one thread, which may be another.
 */
final class BaseWriter implements SnapshotTarget {
    private final RedisServer server;
    private final ServerLog log;
    private final Path path;
    private final boolean isRdb;
    private final long syncEveryBytes;
    private final long timestampSeconds;
    private final KeySaveDelay delay;
    private final boolean compresses;
    private final boolean hasChecksum;
    private final RdbPreface preface;
    private final KeyUsage usage;

    private @Nullable OpenFile file;
    private @Nullable SnapshotTarget content;
    private long fileBytes;

    /** @param log of who writes */
    BaseWriter(RedisServer server, Path path, ServerLog log) {
        PersistenceParameters config = server.config().persistence;
        this.server = server;
        this.log = log;
        this.path = path;
        this.isRdb = config.aofUseRdbPreamble.value();
        this.syncEveryBytes = config.aofRewriteIncrementalFsync.value() ? FileSink.SYNC_BYTES : 0;
        this.timestampSeconds =
                config.aofTimestampEnabled.value() ? server.time().clock().millis() / 1_000 : -1;
        this.delay = new KeySaveDelay(config);
        this.compresses = config.rdbCompression.value();
        this.hasChecksum = config.rdbChecksum.value();
        this.preface = server.persistence().rdb().preface(true);
        this.usage = server.databases().accessClock().savedUsage();
    }

    /** Where the data are written to. */
    Path path() {
        return path;
    }

    /** True if it is a snapshot. */
    boolean isRdb() {
        return isRdb;
    }

    @Override
    public void begin() throws IOException {
        OpenFile opened;
        try {
            opened = server.persistence().files().create(path);
        } catch (IOException e) {
            log.warning("Opening the temp file for AOF rewrite in rewriteAppendOnlyFile(): " + e.getMessage());
            throw e;
        }
        file = opened;
        SnapshotTarget target = isRdb
                ? new RdbSnapshot(
                        new RdbWriter(new FileSink(opened, syncEveryBytes), compresses, hasChecksum), preface, usage)
                : new CommandBase(opened, syncEveryBytes, preface.functions(), timestampSeconds);
        content = target;
        target.begin();
    }

    private SnapshotTarget content() {
        if (content == null) {
            throw new IllegalStateException("not begun");
        }
        return content;
    }

    @Override
    public void selectDatabase(int index, long keys, long expires) throws IOException {
        content().selectDatabase(index, keys, expires);
    }

    @Override
    public void entry(byte[] key, Object value, long expireAtMillis, int lru) throws IOException {
        content().entry(key, value, expireAtMillis, lru);
        delay.afterKey();
    }

    @Override
    public void table(byte[] key, FrozenTable value, long expireAtMillis, int lru) throws IOException {
        content().table(key, value, expireAtMillis, lru);
        delay.afterKey();
    }

    @Override
    public void end() throws IOException {
        content().end();
        OpenFile written = file;
        if (written != null) {
            written.force(true);
            fileBytes = written.size();
            file = null;
            written.close();
        }
    }

    @Override
    public long writtenBytes() {
        return fileBytes;
    }

    @Override
    public void abandon() {
        close();
    }

    /** Closes the file of a writer that was given up. */
    void close() {
        OpenFile unfinished = file;
        file = null;
        if (unfinished != null) {
            try {
                unfinished.close();
            } catch (IOException e) {
                log.warning("Fail to close the AOF file: " + e.getMessage());
            }
        }
    }

    @Override
    public String toString() {
        return "BaseWriter[" + path + ", " + content + "]";
    }
}
