package io.miniredis.server.aof;

import io.miniredis.persistence.aof.AofWriteException;
import io.miniredis.persistence.aof.AofWriter;
import io.miniredis.persistence.file.OpenFile;
import io.miniredis.protocol.Request;
import io.miniredis.server.RedisServer;
import io.miniredis.server.config.PersistenceParameters;
import io.miniredis.server.log.ServerLog;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Brings what was appended into the file, and the file onto the disk (flushAppendOnlyFile).
 *
 * <p>It is written once per turn of the event loop, before any reply of that turn goes out: whoever reads a reply may
 * be sure that the kernel has the change, and with {@code appendfsync always} that the disk has it, one flush for all
 * clients of the turn. With {@code everysec} a thread of its own flushes. While it does the kernel would hold up a
 * write to the same file, so the write is put off, for two seconds at most.
 *
 * <p>Confined to the main thread.
 */
final class AofFlusher {
    private static final long LONGEST_POSTPONEMENT_SECONDS = 2;
    private static final long ERROR_LOG_PAUSE_SECONDS = 30;

    final AofWriter writer = new AofWriter();
    final AofSync sync;
    private final RedisServer server;
    private final ServerLog log;
    private final PersistenceParameters config;
    private FsyncPolicy policy;

    /** True from a change to the attempt to write it. */
    private boolean unwritten;

    /** How much of the file is known to be on disk, or on its way there. */
    private long syncedFileBytes;

    private long lastSyncSeconds;
    private long postponedSinceSeconds;
    private long delayedSyncs;

    /** What all files together hold, those before the one that is written included, in bytes. */
    private long totalBytes;

    private @Nullable String writeFailure;
    private long failureLoggedSeconds;
    private boolean lost;
    private long sleepNanos;

    AofFlusher(RedisServer server) {
        this.server = server;
        this.log = server.log();
        this.config = server.config().persistence;
        this.policy = FsyncPolicy.of(config.appendFsync.choice());
        this.sync = new AofSync(log, this::syncedInBackground);
        this.lastSyncSeconds = nowSeconds();
    }

    private long nowSeconds() {
        return server.time().clock().millis() / 1_000;
    }

    /** {@code appendfsync} was changed. */
    void policyChanged() {
        policy = FsyncPolicy.of(config.appendFsync.choice());
        if (policy == FsyncPolicy.ALWAYS) {
            // From now on the main thread says what is on disk, and nobody behind its back.
            sync.drain();
        }
    }

    // ---- the file ----

    /** Writes to this file from now on; the one before is flushed and closed in the background. */
    void open(OpenFile file, long sizeBytes) {
        OpenFile before = writer.close();
        if (before != null) {
            sync.syncAndClose(before, server.propagation().offset());
            lastSyncSeconds = nowSeconds();
        }
        writer.open(file, sizeBytes);
        syncedFileBytes = sizeBytes;
    }

    /** Writes, flushes and closes the file, and forgets what could not be written. */
    void close() {
        flush(true);
        OpenFile file = writer.close();
        if (file != null) {
            try (file) {
                file.force(false);
                lastSyncSeconds = nowSeconds();
            } catch (IOException e) {
                log.warning("Fail to fsync the AOF file: " + e.getMessage());
            }
        }
        writer.clear();
        syncedFileBytes = 0;
        postponedSinceSeconds = 0;
        unwritten = false;
    }

    /** Writes and flushes the file, which stays open: the server ends. */
    void finish() {
        flush(true);
        OpenFile file = writer.file();
        if (file != null) {
            try {
                file.force(false);
            } catch (IOException e) {
                log.warning("Fail to fsync the AOF file: " + e.getMessage() + ".");
            }
        }
    }

    // ---- writing ----

    void append(byte[] bytes, int offset, int length) {
        writer.append(bytes, offset, length);
        unwritten = true;
    }

    void append(Request change) {
        writer.append(change);
        unwritten = true;
    }

    /** True if replies have to wait for {@link #flush}. */
    boolean holdsReplies() {
        return unwritten || lost;
    }

    /** True if the server must not say another word: what it has done may not be on disk. */
    boolean isLost() {
        return lost;
    }

    /** True if {@link #flush} waits for the disk. */
    boolean waitsForDisk() {
        return policy == FsyncPolicy.ALWAYS;
    }

    /** @param force true to write even while the file is being flushed in the background */
    void flush(boolean force) {
        unwritten = false;
        if (writer.file() == null || lost) {
            return;
        }
        boolean syncing = policy == FsyncPolicy.EVERYSEC && sync.pending() > 0;
        if (writer.pendingBytes() == 0) {
            syncRest(syncing);
            return;
        }
        if (syncing && !force && mayPostpone()) {
            return;
        }
        if (write(syncing)) {
            syncIfDue(syncing);
        }
    }

    /** What was written is flushed a second later although nothing more was: clients may have stopped to write. */
    private void syncRest(boolean syncing) {
        if (syncedFileBytes != writer.fileBytes() && !syncing) {
            syncIfDue(false);
        }
    }

