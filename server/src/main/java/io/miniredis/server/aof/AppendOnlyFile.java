package io.miniredis.server.aof;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.Numbers;
import io.miniredis.persistence.aof.AofDirectory;
import io.miniredis.persistence.aof.AofFile;
import io.miniredis.persistence.aof.AofManifest;
import io.miniredis.persistence.file.OpenFile;
import io.miniredis.protocol.Request;
import io.miniredis.server.RedisServer;
import io.miniredis.server.config.PersistenceParameters;
import io.miniredis.server.log.ServerLog;
import io.miniredis.server.propagation.PropagationSink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes every change down, as the command that made it (feedAppendOnlyFile, startAppendOnly, stopAppendOnly).
 *
 * <p>Which files there are says the manifest; it is changed on disk first, and here when that went well.
 *
 * <p>Confined to the main thread.
 */
public final class AppendOnlyFile implements PropagationSink {
    private static final int NONE_SELECTED = -1;

    final RedisServer server;
    final PersistenceParameters config;
    final ServerLog log;
    final AofFlusher flusher;
    private final AofRewrite rewrite;
    AofManifest manifest = new AofManifest();
    private AofState state = AofState.OFF;
    private int selectedDatabase = NONE_SELECTED;
    private long timestampSeconds;
    /** How much of the stream of changes is safe; -1 while nothing is written down. */
    private long syncedOffset = -1;

    private int roundsToSecond;
    private long streamOnDisk;

    public AppendOnlyFile(RedisServer server) {
        this.server = server;
        this.config = server.config().persistence;
        this.log = server.log();
        this.flusher = new AofFlusher(server);
        this.rewrite = new AofRewrite(this);
    }

    /** Lets CONFIG SET take effect. */
    public void followConfiguration() {
        config.appendOnly.onChange(this::switchedByConfiguration);
        config.appendFsync.onChange(() -> {
            flusher.policyChanged();
            return null;
        });
        config.aofDisableAutoGc.onChange(() -> {
            deleteHistory();
            return null;
        });
    }

    // ---- the stream of changes ----

    @Override
    public void append(int database, byte[] resp, int offset, int length) {
        server.replication().countUnkept();
        keep(database, resp, offset, length);
    }

    @Override
    public void append(int database, Request change) {
        server.replication().countUnkept();
        prepare(database);
        if (gathers()) {
            flusher.append(change);
        }
    }

    private void keep(int database, byte[] resp, int offset, int length) {
        prepare(database);
        write(resp, offset, length);
    }

    /** Says when and to which database the next change applies, if it is not known. */
    private void prepare(int database) {
        if (config.aofTimestampEnabled.value()) {
            annotateTime(server.time().millis() / 1_000);
        }
        if (database != NO_DATABASE && database != selectedDatabase) {
            write(select(database));
            selectedDatabase = database;
        }
    }

    @Override
    public void appendForFile(int database, byte[] resp, int offset, int length) {
        keep(database, resp, offset, length);
    }

    private void write(byte[] bytes) {
        write(bytes, 0, bytes.length);
    }

    private void write(byte[] bytes, int offset, int length) {
        if (gathers()) {
            flusher.append(bytes, offset, length);
        }
    }

    /** False while the base is missing: what was written would be of no use. */
    private boolean gathers() {
        return state == AofState.ON || (state == AofState.WAITS_FOR_REWRITE && rewrite.isRunning());
    }

    private void annotateTime(long nowSeconds) {
        if (timestampSeconds < nowSeconds) {
            timestampSeconds = nowSeconds;
            write(Ascii.bytes("#TS:" + nowSeconds + "\r\n"));
        }
    }

    private static byte[] select(int database) {
        return Ascii.bytes("*2\r\n$6\r\nSELECT\r\n$" + Numbers.digitCount(database) + "\r\n" + database + "\r\n");
    }

    /** The next change is preceded by SELECT: a file begins. */
    void forgetSelection() {
        selectedDatabase = NONE_SELECTED;
    }

    // ---- before replies go out ----

    /** True if there are changes that must be written before anybody hears of them. */
    public boolean holdsReplies() {
        return flusher.holdsReplies();
    }

    /** Writes changes. Returns false if replies must not go out, ever. */
    public boolean flushBeforeReplies() {
        flusher.flush(false);
        return !flusher.isLost();
    }

    /** True if {@link #flushBeforeReplies} waits for the disk. */
    public boolean flushesBeforeReplies() {
        return flusher.waitsForDisk();
    }

