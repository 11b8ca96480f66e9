package io.miniredis.server.aof;

import io.miniredis.persistence.aof.AofDirectory;
import io.miniredis.persistence.aof.AofFile;
import io.miniredis.persistence.aof.AofFileType;
import io.miniredis.persistence.aof.AofManifest;
import io.miniredis.persistence.aof.AofManifestException;
import io.miniredis.server.RedisServer;
import io.miniredis.server.log.ServerLog;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads the append-only file, all its files one after the other (loadAppendOnlyFiles): in steps, so that clients are
 * answered meanwhile, if only that the server is loading.
 *
 * <p>Confined to the main thread.
 */
public final class AofLoader {
    private final RedisServer server;
    private final AppendOnlyFile aof;
    private final ServerLog log;
    private final AofDirectory directory;
    private List<AofFile> files = List.of();
    private int index = -1;
    private @Nullable AofFileLoader current;
    private long loadedBytes;
    private long startNanos;
    private long fileStartNanos;
    private AofLoadResult result = AofLoadResult.MISSING;

    public AofLoader(RedisServer server) {
        this.server = server;
        this.aof = server.persistence().appendOnlyFile();
        this.log = server.log();
        this.directory = aof.directory();
        this.startNanos = now();
    }

    private long now() {
        return server.time().clock().nanos();
    }

    /** Reads the manifest from disk. False if it cannot be used; the log says why. */
    public boolean loadManifest() {
        try {
            aof.manifest(directory.load());
            return true;
        } catch (AofManifestException e) {
            log.warning("\n*** FATAL AOF MANIFEST FILE ERROR ***\n");
            String line = e.line();
            if (line != null) {
                log.warning("Reading the manifest file, at line " + e.lineNumber() + "\n");
                log.warning(">>> '" + line + "'\n");
            }
            log.warning(e.getMessage() + "\n");
        } catch (IOException e) {
            log.warning(String.valueOf(e.getMessage()));
        }
        return false;
    }

    /** Reads everything at once. */
    AofLoadResult loadNow() {
        boolean more = begin();
        while (more) {
            more = step(Long.MAX_VALUE);
        }
        return result;
    }

    /** Looks what there is to be read. False if there is nothing, or if it cannot be. */
    public boolean begin() {
        startNanos = now();
        AofManifest manifest = aof.manifest;
        try {
            if (directory.hasOldFile(manifest)) {
                directory.adoptOldFile(manifest);
                log.notice("Successfully migrated an old-style AOF file (" + directory.prefix()
                        + ") into the AOF directory (" + directory.path().getFileName() + ").");
            }
            files = manifest.files();
            if (files.isEmpty()) {
                result = AofLoadResult.MISSING;
                return false;
            }
            long bytes = 0;
            for (AofFile file : files) {
                bytes += sizeOf(file);
            }
            if (bytes == 0) {
                result = AofLoadResult.EMPTY;
                return false;
            }
            aof.flusher.totalBytes(bytes);
            aof.rewrite().baseBytes(manifest.base() == null ? 0 : sizeOf(files.get(0)));
            server.persistence().loading().begin(bytes, server.time().clock().millis() / 1_000);
            quiet(true);
            return true;
        } catch (IOException e) {
            log.warning(String.valueOf(e.getMessage()));
            result = AofLoadResult.FAILED;
            return false;
        }
    }

    /** While a log is read no key is past its time, and what changes is nobody's business. */
    private void quiet(boolean yes) {
        server.databases().stopExpiry(yes);
        server.propagation().stop(yes);
    }

    private long sizeOf(AofFile file) throws IOException {
        long start = now();
        try {
            return directory.size(file);
        } finally {
            aof.flusher.noteLatency("aof-fstat", now() - start);
        }
    }

    /**
     * Reads on for a while. False at the end.
     *
     * @param nanos how long
     */
    public boolean step(long nanos) {
        AofFileLoader loader = current;
        if (loader == null) {
            return nextFile(nanos != Long.MAX_VALUE);
        }
        AofLoadResult outcome = loader.step(nanos == Long.MAX_VALUE ? now() + (Long.MAX_VALUE >> 1) : now() + nanos);
        return outcome == null || fileDone(loader, outcome);
    }

    private boolean nextFile(boolean servesOthers) {
        index++;
        if (index == files.size()) {
            return ended();
        }
        AofFile file = files.get(index);
        fileStartNanos = now();
        AofFileLoader loader = new AofFileLoader(
                server, directory.path(file), file.name(), file.name().equals(directory.prefix()), loadedBytes);
        current = loader;
        AofLoadResult outcome = loader.open(servesOthers);
        return outcome == null || fileDone(loader, outcome);
    }

    /** False if loading ends with it. */
    private boolean fileDone(AofFileLoader loader, AofLoadResult outcome) {
        loader.close();
        loadedBytes = loader.loadedBytes();
        current = null;
        AofFile file = files.get(index);
        boolean isLast = index == files.size() - 1;
        boolean isBase = file.type() == AofFileType.BASE;
        if (outcome == AofLoadResult.LOADED || (outcome == AofLoadResult.TRUNCATED && isLast)) {
            log.notice("DB loaded from " + (isBase ? "base" : "incr") + " file " + file.name() + ": "
                    + seconds(now() - fileStartNanos) + " seconds");
        }
        // That some file has something in it is known.
        result = outcome == AofLoadResult.EMPTY ? AofLoadResult.LOADED : outcome;
        if (outcome == AofLoadResult.TRUNCATED && !isLast) {
            log.warning("Fatal error: the truncated file is not the last file");
            result = AofLoadResult.FAILED;
        }
        if (outcome == AofLoadResult.MISSING) {
            result = AofLoadResult.FAILED;
        }
        return result.isUsable() || ended();
    }

    private boolean ended() {
        server.persistence().loading().end();
        quiet(false);
        if (result.isUsable()) {
            log.notice("DB loaded from append only file: " + seconds(now() - startNanos) + " seconds");
        }
        return false;
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.3f", nanos / 1e9);
    }

    /** True if the server may go on with what was loaded. */
    public boolean isUsable() {
        return result.isUsable();
    }

    @Override
    public String toString() {
        return "AofLoader[" + (index + 1) + " of " + files.size() + " files, " + current + "]";
    }
}
