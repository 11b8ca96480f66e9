package io.miniredis.server.persistence;

import io.miniredis.persistence.file.FileSystem;
import io.miniredis.persistence.rdb.DumpWriter;
import io.miniredis.server.MainThread;
import io.miniredis.server.RedisServer;
import io.miniredis.server.aof.AofLoader;
import io.miniredis.server.aof.AppendOnlyFile;
import io.miniredis.server.config.ServerConfig;
import io.miniredis.server.snapshot.Snapshots;
import java.util.concurrent.CompletableFuture;

/**
 * The data on disk: what writes it, what reads it, and which of RDB and append-only file holds at the start. Puts these
 * parts together; each knows the others through it.
 *
 * <p>Confined to the main thread, but for {@link #beginLoading}, {@link #load}, {@link #abort} and {@link #close}.
 */
public final class Persistence {
    /** How long clients wait, while data are loaded, to be told so. */
    private static final long LOADING_SLICE_NANOS = 20_000_000;

    private final RedisServer server;
    private final ServerConfig config;
    private final FileSystem files;
    private final Snapshots snapshots;
    private final Loading loading = new Loading();
    private final RdbSaving rdb;
    private final RdbLoading rdbLoading;
    private final AppendOnlyFile appendOnlyFile;
    private final DumpWriter dumps = new DumpWriter();
    private boolean verifiesChecksums = true;

    /**
     * @param files where the data are
     * @param mainThread what slices of snapshots take their time from
     */
    public Persistence(RedisServer server, FileSystem files, MainThread mainThread) {
        this.server = server;
        this.config = server.config();
        this.files = files;
        this.snapshots = new Snapshots(server, mainThread);
        this.rdb = new RdbSaving(server, files);
        this.rdbLoading = new RdbLoading(server, files);
        this.appendOnlyFile = new AppendOnlyFile(server);
    }

    /** Lets CONFIG SET reach what does not look its parameter up at each use. */
    public void followConfiguration() {
        appendOnlyFile.followConfiguration();
    }

    // ---- at the start ----

    /**
     * From now on clients that are let in hear that data are being loaded: before the first comes, who must not change
     * what is not there yet.
     */
    public void beginLoading() {
        loading.begin(0, server.time().millis() / 1_000);
    }

    /**
     * Reads the data from the disk, if there are any, while clients wait, or are told to if it lasts; after
     * {@link #beginLoading}.
     *
     * @return completed with false if the server must not start; the log says why
     */
    public CompletableFuture<Boolean> load() {
        if (!config.persistence.appendOnly.value()) {
            return rdbLoading.begin();
        }
        CompletableFuture<Boolean> loaded = new CompletableFuture<>();
        server.mainThread().execute(() -> {
            AofLoader loader = new AofLoader(server);
            if (!loader.loadManifest()) {
                loaded(false, loaded);
            } else if (loader.begin()) {
                load(loader, loaded);
            } else {
                loaded(loader.isUsable() && appendOnlyFile.openAtStart(), loaded);
            }
        });
        return loaded;
    }

    private void load(AofLoader loader, CompletableFuture<Boolean> loaded) {
        try {
            if (loader.step(LOADING_SLICE_NANOS)) {
                server.network().listeners().accept();
                server.mainThread().executeNextTurn(() -> load(loader, loaded));
                return;
            }
        } catch (RuntimeException | StackOverflowError | LinkageError | OutOfMemoryError failure) {
            server.log().failure("Loading the append only file", failure);
            loaded(false, loaded);
            return;
        }
        loaded(loader.isUsable() && appendOnlyFile.openAtStart(), loaded);
    }

    /**
     * So many bytes have been read by now: with {@code loading-process-events-interval-bytes} of them clients are let
     * in, to hear that data are being loaded (rdbLoadProgressCallback).
     */
    public void progress(long bytes) {
        loading.progress(bytes);
        if (bytes >= config.persistence.loadingProcessEventsIntervalBytes.value()) {
            server.network().listeners().accept();
        }
    }

    private void loaded(boolean successfully, CompletableFuture<Boolean> result) {
        loading.end();
        result.complete(successfully);
    }

    // ---- at the end ----

    /** Whoever reads the data or writes a snapshot stops, and is done when this returns. Not on the main thread. */
    public void abort() {
        rdbLoading.cancel();
        snapshots.abortFromOutside();
    }

    /** Nothing is written any more. */
    public void close() {
        appendOnlyFile.close();
    }

    // ---- parts ----

    /** Where the data are. */
    public FileSystem files() {
        return files;
    }

    /** Whether the data are being read. */
    public Loading loading() {
        return loading;
    }

    /** The data as an RDB file. */
    public RdbSaving rdb() {
        return rdb;
    }

    public RdbLoading rdbLoading() {
        return rdbLoading;
    }

    public AppendOnlyFile appendOnlyFile() {
        return appendOnlyFile;
    }

    /** Frozen views of the data, for whoever writes it somewhere. */
    public Snapshots snapshots() {
        return snapshots;
    }

    /** True while a thread writes a snapshot (hasActiveChildProcess). */
    public boolean hasBackgroundWriter() {
        return snapshots.isRunning();
    }

    /** What makes the payloads of DUMP. */
    public DumpWriter dumps() {
        return dumps;
    }

    /** False after DEBUG SET-SKIP-CHECKSUM-VALIDATION: payloads and files are read whatever their checksum. */
    public boolean verifiesChecksums() {
        return verifiesChecksums;
    }

    public void verifiesChecksums(boolean yes) {
        verifiesChecksums = yes;
    }

    @Override
    public String toString() {
        return "Persistence[" + loading + ", " + rdb + ", " + appendOnlyFile + ", " + snapshots + "]";
    }
}
