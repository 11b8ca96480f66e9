package io.miniredis.server.aof;

import io.miniredis.persistence.aof.AofDirectory;
import io.miniredis.persistence.aof.AofFile;
import io.miniredis.persistence.aof.AofManifest;
import io.miniredis.persistence.file.OpenFile;
import io.miniredis.persistence.snapshot.SnapshotAbortedException;
import io.miniredis.server.log.ProcessId;
import io.miniredis.server.log.ServerLog;
import io.miniredis.server.snapshot.Child;
import io.miniredis.server.snapshot.Snapshots;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Makes the append-only file short again: a new base says what the data are, and what led there is deleted
 * (rewriteAppendOnlyFileBackground, backgroundRewriteDoneHandler).
 *
 * <pre>
 *   1  a new increment is opened and noted in the manifest: what changes from now on stands there
 *   2  a thread writes the data as they are now to a temporary file
 *   3  the file becomes the new base; base and increments before become history       one change of the manifest
 *   4  history is deleted, and forgotten
 * </pre>
 *
 * <p>Whenever the server dies in between, the manifest names files that together hold all the data.
 *
 * <p>While the append-only file is being switched on the increment of step 1 has a temporary name, since without a base
 * it is worth nothing, and gets its own in step 3.
 *
 * <p>Confined to the main thread.
 */
public final class AofRewrite {
    private static final int FAILURES_TO_LIMIT = 3;
    private static final long LONGEST_DELAY_MINUTES = 60;
    private static final long NEVER = -1;

    private final AppendOnlyFile aof;
    private final ServerLog log;
    /** Of the rewrite that is made; null if there is none. */
    private @Nullable BaseWriter writer;

    private boolean scheduled;
    private long startedSeconds = NEVER;
    private long lastSeconds = NEVER;
    private boolean lastFailed;
    private long rewrites;
    private long failuresInRow;
    private long baseBytes;
    private long delayMinutes;
    private long nextTrySeconds;

    AofRewrite(AppendOnlyFile aof) {
        this.aof = aof;
        this.log = aof.log;
    }

    private long nowSeconds() {
        return aof.server.time().clock().millis() / 1_000;
    }

    // ---- when ----

    public boolean isRunning() {
        return writer != null;
    }

    public boolean isScheduled() {
        return scheduled;
    }

    /** To be begun as soon as no other snapshot is written. */
    void schedule() {
        scheduled = true;
    }

    /** {@link #schedule} on demand: earlier failures do not delay it. */
    public void scheduleOnDemand() {
        scheduled = true;
        failuresInRow = 0;
    }

    void unschedule() {
        scheduled = false;
    }

    /** Begins what is due. */
    void cron() {
        if (aof.server.persistence().hasBackgroundWriter()) {
            return;
        }
        if (scheduled) {
            if (!isLimited()) {
                begin();
            }
            return;
        }
        int percentage = aof.config.autoAofRewritePercentage.value();
        long bytes = aof.flusher.totalBytes();
        boolean mayGrow = aof.state() == AofState.ON && percentage > 0;
        if (mayGrow && bytes > aof.config.autoAofRewriteMinBytes.value()) {
            long growth = bytes * 100 / Math.max(1, baseBytes) - 100;
            if (growth >= percentage && !isLimited()) {
                log.notice("Starting automatic rewriting of AOF on " + growth + "% growth");
                begin();
            }
        }
    }

    /**
     * True if rewrites have failed so often that the next one has to wait: for a minute, then two, four, at most an
     * hour. Each try leaves an increment behind (aofRewriteLimited).
     */
    private boolean isLimited() {
        if (failuresInRow < FAILURES_TO_LIMIT) {
            delayMinutes = 0;
            nextTrySeconds = 0;
            return false;
        }
        if (nextTrySeconds != 0) {
            boolean tooEarly = nowSeconds() < nextTrySeconds;
            nextTrySeconds = tooEarly ? nextTrySeconds : 0;
            return tooEarly;
        }
        delayMinutes = Math.min(delayMinutes == 0 ? 1 : delayMinutes * 2, LONGEST_DELAY_MINUTES);
        nextTrySeconds = nowSeconds() + delayMinutes * 60;
        log.warning("Background AOF rewrite has repeatedly failed and triggered the limit, will retry in "
                + delayMinutes + " minutes");
        return true;
    }

