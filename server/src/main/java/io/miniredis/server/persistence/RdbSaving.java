package io.miniredis.server.persistence;

import io.miniredis.datastructures.Keyspace;
import io.miniredis.persistence.file.FileSystem;
import io.miniredis.persistence.rdb.RdbFormat;
import io.miniredis.persistence.snapshot.RdbPreface;
import io.miniredis.persistence.snapshot.Snapshot;
import io.miniredis.persistence.snapshot.SnapshotAbortedException;
import io.miniredis.persistence.snapshot.SnapshotTarget;
import io.miniredis.server.RedisServer;
import io.miniredis.server.config.PersistenceParameters;
import io.miniredis.server.config.SavePoint;
import io.miniredis.server.config.ServerConfig;
import io.miniredis.server.log.ProcessId;
import io.miniredis.server.log.ServerLog;
import io.miniredis.server.memory.Memory;
import io.miniredis.server.snapshot.Child;
import io.miniredis.server.snapshot.Snapshots;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Saves the data as an RDB file: while everybody waits (SAVE, at the end), or in the background (BGSAVE, save points),
 * and knows how the last attempt went (rdb.c).
 *
 * <p>Confined to the main thread.
 */
public final class RdbSaving {
    /** CONFIG_BGSAVE_RETRY_DELAY. */
    private static final long RETRY_SECONDS = 5;

    private static final long NEVER = -1;

    private final RedisServer server;
    private final FileSystem files;
    private final ServerLog log;
    private final PersistenceParameters config;

    private long lastSaveSeconds;
    private long lastTrySeconds;
    private long lastDurationSeconds = NEVER;
    private long savedDirty;
    private boolean lastSucceeded = true;
    private boolean scheduled;
    private long saves;
    private long lastCowBytes;

    private @Nullable Background background;

    /** A save that is being made. */
    private record Background(
            Snapshot snapshot,
            long startSeconds,
            long dirtyBefore,
            @Nullable Consumer<@Nullable Throwable> whenSent) {}

    public RdbSaving(RedisServer server, FileSystem files) {
        this.server = server;
        this.files = files;
        this.log = server.log();
        this.config = server.config().persistence;
        this.lastSaveSeconds = nowSeconds();
    }

    private long nowSeconds() {
        return server.time().clock().millis() / 1_000;
    }

    /** The file that is written and read. */
    public Path file() {
        return server.config().process.directory.resolve(config.dbFileName.utf8());
    }

    /** Its name while it is not complete, if it is written while everybody waits. */
    public Path temporaryFile() {
        return temporary("temp-" + ProcessId.current() + ".rdb");
    }

    /** Its name while it is not complete, and another one than that of a save while everybody waits. */
    private Path temporaryFile(Child child) {
        return temporary((child.exists() ? "temp-" : "temp-bg-") + child.processId() + ".rdb");
    }

    private Path temporary(String name) {
        return server.config().process.directory.resolve(name);
    }

    /** Changes since the last save. */
    public long changes() {
        return server.effects().dirty() - savedDirty;
    }

    /** What has changed so far is as good as saved: it was read from where it is kept. */
    public void forgetChanges() {
        savedDirty = server.effects().dirty();
    }

    // ---- saving ----

    /** Saves while everybody waits. Returns false, with the reason in the log, if that failed. */
    public boolean save() {
        try {
            snapshots().writeNow(newSave(temporaryFile(), log));
        } catch (IOException e) {
            return false;
        }
        forgetChanges();
        lastSaveSeconds = nowSeconds();
        lastSucceeded = true;
        return true;
    }

    /** SAVE: counted, too. */
    public boolean saveByCommand() {
        saves++;
        return save();
    }

    private RdbFileSave newSave(Path temporary, ServerLog log) {
        return new RdbFileSave(
                files,
                log,
                temporary,
                file(),
                preface(false),
                server.databases().accessClock().savedUsage(),
                config);
    }

    /**
     * What an RDB that is begun now has before the keys.
     *
     * @param aofBase true if it is the base of an append-only file
     */
    public RdbPreface preface(boolean aofBase) {
        int version = RdbFormat.VERSION_7_0;
        for (Keyspace keyspace : server.databases().keyspaces()) {
            if (keyspace.fieldExpiries().size() > 0) {
                version = RdbFormat.VERSION_7_4;
            }
        }
        List<RdbPreface.Field> fields = new ArrayList<>();
        fields.add(new RdbPreface.Field("redis-ver", ServerConfig.REDIS_VERSION));
        fields.add(new RdbPreface.Field("redis-bits", "64"));
        fields.add(new RdbPreface.Field("ctime", Long.toString(nowSeconds())));
        fields.add(new RdbPreface.Field("used-mem", Long.toString(Memory.heapUsedBytes())));
        server.replication().describe(fields);
        fields.add(new RdbPreface.Field("aof-base", aofBase ? "1" : "0"));
        return new RdbPreface(version, fields, server.scripting().functions().codes());
    }