    private boolean mayPostpone() {
        long now = nowSeconds();
        if (postponedSinceSeconds == 0) {
            postponedSinceSeconds = now;
            return true;
        }
        if (now - postponedSinceSeconds < LONGEST_POSTPONEMENT_SECONDS) {
            return true;
        }
        delayedSyncs++;
        log.notice(
                "Asynchronous AOF fsync is taking too long (disk is busy?). Writing the AOF buffer without waiting for"
                        + " fsync to complete, this may slow down Redis.");
        return false;
    }

    private boolean write(boolean syncing) {
        if (sleepNanos > 0) {
            server.time().clock().sleep(sleepNanos);
        }
        long start = server.time().clock().nanos();
        AofWriteException failure = null;
        long before = writer.fileBytes();
        try {
            writer.write();
        } catch (AofWriteException e) {
            failure = e;
        }
        totalBytes += writer.fileBytes() - before;
        noteWriteLatency(syncing, server.time().clock().nanos() - start);
        postponedSinceSeconds = 0;
        if (failure != null) {
            writeFailed(failure);
            return false;
        }
        if (writeFailure != null) {
            log.notice("AOF write error looks solved, Redis can write again.");
            writeFailure = null;
        }
        return true;
    }

    private void noteWriteLatency(boolean syncing, long nanos) {
        String how = syncing
                ? "aof-write-pending-fsync"
                : server.persistence().hasBackgroundWriter() ? "aof-write-active-child" : "aof-write-alone";
        noteLatency(how, nanos);
        noteLatency("aof-write", nanos);
    }

    void noteLatency(String event, long nanos) {
        server.observation().latency().add(event, nowSeconds(), nanos);
    }

    private void writeFailed(AofWriteException failure) {
        long now = nowSeconds();
        if (now - failureLoggedSeconds > ERROR_LOG_PAUSE_SECONDS) {
            failureLoggedSeconds = now;
            failure.lines().forEach(log::warning);
        }
        if (policy == FsyncPolicy.ALWAYS) {
            // Replies are written and the data have changed, both of which cannot be taken back.
            giveUp("Can't recover from AOF write error when the AOF fsync policy is 'always'. Exiting...");
        } else {
            writeFailure = String.valueOf(
                    failure.getCause() == null
                            ? failure.getMessage()
                            : failure.getCause().getMessage());
        }
    }

    private void giveUp(String line) {
        lost = true;
        log.warning(line);
        server.shutdown().abort();
    }

    // ---- flushing ----

    private void syncIfDue(boolean syncing) {
        OpenFile file = writer.file();
        boolean isLeftToTheEnd =
                config.noAppendfsyncOnRewrite.value() && server.persistence().hasBackgroundWriter();
        if (file == null || isLeftToTheEnd) {
            return;
        }
        long now = nowSeconds();
        if (policy == FsyncPolicy.ALWAYS) {
            syncNow(file);
        } else if (policy == FsyncPolicy.EVERYSEC && now > lastSyncSeconds) {
            if (!syncing) {
                sync.sync(file, server.propagation().offset());
                syncedFileBytes = writer.fileBytes();
            }
            lastSyncSeconds = now;
        }
    }

    private void syncNow(OpenFile file) {
        long start = server.time().clock().nanos();
        try {
            file.force(false);
        } catch (IOException e) {
            giveUp("Can't persist AOF for fsync error when the AOF fsync policy is 'always': " + e.getMessage()
                    + ". Exiting...");
            return;
        }
        noteLatency("aof-fsync-always", server.time().clock().nanos() - start);
        syncedFileBytes = writer.fileBytes();
        lastSyncSeconds = nowSeconds();
        sync.synced(server.propagation().offset());
        server.persistence().appendOnlyFile().synced();
    }

    private void syncedInBackground() {
        server.mainThread()
                .executeIfRunning(() -> server.persistence().appendOnlyFile().synced());
    }

    /** Writes what the server has changed on its own, and tries again what was put off or has failed (serverCron). */
    void cron(boolean onceASecond) {
        boolean retries = onceASecond && writeFailure != null;
        if (unwritten || postponedSinceSeconds != 0 || retries || writer.pendingBytes() == 0) {
            flush(false);
        }
    }

    // ---- errors ----

    /** Why writes are refused, or null. */
    @Nullable
    String failure() {
        return writeFailure != null ? writeFailure : sync.failure();
    }

    /** The file begins anew: what was wrong with the old one does not matter. */
    void forgetFailures() {
        lastSyncSeconds = nowSeconds();
        if (sync.failure() != null) {
            log.warning("AOF reopen, just ignore the AOF fsync error in bio job");
            sync.forgetFailure();
        }
        if (writeFailure != null) {
            log.warning("AOF reopen, just ignore the last error.");
            writeFailure = null;
        }
    }

    // ---- for INFO and DEBUG ----

    long totalBytes() {
        return totalBytes;
    }

    void totalBytes(long bytes) {
        totalBytes = bytes;
    }

    long delayedSyncs() {
        return delayedSyncs;
    }

    void resetStatistics() {
        delayedSyncs = 0;
    }

    /** DEBUG AOF-FLUSH-SLEEP: waits before each write. */
    void sleepNanos(long nanos) {
        sleepNanos = nanos;
    }

    @Override
    public String toString() {
        return "AofFlusher[" + policy + ", " + writer + ", " + sync
                + (failure() == null ? "]" : ", " + failure() + "]");
    }
}