    /** Called {@code hz} times a second. */
    public void cron(int hz) {
        if (state == AofState.OFF && !rewrite.isScheduled()) {
            return;
        }
        rewrite.cron();
        boolean onceASecond = --roundsToSecond <= 0;
        if (onceASecond) {
            roundsToSecond = hz;
        }
        flusher.cron(onceASecond);
        server.replication().waiters().serve();
    }

    // ---- on disk ----

    /** The file has been flushed to disk. */
    void synced() {
        if (state == AofState.ON && syncedOffset != -1) {
            syncedOffset = flusher.sync.syncedOffset();
        }
        server.replication().waiters().serve();
    }

    /** How much of {@link io.miniredis.server.propagation.Propagation#offset} is on disk, -1 if nothing is written. */
    public long syncedOffset() {
        return syncedOffset;
    }

    /**
     * How much of a primary's stream is on disk; -1 if changes are not written down. What was applied and is not
     * flushed yet does not count.
     *
     * @param applied how much of it was executed
     */
    public long streamOffsetOnDisk(long applied) {
        if (state != AofState.ON) {
            return -1;
        }
        if (syncedOffset >= server.propagation().offset()) {
            streamOnDisk = applied;
        }
        return streamOnDisk;
    }

    // ---- on and off ----

    /** True unless changes are not written down at all. */
    public boolean isOn() {
        return state != AofState.OFF;
    }

    AofState state() {
        return state;
    }

    private @Nullable String switchedByConfiguration() {
        if (!config.appendOnly.value() && state != AofState.OFF) {
            stop();
        } else if (config.appendOnly.value() && state == AofState.OFF && !start()) {
            return "Unable to turn on AOF. Check server logs.";
        }
        return null;
    }

    /** Changes are written from now on, and are of use when the first base is there. False if that cannot be begun. */
    private boolean start() {
        enter(AofState.WAITS_FOR_REWRITE);
        if (server.persistence().hasBackgroundWriter() && !rewrite.isRunning()) {
            rewrite.schedule();
            log.notice(
                    "AOF was enabled but there is already another background operation. An AOF background was scheduled"
                            + " to start when possible.");
        } else if (server.executor().isExecutingTransaction()) {
            rewrite.schedule();
            log.notice("AOF was enabled during a transaction. An AOF background was scheduled to start when possible.");
        } else {
            if (rewrite.isRunning()) {
                log.notice(
                        "AOF was enabled but there is already an AOF rewriting in background. Stopping background AOF"
                                + " and starting a rewrite now.");
                rewrite.kill();
            }
            if (!rewrite.begin()) {
                enter(AofState.OFF);
                log.warning(
                        "Redis needs to enable the AOF but can't trigger a background AOF rewrite operation. Check the"
                                + " above logs for more info about the error.");
                return false;
            }
        }
        flusher.forgetFailures();
        return true;
    }

    private void stop() {
        flusher.close();
        enter(AofState.OFF);
        forgetSelection();
        rewrite.unschedule();
        rewrite.kill();
        server.replication().waiters().serve();
    }

    /** All data are about to be other ones: what is written would be of no use. */
    public void suspendForSync() {
        if (state != AofState.OFF) {
            stop();
        }
    }

    /** The other data are there: begins again, with all of them. */
    public void restartAfterSync() {
        if (config.appendOnly.value() && state == AofState.OFF && !start()) {
            log.warning(
                    "Failed enabling the AOF after successful master synchronization! Trying it again in one second.");
            server.mainThread().schedule(1_000, this::restartAfterSync);
        }
    }

    private void enter(AofState next) {
        if (state == AofState.OFF && next != AofState.OFF) {
            server.propagation().addSink(this);
        } else if (state != AofState.OFF && next == AofState.OFF) {
            server.propagation().removeSink(this);
        }
        state = next;
        syncedOffset = switch (next) {
            case OFF -> -1;
            case WAITS_FOR_REWRITE -> 0;
            case ON -> flusher.sync.syncedOffset();
        };
    }

    /** The first base is there: what is written is of use. */
    void becomeOn() {
        enter(AofState.ON);
    }

    // ---- when the server starts ----

    /** Opens the increment to write to, behind what was loaded. False if it cannot be; the log says why. */
    public boolean openAtStart() {
        try {
            open();
            deleteHistory();
            return true;
        } catch (IOException e) {
            log.warning(String.valueOf(e.getMessage()));
            return false;
        }
    }

    private void open() throws IOException {
        AofDirectory directory = directory();
        directory.create();
        if (manifest.isEmpty()) {
            AofFile base = manifest.addBase(directory.prefix(), config.aofUseRdbPreamble.value());
            rewrite.writeNow(directory.path(base));
            log.notice("Creating AOF base file " + base.name() + " on server start");
        }
        boolean isNew = manifest.increments().isEmpty();
        AofFile increment = manifest.lastIncrement(directory.prefix());
        OpenFile file = open(directory, increment);
        directory.persist(manifest);
        flusher.open(file, file.size());
        enter(AofState.ON);
        log.notice((isNew ? "Creating" : "Opening") + " AOF incr file " + increment.name() + " on server start");
    }

