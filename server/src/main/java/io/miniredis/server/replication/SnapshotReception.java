package io.miniredis.server.replication;

import io.miniredis.datastructures.Keyspace;
import io.miniredis.persistence.file.OpenFile;
import io.miniredis.persistence.rdb.FileBytes;
import io.miniredis.replication.SnapshotPayload;
import io.miniredis.server.RedisServer;
import io.miniredis.server.config.PersistenceParameters;
import io.miniredis.server.log.ProcessId;
import io.miniredis.server.log.ServerLog;
import io.miniredis.server.persistence.KeyspaceLoader;
import io.miniredis.server.persistence.ReceivedRdb;
import io.miniredis.server.scripting.RestorePolicy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes a primary's snapshot in: into a file that is loaded when it is complete, or straight from the socket, into the
 * databases or, with {@code swapdb}, into others that take their place when all is there (readSyncBulkPayload).
 *
 * <p>A thread of its own writes the file and reads the RDB; it waits for the network, and the network waits for it.
 * Confined to the main thread but for that.
 */
final class SnapshotReception {
    private static final int PIECE_BYTES = 64 * 1024;

    private final RedisServer server;
    private final ServerLog log;
    private final SnapshotPayload payload = new SnapshotPayload();
    private final PrimaryBytes bytes;
    private final boolean sameHistory;
    private final Consumer<@Nullable String> whenDone;
    private boolean isToDisk;
    private boolean over;
    private @Nullable List<Keyspace> others;
    private @Nullable KeyspaceLoader loader;
    private boolean asideKept;

    /**
     * @param bytes what has come and is not taken yet
     * @param sameHistory true if the snapshot is of the same data as those that are here
     * @param whenDone is told what went wrong, or null
     */
    SnapshotReception(
            RedisServer server, PrimaryBytes bytes, boolean sameHistory, Consumer<@Nullable String> whenDone) {
        this.server = server;
        this.log = server.log();
        this.bytes = bytes;
        this.sameHistory = sameHistory;
        this.whenDone = whenDone;
    }

    /** Takes some bytes of the network; returns the offset of the first one that is not the snapshot's. */
    int received(byte[] input, int from, int to) {
        int at = from;
        if (!payload.hasBegun()) {
            at = payload.take(input, at, to, bytes::add);
            if (payload.failure() != null) {
                fail(payload.failure());
                return to;
            }
            if (!payload.hasBegun()) {
                return at;
            }
            begin();
        }
        if (!payload.isComplete() && !over) {
            at = payload.take(input, at, to, bytes::add);
        }
        if (payload.isComplete()) {
            bytes.end();
        }
        return over ? to : at;
    }

    /** True when all of it has come; it may still be loaded. */
    boolean isComplete() {
        return payload.isComplete();
    }

    /** Which database the stream's first command applies to, unless it says. */
    int streamDatabase() {
        return loader == null ? 0 : loader.replicationDatabase();
    }

    boolean endsWithMark() {
        return payload.endsWithMark();
    }

    long totalBytes() {
        return payload.sizeBytes();
    }

    long receivedBytes() {
        return payload.receivedBytes();
    }

    // ---- begin ----

