package io.miniredis.server.persistence;

import io.miniredis.persistence.rdb.RdbInput;
import io.miniredis.persistence.rdb.RdbTarget;
import io.miniredis.server.RedisServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * What the reader's thread has read, on its way to the main thread: in batches, each a turn of the event loop, so that
 * clients are served in between. When the main thread is behind, the reader waits.
 */
final class LoadHandOver implements RdbTarget {
    private static final int MOST_BATCHES = 4;

    private final RedisServer server;
    private final RdbLoading loading;
    private final KeyspaceLoader loader;
    private final RdbInput in;
    private final int intervalBytes;
    private final Semaphore room = new Semaphore(MOST_BATCHES);

    private LoadBatch batch = new LoadBatch();
    private long batchStart;

    /** What went wrong with a batch, which the main thread has found. */
    private volatile @Nullable IOException failure;

    private interface Step {
        void run() throws IOException;
    }

    /** @param intervalBytes clients are served at least once in so many bytes of the file */
    LoadHandOver(RedisServer server, RdbLoading loading, KeyspaceLoader loader, RdbInput in, int intervalBytes) {
        this.server = server;
        this.loading = loading;
        this.loader = loader;
        this.in = in;
        this.intervalBytes = intervalBytes;
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
        if (batch.isFull() || in.offset() - batchStart >= intervalBytes) {
            sendKeys();
        }
    }

    @Override
    public void emptyKey(byte[] key) throws IOException {
        add(() -> loader.emptyKey(key));
    }

    /** Something but a key, behind the keys before it. */
    private void add(Step step) throws IOException {
        if (!batch.isEmpty()) {
            sendKeys();
        }
        send(step);
    }

    private void sendKeys() throws IOException {
        LoadBatch full = batch;
        batch = new LoadBatch();
        send(() -> full.deliver(loader));
    }

    private void send(Step step) throws IOException {
        checkFailure();
        long offset = in.offset();
        batchStart = offset;
        try {
            room.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
        server.mainThread().executeNextTurn(() -> run(step, offset));
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
            server.persistence().loading().progress(offset);
        } catch (IOException e) {
            failure = e;
        } finally {
            room.release();
        }
    }

    /** The file is at its end: returns when the main thread has everything. */
    void finish() throws IOException {
        sendKeys();
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