    private static OpenFile open(AofDirectory directory, AofFile increment) throws IOException {
        try {
            return directory.files().append(directory.path(increment));
        } catch (IOException e) {
            throw new IOException("Can't open the append-only file " + increment.name() + ": " + e.getMessage(), e);
        }
    }

    /** Deletes what rewrites have replaced (aofDelHistoryFiles). */
    public void deleteHistory() {
        List<AofFile> history = manifest.history();
        if (config.aofDisableAutoGc.value() || history.isEmpty()) {
            return;
        }
        AofDirectory directory = directory();
        for (AofFile file : history) {
            log.notice("Removing the history file " + file.name() + " in the background");
            delete(directory.path(file));
        }
        manifest.forgetHistory();
        try {
            directory.persist(manifest);
        } catch (IOException e) {
            log.warning(String.valueOf(e.getMessage()));
        }
    }

    /** Deletes a file if it is there; what stays is in nobody's way. */
    void delete(Path path) {
        try {
            server.persistence().files().delete(path);
        } catch (IOException gone) {
            log.debug("Cannot delete " + path + ": " + gone.getMessage());
        }
    }

    /** Where the files are: {@code dir} may be changed while the server runs. */
    AofDirectory directory() {
        return new AofDirectory(
                server.persistence().files(),
                server.config().process.directory.value(),
                config.appendDirectoryName.value().utf8(),
                config.appendFileName.value().utf8());
    }

    /** Takes over what was found on disk. */
    void manifest(AofManifest found) {
        manifest = found;
    }

    // ---- the end ----

    /**
     * The server ends: everything is on disk when this returns, unless the log says otherwise.
     *
     * @return false if the server must not end, because the first base is not written yet and {@code force} not given
     */
    public boolean finish(boolean force) {
        if (rewrite.isRunning()) {
            boolean isFirst = state == AofState.WAITS_FOR_REWRITE;
            if (isFirst) {
                log.warning("Writing initial AOF" + (force ? ". Exit anyway." : ", can't exit."));
            }
            if (isFirst && !force) {
                return false;
            }
            log.warning("There is a child rewriting the AOF. Killing it!");
            rewrite.kill();
        }
        if (state != AofState.OFF) {
            log.notice("Calling fsync() on the AOF file.");
            flusher.finish();
        }
        return true;
    }

    /** The server has ended: nothing is written any more. */
    public void close() {
        flusher.close();
        flusher.sync.end();
    }

    // ---- for INFO and DEBUG ----

    /** What all files together hold, in bytes. */
    public long totalBytes() {
        return flusher.totalBytes();
    }

    /** What waits to be written, in bytes. */
    public int pendingBytes() {
        return flusher.writer.pendingBytes();
    }

    /** What waits to be written has room in, in bytes. */
    public int bufferBytes() {
        return state == AofState.OFF ? 0 : flusher.writer.bufferBytes();
    }

    /** How many flushes to disk are under way in the background. */
    public int pendingSyncs() {
        return flusher.sync.pending();
    }

    /** How often a flush to disk took so long that the file was written all the same. */
    public long delayedSyncs() {
        return flusher.delayedSyncs();
    }

    /** DEBUG LOADAOF: what is in memory gives way to what the files say. False if they cannot be read. */
    public boolean reload() {
        flusher.flush(true);
        for (int i = 0; i < server.databases().count(); i++) {
            server.databases().get(i).flush(false);
        }
        server.effects().databasesFlushed();
        server.scripting().flushFunctions();
        AofLoader loader = new AofLoader(server);
        if (!loader.loadManifest()) {
            return false;
        }
        deleteHistory();
        AofLoadResult result = loader.loadNow();
        return result == AofLoadResult.LOADED || result == AofLoadResult.EMPTY;
    }

    public AofRewrite rewrite() {
        return rewrite;
    }

    /** Why writes are refused, or null. */
    public @Nullable String failure() {
        return state == AofState.OFF ? null : flusher.failure();
    }

    /** DEBUG AOF-FLUSH-SLEEP. */
    public void flushSleepMicros(long micros) {
        flusher.sleepNanos(micros * 1_000);
    }

    public void resetStatistics() {
        flusher.resetStatistics();
        rewrite.resetStatistics();
    }

    @Override
    public String toString() {
        return "AppendOnlyFile[" + state + ", " + manifest + ", " + flusher + "]";
    }
}