    // ---- begin ----

    /** Begins a rewrite. False if it cannot be, after a line in the log. */
    public boolean begin() {
        if (aof.server.persistence().hasBackgroundWriter()) {
            return false;
        }
        AofDirectory directory = aof.directory();
        try {
            directory.create();
            aof.forgetSelection();
            aof.flusher.flush(true);
            openNextIncrement(directory);
        } catch (IOException e) {
            log.warning(String.valueOf(e.getMessage()));
            lastFailed = true;
            return false;
        }
        if (aof.state() == AofState.WAITS_FOR_REWRITE) {
            aof.flusher.sync.drain();
            aof.flusher.sync.synced(aof.server.propagation().offset());
        }
        rewrites++;
        scheduled = false;
        startedSeconds = nowSeconds();
        snapshots().begin("redis-aof-rewrite", this::newBase, this::written);
        log.notice("Background append only file rewriting started by pid "
                + snapshots().processId());
        return true;
    }

    private Snapshots snapshots() {
        return aof.server.persistence().snapshots();
    }

    private BaseWriter newBase(Child child) {
        Path temporary = aof.directory().temporary("temp-rewriteaof-bg-" + child.processId() + ".aof");
        BaseWriter base = new BaseWriter(aof.server, temporary, child.log(log));
        writer = base;
        return base;
    }

    /** Nothing of ours is changed unless all of it went well. */
    private void openNextIncrement(AofDirectory directory) throws IOException {
        if (aof.state() == AofState.OFF) {
            return;
        }
        AofManifest next = aof.manifest.copy();
        boolean isTemporary = aof.state() == AofState.WAITS_FOR_REWRITE;
        String name = isTemporary
                ? directory.temporaryIncrement()
                : next.addIncrement(directory.prefix()).name();
        OpenFile file = created(directory, name);
        if (!isTemporary) {
            try {
                directory.persist(next);
            } catch (IOException e) {
                file.close();
                throw e;
            }
        }
        log.notice("Creating AOF incr file " + name + " on background rewrite");
        aof.flusher.open(file, 0);
        aof.manifest(next);
    }

    private static OpenFile created(AofDirectory directory, String name) throws IOException {
        try {
            return directory.files().create(directory.path(name));
        } catch (IOException e) {
            throw new IOException("Can't open the append-only file " + name + ": " + e.getMessage(), e);
        }
    }

    /** Writes the data into a base while everybody waits. Returns true if it is a snapshot. */
    boolean writeNow(Path base) throws IOException {
        Path temporary = aof.directory().temporary("temp-rewriteaof-" + ProcessId.current() + ".aof");
        BaseWriter target = new BaseWriter(aof.server, temporary, log);
        try {
            snapshots().writeNow(target);
        } catch (IOException e) {
            target.close();
            throw new IOException("Write error writing append only file on disk: " + e.getMessage(), e);
        }
        aof.server.persistence().files().rename(temporary, base);
        return target.isRdb();
    }

    // ---- end ----

    /** Gives a rewrite up. */
    void kill() {
        BaseWriter base = writer;
        if (base != null) {
            log.notice("Killing running AOF rewrite child: " + snapshots().processId());
            writer = null;
            snapshots().abortAndWait();
            startedSeconds = NEVER;
            discard(base);
        }
    }

    private void discard(BaseWriter base) {
        base.close();
        aof.delete(base.path());
    }

