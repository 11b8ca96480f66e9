package io.miniredis.server.persistence;

import io.miniredis.persistence.rdb.ByteSource;
import io.miniredis.persistence.rdb.RdbInput;
import io.miniredis.persistence.rdb.RdbReader;
import io.miniredis.server.RedisServer;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads an RDB that a primary has sent, on the thread that runs this, and hands what is in it to the main thread in
 * batches.
 */
public final class ReceivedRdb implements Runnable {
    private final RedisServer server;
    private final ByteSource source;
    private final long size;
    private final KeyspaceLoader loader;
    private final Consumer<@Nullable Throwable> whenDone;

    /**
     * @param size in bytes; below 0 if it is not known
     * @param whenDone is told, on the main thread, what went wrong, or null
     */
    public ReceivedRdb(
            RedisServer server,
            ByteSource source,
            long size,
            KeyspaceLoader loader,
            Consumer<@Nullable Throwable> whenDone) {
        this.server = server;
        this.source = source;
        this.size = size;
        this.loader = loader;
        this.whenDone = whenDone;
    }

    @Override
    public void run() {
        Throwable failure = null;
        try {
            read();
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            failure = e;
            server.log().warning("Loading the data of the master failed: " + e.getMessage());
        }
        Throwable reason = failure;
        server.mainThread().executeIfRunning(() -> whenDone.accept(reason));
    }

    private void read() throws IOException {
        RdbInput in = new RdbInput(source, size < 0 ? RdbInput.UNKNOWN_SIZE : size);
        RdbLoading loading = server.persistence().rdbLoading();
        int interval =
                server.config().persistence.loadingProcessEventsIntervalBytes.value();
        LoadHandOver handOver = new LoadHandOver(server, loading, loader, in, interval);
        boolean checksum = server.config().persistence.rdbChecksum.value()
                && server.persistence().verifiesChecksums();
        new RdbReader(in, loading.delayed(handOver), server.databases().collections(), checksum).read();
        handOver.finish();
    }

    @Override
    public String toString() {
        return "ReceivedRdb[" + loader + "]";
    }
}