    private void begin() {
        String choice = server.config().replication.disklessLoad.choice();
        boolean empty = server.databases().size() == 0;
        isToDisk = !choice.equals("swapdb") && !(choice.equals("on-empty-db") && empty);
        String where = isToDisk ? "to disk" : "to parser";
        log.notice(
                payload.endsWithMark()
                        ? "MASTER <-> REPLICA sync: receiving streamed RDB from master with EOF " + where
                        : "MASTER <-> REPLICA sync: receiving " + payload.sizeBytes() + " bytes from master " + where);
        if (isToDisk) {
            start("redis-sync-file", this::receiveFile);
            return;
        }
        prepare(choice.equals("swapdb"));
        load(new ReceivedRdb(server, bytes, payload.sizeBytes(), loaderNow(), this::loaded));
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void load(ReceivedRdb rdb) {
        start("redis-sync-load", rdb);
    }

    /** What is here gives way, now or when the other data are complete. */
    private void prepare(boolean aside) {
        server.persistence().appendOnlyFile().suspendForSync();
        asideKept = aside;
        boolean async = aside && sameHistory;
        if (aside) {
            others = server.databases().newKeyspaces();
        } else {
            log.notice("MASTER <-> REPLICA sync: Flushing old data");
            server.replication().leavePosition();
            server.persistence().rdb().abort();
            server.databases().replaceAll(server.databases().newKeyspaces());
            server.scripting().flushFunctions();
        }
        log.notice("MASTER <-> REPLICA sync: Loading DB in memory");
        long seconds = server.time().clock().millis() / 1_000;
        server.persistence().loading().begin(Math.max(0, payload.sizeBytes()), seconds, async);
        loader = others == null ? new KeyspaceLoader(server, true, false) : new KeyspaceLoader(server, others);
    }

    private KeyspaceLoader loaderNow() {
        KeyspaceLoader present = loader;
        if (present == null) {
            throw new IllegalStateException("not prepared");
        }
        return present;
    }

    // ---- by way of a file ----

    /** On a thread of its own. */
    private void receiveFile() {
        Path temporary = server.config()
                .process
                .directory
                .resolve("temp-" + server.time().clock().millis() / 1_000 + "." + ProcessId.current() + ".rdb");
        try {
            writeFile(temporary);
            server.mainThread().executeIfRunning(() -> fileReceived(temporary));
        } catch (IOException e) {
            delete(temporary);
            server.mainThread()
                    .executeIfRunning(() -> fail("Write error or short write writing to the DB dump file"
                            + " needed for MASTER <-> REPLICA synchronization: " + e.getMessage()));
        }
    }

    private void writeFile(Path temporary) throws IOException {
        byte[] piece = new byte[PIECE_BYTES];
        try (OpenFile file = server.persistence().files().create(temporary)) {
            for (int count = bytes.read(piece, 0, piece.length);
                    count >= 0;
                    count = bytes.read(piece, 0, piece.length)) {
                file.writeFully(ByteBuffer.wrap(piece, 0, count));
            }
            file.force(true);
        }
    }

    private void delete(Path file) {
        try {
            server.persistence().files().delete(file);
        } catch (IOException gone) {
            log.debug("Cannot delete " + file + ": " + gone.getMessage());
        }
    }

    private void fileReceived(Path temporary) {
        if (over) {
            delete(temporary);
            return;
        }
        try {
            server.persistence().rdb().abort();
            server.persistence()
                    .files()
                    .rename(temporary, server.persistence().rdb().file());
            OpenFile file =
                    server.persistence().files().read(server.persistence().rdb().file());
            prepare(false);
            ReceivedRdb rdb = new ReceivedRdb(server, new FileBytes(file, 0), file.size(), loaderNow(), failure -> {
                close(file);
                loaded(failure);
            });
            if (isShort(file.size())) {
                rdb.loadNow();
            } else {
                load(rdb);
            }
        } catch (IOException e) {
            fail("Failed trying to rename the temp DB into "
                    + server.persistence().rdb().file().getFileName() + " in MASTER <-> REPLICA synchronization: "
                    + e.getMessage());
        }
    }

    private boolean isShort(long bytes) {
        PersistenceParameters config = server.config().persistence;
        return bytes < config.loadingProcessEventsIntervalBytes.value() && config.keyLoadDelayMicros.value() == 0;
    }

    private void close(OpenFile file) {
        try {
            file.close();
        } catch (IOException e) {
            log.debug("Cannot close the file of a synchronization: " + e.getMessage());
        }
        boolean keepsNone = !server.config().persistence.appendOnly.value()
                && server.config().persistence.save.points().isEmpty();
        if (keepsNone && server.config().persistence.rdbDelSyncFiles.value()) {
            log.notice("Removing the RDB file obtained from the master. This replica has persistence disabled");
            delete(server.persistence().rdb().file());
        }
    }

    // ---- done ----

    private void loaded(@Nullable Throwable failure) {
        server.persistence().loading().end();
        if (failure == null && !over) {
            exchange();
            over = true;
            whenDone.accept(null);
            return;
        }
        if (!asideKept) {
            // Half of the data is no data.
            server.databases().replaceAll(server.databases().newKeyspaces());
            server.scripting().flushFunctions();
        } else {
            log.notice("MASTER <-> REPLICA sync: Discarding temporary DB in background");
        }
        if (over) {
            whenDone.accept("aborted");
            return;
        }
        fail(
                isToDisk
                        ? "Failed trying to load the MASTER synchronization DB from disk, check server logs."
                        : "Failed trying to load the MASTER synchronization DB from socket, check server logs.");
    }

    private void exchange() {
        List<Keyspace> fresh = others;
        if (fresh != null) {
            log.notice("MASTER <-> REPLICA sync: Swapping active DB with loaded DB");
            server.replication().leavePosition();
            server.databases().replaceAll(fresh);
            server.scripting().functions().restore(new ArrayList<>(loaderNow().functionCodes()), RestorePolicy.FLUSH);
            log.notice("MASTER <-> REPLICA sync: Discarding old DB in background");
        }
    }

    private void fail(@Nullable String reason) {
        if (!over) {
            over = true;
            bytes.fail();
            whenDone.accept(reason);
        }
    }

    /** The connection is gone or not wanted any more: what reads stops soon. */
    void abort() {
        over = true;
        bytes.fail();
    }

    @Override
    public String toString() {
        return "SnapshotReception[" + payload + "]";
    }
}