    /** The temporary file is complete, or why not. */
    private void written(@Nullable Throwable failure) {
        BaseWriter base = writer;
        if (base == null) {
            // Somebody has killed it, and knows.
            return;
        }
        writer = null;
        AofDirectory directory = aof.directory();
        if (failure == null) {
            log.notice("Background AOF rewrite terminated with success");
            try {
                takeOver(directory, base);
                succeeded();
            } catch (IOException e) {
                log.warning(String.valueOf(e.getMessage()));
                failed();
            }
        } else {
            reportFailure(failure);
        }
        discard(base);
        lastSeconds = nowSeconds() - startedSeconds;
        startedSeconds = NEVER;
        if (aof.state() == AofState.WAITS_FOR_REWRITE) {
            aof.flusher.writer.clear();
            log.notice("Removing the temp incr aof file " + directory.temporaryIncrement() + " in the background");
            aof.delete(directory.path(directory.temporaryIncrement()));
            scheduled = true;
        }
    }

    private void reportFailure(Throwable failure) {
        if (failure instanceof SnapshotAbortedException ended) {
            log.warning("Background AOF rewrite terminated by signal " + ended.signal());
            if (!ended.isCancelled()) {
                failed();
            }
            return;
        }
        if (failure instanceof IOException) {
            log.warning("Write error writing append only file on disk: " + failure.getMessage());
        } else {
            log.failure("Rewriting the append only file", failure);
        }
        log.warning("Background AOF rewrite terminated with error");
        failed();
    }

    private void takeOver(AofDirectory directory, BaseWriter written) throws IOException {
        AofManifest next = aof.manifest.copy();
        AofFile base = next.addBase(directory.prefix(), written.isRdb());
        rename(written.path(), directory.path(base), "base", base.name());
        AofFile increment = null;
        try {
            if (aof.state() == AofState.WAITS_FOR_REWRITE) {
                increment = next.addIncrement(directory.prefix());
                Path temporary = directory.path(directory.temporaryIncrement());
                rename(temporary, directory.path(increment), "incr", increment.name());
            }
            next.retireIncrements(aof.flusher.writer.file() != null);
            directory.persist(next);
        } catch (IOException e) {
            aof.delete(directory.path(base));
            if (increment != null) {
                aof.delete(directory.path(increment));
            }
            throw e;
        }
        aof.manifest(next);
        if (aof.state() != AofState.OFF) {
            baseBytes = directory.size(base) + aof.flusher.writer.fileBytes();
            aof.flusher.totalBytes(baseBytes);
        }
    }

    private void rename(Path from, Path to, String what, String name) throws IOException {
        long start = aof.server.time().clock().nanos();
        try {
            aof.server.persistence().files().rename(from, to);
        } catch (IOException e) {
            throw new IOException(
                    "Error trying to rename the temporary AOF " + what + " file " + from + " into " + to + ": "
                            + e.getMessage(),
                    e);
        }
        aof.flusher.noteLatency("aof-rename", aof.server.time().clock().nanos() - start);
        log.notice("Successfully renamed the temporary AOF " + what + " file " + from.getFileName() + " into " + name);
    }

    private void succeeded() {
        aof.deleteHistory();
        lastFailed = false;
        failuresInRow = 0;
        log.notice("Background AOF rewrite finished successfully");
        if (aof.state() == AofState.WAITS_FOR_REWRITE) {
            aof.becomeOn();
        }
    }

    private void failed() {
        lastFailed = true;
        failuresInRow++;
    }

    // ---- for INFO ----

    /** How long the running rewrite has taken, in seconds, or -1. */
    public long currentSeconds() {
        return isRunning() ? nowSeconds() - startedSeconds : NEVER;
    }

    /** How long the last one took, in seconds, or -1. */
    public long lastSeconds() {
        return lastSeconds;
    }

    public boolean hasLastFailed() {
        return lastFailed;
    }

    /** How many were begun. */
    public long rewrites() {
        return rewrites;
    }

    public long failuresInRow() {
        return failuresInRow;
    }

    /** What the files held after the last rewrite, in bytes. */
    public long baseBytes() {
        return baseBytes;
    }

    void baseBytes(long bytes) {
        baseBytes = bytes;
    }

    void resetStatistics() {
        rewrites = 0;
        failuresInRow = 0;
    }

    @Override
    public String toString() {
        return "AofRewrite[" + (isRunning() ? "running" : scheduled ? "scheduled" : "none") + ", " + rewrites
                + " begun, " + failuresInRow + " failed]";
    }
}
