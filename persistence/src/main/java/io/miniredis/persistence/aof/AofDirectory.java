package io.miniredis.persistence.aof;

import io.miniredis.persistence.file.FileSystem;
import io.miniredis.persistence.file.OpenFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * The directory of the append-only file. What goes wrong is an {@link IOException} whose message is a line for the log.
 *
 * <p>Used by one thread.
 */
public final class AofDirectory {
    private final FileSystem files;
    private final Path home;
    private final String directoryName;
    private final String prefix;

    /**
     * @param home where the directory is
     * @param directoryName {@code appenddirname}
     * @param prefix {@code appendfilename}, with which the names of its files begin
     */
    public AofDirectory(FileSystem files, Path home, String directoryName, String prefix) {
        this.files = files;
        this.home = home;
        this.directoryName = directoryName;
        this.prefix = prefix;
    }

    public FileSystem files() {
        return files;
    }

    /** With what the names of files begin. */
    public String prefix() {
        return prefix;
    }

    public Path path() {
        return home.resolve(directoryName);
    }

    public Path path(AofFile file) {
        return path().resolve(file.name());
    }

    public Path path(String name) {
        return path().resolve(name);
    }

    /** Where a base is written until it is complete. */
    public Path temporary(String name) {
        return home.resolve(name);
    }

    /** The name of the increment that is written while the first base is made. */
    public String temporaryIncrement() {
        return "temp-" + prefix + ".incr";
    }

    private String manifestName() {
        return prefix + ".manifest";
    }

    public Path manifestPath() {
        return path().resolve(manifestName());
    }

    public void create() throws IOException {
        try {
            if (!files.isDirectory(path())) {
                files.createDirectory(path());
                files.syncDirectory(home);
            }
        } catch (IOException e) {
            throw new IOException("Can't open or create append-only dir " + directoryName + ": " + e.getMessage(), e);
        }
    }

    /** The manifest on disk; that of no files if there is none. */
    public AofManifest load() throws IOException, AofManifestException {
        if (!files.isDirectory(path()) || !files.exists(manifestPath())) {
            return new AofManifest();
        }
        try {
            return AofManifest.parse(content(files, manifestPath()));
        } catch (IOException e) {
            throw new IOException(
                    "Fatal error: can't open the AOF manifest file " + directoryName + "/" + manifestName()
                            + " for reading: " + e.getMessage(),
                    e);
        }
    }

    static byte[] content(FileSystem files, Path path) throws IOException {
        try (OpenFile file = files.read(path)) {
            ByteBuffer content = ByteBuffer.allocate((int) Math.min(file.size(), Integer.MAX_VALUE - 8));
            int read = 0;
            while (read >= 0 && content.hasRemaining()) {
                read = file.readAt(content, content.position());
            }
            byte[] bytes = new byte[content.position()];
            content.flip().get(bytes);
            return bytes;
        }
    }

    /** Writes the manifest if it has changed: to a file beside it, which then takes its name. */
    public void persist(AofManifest manifest) throws IOException {
        if (!manifest.isDirty()) {
            return;
        }
        String temporary = "temp-" + manifestName();
        try (OpenFile file = opened(temporary)) {
            write(file, manifest.format(), temporary);
            try {
                files.rename(path().resolve(temporary), manifestPath());
            } catch (IOException e) {
                throw new IOException(
                        "Error trying to rename the temporary AOF manifest file " + temporary + " into "
                                + manifestName() + ": " + e.getMessage(),
                        e);
            }
        }
        try {
            files.syncDirectory(path());
        } catch (IOException e) {
            throw new IOException(
                    "Fail to fsync AOF directory " + directoryName + "/" + manifestName() + ": " + e.getMessage() + ".",
                    e);
        }
        manifest.persisted();
    }

    private OpenFile opened(String temporary) throws IOException {
        try {
            return files.create(path().resolve(temporary));
        } catch (IOException e) {
            throw new IOException("Can't open the AOF manifest file " + temporary + ": " + e.getMessage(), e);
        }
    }

    private static void write(OpenFile file, byte[] text, String name) throws IOException {
        try {
            file.writeFully(ByteBuffer.wrap(text));
        } catch (IOException e) {
            throw new IOException(
                    "Error trying to write the temporary AOF manifest file " + name + ": " + e.getMessage(), e);
        }
        try {
            file.force(true);
        } catch (IOException e) {
            throw new IOException("Fail to fsync the temp AOF file " + name + ": " + e.getMessage() + ".", e);
        }
    }

    /** A file's size in bytes. */
    public long size(AofFile file) throws IOException {
        try (OpenFile open = files.read(path(file))) {
            return open.size();
        } catch (IOException e) {
            throw new IOException(
                    "Unable to obtain the AOF file " + file.name() + " length. stat: " + e.getMessage(), e);
        }
    }

    // ---- the single file of Redis before 7 ----

    /**
     * True if there is a single file where Redis before 7 had it and it was not taken over yet. A take-over that was
     * interrupted, after the manifest was written and before the file was moved, is repeated.
     */
    public boolean hasOldFile(AofManifest manifest) {
        if (!files.exists(home.resolve(prefix)) || files.isDirectory(home.resolve(prefix))) {
            return false;
        }
        AofFile base = manifest.base();
        boolean begun = base != null
                && manifest.increments().isEmpty()
                && base.name().equals(prefix)
                && !files.exists(path(prefix));
        return !files.isDirectory(path()) || manifest.isEmpty() || begun;
    }

    /** Makes the single file the base. */
    public void adoptOldFile(AofManifest manifest) throws IOException {
        create();
        manifest.adoptBase(prefix);
        persist(manifest);
        try {
            files.rename(home.resolve(prefix), path(prefix));
        } catch (IOException e) {
            throw new IOException(
                    "Error trying to move the old AOF file " + prefix + " into dir " + directoryName + ": "
                            + e.getMessage(),
                    e);
        }
    }

    @Override
    public String toString() {
        return "AofDirectory[" + path() + ", " + prefix + "]";
    }
}
