package io.miniredis.server.persistence;

import io.miniredis.persistence.rdb.ByteSource;
import io.miniredis.persistence.rdb.RdbException;
import io.miniredis.persistence.rdb.RdbInput;
import io.miniredis.persistence.rdb.RdbReader;
import io.miniredis.persistence.rdb.RdbTarget;
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
    private final RdbInput in;
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
        this.in = new RdbInput(source, size < 0 ? RdbInput.UNKNOWN_SIZE : size);
        this.loader = loader;
        this.whenDone = whenDone;
    }

    @Override
    public void run() {
        Throwable reason = attempt(this::read);
        server.mainThread().executeIfRunning(() -> whenDone.accept(reason));
    }

    /**
     * Reads all of it here and now, on the main thread: what is so short that Redis would not look at clients meanwhile
     * need not be seen loading.
     */
    public void loadNow() {
        whenDone.accept(attempt(() -> reader(loader).read()));
    }

    private interface Attempt {
        void run() throws IOException;
    }

    private @Nullable Throwable attempt(Attempt attempt) {
        try {
            attempt.run();
            return null;
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            server.log().warning(report(e) + ". Failure loading rdb format");
            return e;
        }
    }

    /** In Redis's words: scripts wait for them. */
    private String report(Throwable e) {
        return e instanceof RdbException rdb
                ? rdb.report()
                : "Internal error in RDB reading offset " + in.offset() + " -> " + e.getMessage();
    }

    private void read() throws IOException {
        LoadHandOver handOver = new LoadHandOver(server, server.persistence().rdbLoading(), loader, in);
        reader(handOver).read();
        handOver.finish();
    }

    private RdbReader reader(RdbTarget target) {
        boolean checksum = server.config().persistence.rdbChecksum.value()
                && server.persistence().verifiesChecksums();
        RdbTarget delayed = server.persistence().rdbLoading().delayed(target);
        return new RdbReader(in, delayed, server.databases().collections(), checksum);
    }

    @Override
    public String toString() {
        return "ReceivedRdb[" + loader + "]";
    }
}
