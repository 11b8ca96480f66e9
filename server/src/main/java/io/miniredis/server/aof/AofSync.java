package io.miniredis.server.aof;

import io.miniredis.persistence.file.OpenFile;
import io.miniredis.server.log.ServerLog;
import java.io.IOException;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Flushes the append-only file to disk on a thread of its own, since that may take as long as the disk likes (bio.c).
 *
 * <p>Jobs are done in their order. Jobs are given by the main thread; what has come of them may be asked by any.
 */
final class AofSync {
    private final ServerLog log;
    private final Runnable whenSynced;
    private final LinkedBlockingQueue<Job> jobs = new LinkedBlockingQueue<>();
    private @Nullable Thread thread;
    private int unfinished;
    private int unfinishedSyncs;

    private volatile @Nullable String failure;
    private volatile long syncedOffset;

    /** @param offset how much of the stream of changes is on disk when it is done */
    private record Job(@Nullable OpenFile file, long offset, boolean close) {}

    /** @param whenSynced called on the thread after each job */
    AofSync(ServerLog log, Runnable whenSynced) {
        this.log = log;
        this.whenSynced = whenSynced;
    }

    /** Flushes the file. */
    void sync(OpenFile file, long offset) {
        add(new Job(file, offset, false));
    }

    /** Flushes and closes a file that is not written any more. */
    void syncAndClose(OpenFile file, long offset) {
        add(new Job(file, offset, true));
    }

    private void add(Job job) {
        synchronized (this) {
            unfinished++;
            unfinishedSyncs += job.close ? 0 : 1;
            if (thread == null) {
                thread = new Thread(this::run, "redis-aof-fsync");
                thread.setDaemon(true);
                thread.start();
            }
        }
        jobs.add(job);
    }

    /** How many flushes of the file that is written are not done yet. */
    synchronized int pending() {
        return unfinishedSyncs;
    }

    /** Waits until nothing is left to do, and all that was done was told. */
    synchronized void drain() {
        boolean interrupted = false;
        while (unfinished > 0 && thread != null) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Does what is left and ends the thread. */
    void end() {
        synchronized (this) {
            if (thread == null) {
                return;
            }
        }
        jobs.add(new Job(null, 0, false));
    }

    /** Why the last flush failed, or null if it did not. */
    @Nullable
    String failure() {
        return failure;
    }

    void forgetFailure() {
        failure = null;
    }

    /** How much of the stream of changes is on disk. */
    long syncedOffset() {
        return syncedOffset;
    }

    /** Called by the main thread when it has flushed by itself, and nothing is left to do here. */
    void synced(long offset) {
        syncedOffset = offset;
    }

    private void run() {
        try {
            boolean more = true;
            while (more) {
                more = done(nextJob());
            }
        } finally {
            ended();
        }
    }

    /** Nobody waits for a thread that is no more. */
    private synchronized void ended() {
        thread = null;
        notifyAll();
    }

    /** Nobody interrupts the thread on purpose, and an interrupt would close the file's channel: it is forgotten. */
    private Job nextJob() {
        Job job = null;
        while (job == null) {
            try {
                job = jobs.take();
            } catch (InterruptedException e) {
                job = null;
            }
        }
        return job;
    }

    private boolean done(Job job) {
        OpenFile file = job.file;
        if (file == null) {
            return false;
        }
        try {
            file.force(false);
            failure = null;
            syncedOffset = job.offset;
        } catch (IOException e) {
            if (failure == null) {
                log.warning("Fail to fsync the AOF file: " + e.getMessage());
            }
            failure = String.valueOf(e.getMessage());
        }
        if (job.close) {
            close(file);
        }
        whenSynced.run();
        synchronized (this) {
            unfinished--;
            unfinishedSyncs -= job.close ? 0 : 1;
            notifyAll();
        }
        return true;
    }

    private void close(OpenFile file) {
        try {
            file.close();
        } catch (IOException e) {
            log.warning("Fail to close the AOF file: " + e.getMessage());
        }
    }

    @Override
    public synchronized String toString() {
        return "AofSync[" + unfinished + " to do, " + syncedOffset + " on disk"
                + (failure == null ? "]" : ", failed: " + failure + "]");
    }
}
