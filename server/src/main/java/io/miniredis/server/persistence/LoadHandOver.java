package io.miniredis.server.persistence;

import io.miniredis.persistence.rdb.RdbInput;
import io.miniredis.persistence.rdb.RdbTarget;
import io.miniredis.server.RedisServer;
import io.miniredis.server.time.Clock;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * What the reader's thread has read, on its way to the main thread: in batches, and these in slices, each a turn of the
 * event loop, so that clients are served in between. When the main thread is behind, the reader waits.
 */
final class LoadHandOver implements RdbTarget {
    private static final int MOST_BATCHES = 2;
    private static final int SLICE_KEYS = 512;

    /** A batch is handed over after so long, full or not: INFO tells how far it is. */
    private static final long LONGEST_BATCH_NANOS = 250_000_000;

    private static final int KEYS_BETWEEN_LOOKS = 16;

    private final RedisServer server;
    private final RdbLoading loading;
    private final KeyspaceLoader loader;
    private final RdbInput in;
    private final Clock clock;
    private final Semaphore room = new Semaphore(MOST_BATCHES);

    private LoadBatch batch = new LoadBatch();
    private long batchStartOffset;
    private long batchStartNanos;
    private int placeBits;

    /** What went wrong with a batch, which the main thread has found. */
    private volatile @Nullable IOException failure;

    private interface Step {
        void run() throws IOException;
    }

    LoadHandOver(RedisServer server, RdbLoading loading, KeyspaceLoader loader, RdbInput in) {
        this.server = server;
        this.loading = loading;
        this.loader = loader;
        this.in = in;
        this.clock = server.time().clock();
        this.batchStartNanos = clock.nanos();
    }

    @Override
    public void aux(byte[] name, byte[] value) throws IOException {
        add(() -> loader.aux(name, value));
    }

    @Override
    public void database(long index) throws IOException {
        add(() -> loader.database(index));
    }

    @Override
    public void size(long keys, long expires) throws IOException {
        placeBits = Math.min(30, 64 - Long.numberOfLeadingZeros(Math.max(1, keys) - 1));
        add(() -> loader.size(keys, expires));
    }

    @Override
    public void function(byte[] code) throws IOException {
        add(() -> loader.function(code));
    }

    @Override
    public void entry(byte[] key, Object value, long expireAtMillis, long idleSeconds, int frequency)
            throws IOException {
        int hash = server.databases().get(0).keys().hash(key);
        batch.add(key, hash, value, expireAtMillis, idleSeconds, frequency);
        if (batch.isFull() || isLate()) {
            sendKeys();
        }
    }

    @Override
    public void emptyKey(byte[] key) throws IOException {
        add(() -> loader.emptyKey(key));
    }

    private boolean isLate() {
        return batch.count() % KEYS_BETWEEN_LOOKS == 0 && clock.nanos() - batchStartNanos > LONGEST_BATCH_NANOS;
    }

    /** Something but a key: when all keys before it are there, and before those behind it. */
    private void add(Step step) throws IOException {
        sendKeys();
        acquire(MOST_BATCHES);
        long offset = in.offset();
        server.mainThread().executeNextTurn(() -> {
            try {
                run(step, offset);
            } finally {
                room.release(MOST_BATCHES);
            }
        });
    }

    private void sendKeys() throws IOException {
        LoadBatch full = batch;
        long startOffset = batchStartOffset;
        long endOffset = in.offset();
        if (!full.isEmpty()) {
            full.arrange(placeBits);
            acquire(1);
            server.mainThread().executeNextTurn(() -> deliver(full, 0, startOffset, endOffset));
            batch = new LoadBatch();
        }
        batchStartOffset = endOffset;
        batchStartNanos = clock.nanos();
    }

    private void acquire(int permits) throws IOException {
        checkFailure();
        try {
            room.acquire(permits);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    /** On the main thread: a slice of a batch, and the others in turns of their own. */
    private void deliver(LoadBatch keys, int from, long startOffset, long endOffset) {
        int to = Math.min(from + SLICE_KEYS, keys.count());
        run(() -> keys.deliver(loader, from, to), startOffset + (endOffset - startOffset) * to / keys.count());
        if (to < keys.count() && failure == null) {
            server.mainThread().executeNextTurn(() -> deliver(keys, to, startOffset, endOffset));
        } else {
            room.release();
        }
    }

    private void checkFailure() throws IOException {
        IOException found = failure;
        if (found != null) {
            throw found;
        }
        if (loading.isCancelled()) {
            throw new IOException("the server ends");
        }
    }

    /** On the main thread. */
    private void run(Step step, long offset) {
        try {
            if (failure == null) {
                step.run();
            }
            server.persistence().progress(offset);
        } catch (IOException e) {
            failure = e;
        }
    }

    /** The file is at its end: returns when the main thread has everything. */
    void finish() throws IOException {
        sendKeys();
        acquire(MOST_BATCHES);
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        server.mainThread().executeNextTurn(() -> {
            if (failure == null) {
                loader.done();
            }
            done.complete(true);
        });
        try {
            done.get();
        } catch (InterruptedException | ExecutionException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
        checkFailure();
    }

    @Override
    public String toString() {
        return "LoadHandOver[" + batch + "]";
    }
}
