package io.miniredis.server.persistence;

import io.miniredis.persistence.file.FileSystem;
import io.miniredis.persistence.file.OpenFile;
import io.miniredis.persistence.rdb.ByteSink;
import io.miniredis.persistence.rdb.FileSink;
import io.miniredis.persistence.rdb.RdbWriter;
import io.miniredis.persistence.snapshot.FrozenTable;
import io.miniredis.persistence.snapshot.KeyUsage;
import io.miniredis.persistence.snapshot.RdbPreface;
import io.miniredis.persistence.snapshot.RdbSnapshot;
import io.miniredis.persistence.snapshot.SnapshotTarget;
import io.miniredis.server.config.PersistenceParameters;
import io.miniredis.server.log.ServerLog;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Writes one RDB file (rdbSave): first under another name, and when it is complete and on the disk it takes the place
 * of the one before. Whenever the machine stops there is a whole file, the old one or the new.
 *
 * <p>Used by one thread.
 */
final class RdbFileSave implements SnapshotTarget {
    private final FileSystem files;
    private final ServerLog log;
    private final Path temporary;
    private final Path file;
    private final RdbPreface preface;
    private final KeyUsage usage;
    private final boolean compress;
    private final boolean checksum;
    private final long syncEveryBytes;
    private final KeySaveDelay delay;

    private @Nullable OpenFile out;
    private @Nullable RdbSnapshot rdb;
    private String operation = "rdbSaveRio";

    /** @param temporary its name until it is complete */
    RdbFileSave(
            FileSystem files,
            ServerLog log,
            Path temporary,
            Path file,
            RdbPreface preface,
            KeyUsage usage,
            PersistenceParameters config) {
        this.files = files;
        this.log = log;
        this.temporary = temporary;
        this.file = file;
        this.preface = preface;
        this.usage = usage;
        this.compress = config.rdbCompression.value();
        this.checksum = config.rdbChecksum.value();
        this.syncEveryBytes = config.rdbSaveIncrementalFsync.value() ? FileSink.SYNC_BYTES : 0;
        this.delay = new KeySaveDelay(config);
    }

    @Override
    public void begin() throws IOException {
        try {
            out = files.create(temporary);
        } catch (IOException e) {
            log.warning("Failed opening the temp RDB file " + temporary.getFileName() + " (in server root dir "
                    + temporary.getParent() + ") for saving: " + e.getMessage());
            throw e;
        }
        rdb = new RdbSnapshot(new RdbWriter(sink(out), compress, checksum), preface, usage);
        rdb.begin();
    }

    private ByteSink sink(OpenFile target) {
        ByteSink sink = new FileSink(target, syncEveryBytes);
        return (bytes, offset, length) -> {
            try {
                sink.write(bytes, offset, length);
            } catch (IOException e) {
                throw failed(e);
            }
        };
    }

    private RdbSnapshot rdb() {
        if (rdb == null) {
            throw new IllegalStateException("not begun");
        }
        return rdb;
    }

    @Override
    public void selectDatabase(int index, long keyCount, long expires) throws IOException {
        rdb().selectDatabase(index, keyCount, expires);
    }

    @Override
    public void entry(byte[] key, Object value, long expireAtMillis, int lru) throws IOException {
        rdb().entry(key, value, expireAtMillis, lru);
        delay.afterKey();
    }

    @Override
    public void table(byte[] key, FrozenTable value, long expireAtMillis, int lru) throws IOException {
        rdb().table(key, value, expireAtMillis, lru);
        delay.afterKey();
    }

    @Override
    public void end() throws IOException {
        OpenFile written = out;
        if (written == null) {
            throw new IllegalStateException("not begun");
        }
        rdb().end();
        try {
            operation = "fsync";
            written.force(true);
            operation = "fclose";
            out = null;
            written.close();
        } catch (IOException e) {
            throw failed(e);
        }
        moveIntoPlace();
        log.notice("DB saved on disk");
    }

    private void moveIntoPlace() throws IOException {
        try {
            files.rename(temporary, file);
        } catch (IOException e) {
            log.warning("Error moving temp DB file " + temporary.getFileName() + " on the final destination "
                    + file.getFileName() + " (in server root dir " + temporary.getParent() + "): " + e.getMessage());
            throw e;
        }
        try {
            files.syncDirectory(parentOf(file));
        } catch (IOException e) {
            log.warning("Failed to fsync directory while saving DB: " + e.getMessage());
            throw e;
        }
    }

    private static Path parentOf(Path file) {
        Path parent = file.getParent();
        return parent == null ? file : parent;
    }

    @Override
    public long writtenBytes() {
        return rdb == null ? 0 : rdb.writtenBytes();
    }

    /** Says what the disk refused, while it is known what was asked of it. */
    private IOException failed(IOException e) {
        if (Thread.currentThread().isInterrupted()) {
            // Nothing was refused: the save was given up.
            return e;
        }
        log.warning("Write error while saving DB to the disk(" + operation + "): " + e.getMessage());
        return e;
    }

    @Override
    public void abandon() {
        OpenFile unfinished = out;
        out = null;
        try {
            if (unfinished != null) {
                unfinished.close();
            }
            if (rdb != null && files.exists(temporary)) {
                files.delete(temporary);
            }
        } catch (IOException e) {
            log.warning("Failed to remove the temp RDB file " + temporary.getFileName() + ": " + e.getMessage());
        }
    }

    @Override
    public String toString() {
        return "RdbFileSave[" + file + "]";
    }
}