    /** Begins to save in the background. No snapshot is being made. */
    public void begin() {
        saves++;
        lastTrySeconds = nowSeconds();
        long before = server.effects().dirty();
        Snapshot snapshot = snapshots()
                .begin("redis-rdb-bgsave", saver -> newSave(temporaryFile(saver), saver.log(log)), this::done);
        background = new Background(snapshot, lastTrySeconds, before, null);
        log.notice("Background saving started by pid " + snapshots().processId());
    }

    /**
     * Begins a snapshot that goes to replicas and not to the file. No snapshot is being made.
     *
     * @param whenSent is told when it has ended, and why if not well
     */
    public void beginToSockets(SnapshotTarget target, Consumer<@Nullable Throwable> whenSent) {
        Snapshot snapshot = snapshots().begin("redis-rdb-to-slaves", sender -> target, this::done);
        background = new Background(snapshot, nowSeconds(), 0, whenSent);
        log.notice("Background RDB transfer started by pid " + snapshots().processId());
    }

    private Snapshots snapshots() {
        return server.persistence().snapshots();
    }

    /** True while a save is made in the background. */
    public boolean isInBackground() {
        return background != null;
    }

    private void done(@Nullable Throwable failure) {
        Background save = background;
        if (save == null) {
            throw new IllegalStateException("no save in the background", failure);
        }
        background = null;
        long now = nowSeconds();
        lastDurationSeconds = now - save.startSeconds;
        lastCowBytes = save.snapshot.keptBytes();
        if (save.whenSent != null) {
            reportSent(failure);
            save.whenSent.accept(failure);
            return;
        }
        if (failure == null) {
            log.notice("Background saving terminated with success");
            savedDirty = Math.max(savedDirty, save.dirtyBefore);
            lastSaveSeconds = now;
            lastSucceeded = true;
        } else if (failure instanceof SnapshotAbortedException ended) {
            log.warning("Background saving terminated by signal " + ended.signal());
            lastSucceeded &= ended.isCancelled();
        } else {
            if (!(failure instanceof IOException)) {
                log.failure("Background saving failed", failure);
            }
            log.warning("Background saving error");
            lastSucceeded = false;
        }
        server.replication().replicas().fullSync().fileSaved(failure);
    }

    private void reportSent(@Nullable Throwable failure) {
        if (failure == null) {
            log.notice("Background RDB transfer terminated with success");
        } else if (failure instanceof SnapshotAbortedException ended) {
            log.warning("Background transfer terminated by signal " + ended.signal());
        } else {
            if (!(failure instanceof IOException)) {
                log.failure("Background transfer failed", failure);
            }
            log.warning("Background transfer error");
        }
    }

    /** Ends the save in the background, if there is one, without blame. */
    public void abort() {
        if (background != null) {
            snapshots().abort();
        }
    }

    /** {@link #abort}, and the file is gone when this returns. */
    public void abortAndWait() {
        if (background != null) {
            snapshots().abortAndWait();
        }
    }

    /** FLUSHALL: a save of what is no more is given up, and the file becomes empty, too, if there are save points. */
    public void allFlushed() {
        abort();
        if (!config.save.points().isEmpty()) {
            save();
        }
    }

    /** A save in the background is to begin as soon as it can. */
    public void schedule() {
        scheduled = true;
    }

    /** Begins what is due: by time and changes, or what was scheduled. */
    public void cron() {
        if (snapshots().isRunning()) {
            return;
        }
        long now = nowSeconds();
        if (!lastSucceeded && now - lastTrySeconds <= RETRY_SECONDS) {
            return;
        }
        List<SavePoint> points = config.save.points();
        for (int i = 0; i < points.size(); i++) {
            SavePoint point = points.get(i);
            if (changes() >= point.changes() && now - lastSaveSeconds > point.seconds()) {
                log.notice(point.changes() + " changes in " + point.seconds() + " seconds. Saving...");
                begin();
                return;
            }
        }
        if (scheduled) {
            scheduled = false;
            begin();
        }
    }

    /** True if commands that write are refused because the data could not be saved. */
    public boolean refusesWrites() {
        return !lastSucceeded
                && config.stopWritesOnBgsaveError.value()
                && !config.save.points().isEmpty();
    }

    // ---- what INFO asks ----

    /** When the data was saved last, or the server was started: seconds since 1970. */
    public long lastSaveSeconds() {
        return lastSaveSeconds;
    }

    public boolean lastSucceeded() {
        return lastSucceeded;
    }

    /** How long the last save in the background took; -1 if there was none. */
    public long lastDurationSeconds() {
        return lastDurationSeconds;
    }

    /** How long the present one has taken so far; -1 if there is none. */
    public long currentDurationSeconds() {
        return background == null ? NEVER : nowSeconds() - background.startSeconds;
    }

    public long saves() {
        return saves;
    }

    /** What the last save in the background has kept of values that changed meanwhile, in bytes. */
    public long lastCowBytes() {
        return lastCowBytes;
    }

    @Override
    public String toString() {
        return "RdbSaving[" + changes() + " changes, last " + (lastSucceeded ? "ok" : "failed")
                + (background == null ? "]" : ", in the background]");
    }
}
