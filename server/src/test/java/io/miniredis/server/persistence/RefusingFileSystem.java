package io.miniredis.server.persistence;

import io.miniredis.persistence.file.DiskFileSystem;
import io.miniredis.persistence.file.FileSystem;
import io.miniredis.persistence.file.OpenFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The disk, which may refuse one kind of operation. */
final class RefusingFileSystem implements FileSystem {
    private final FileSystem disk = new DiskFileSystem();

    /** {@code create}, {@code rename} or nothing. */
    volatile String refused = "";

    private void ask(String operation) throws IOException {
        if (operation.equals(refused)) {
            throw new IOException("No space left on device");
        }
    }

    @Override
    public OpenFile create(Path path) throws IOException {
        ask("create");
        return disk.create(path);
    }

    @Override
    public OpenFile append(Path path) throws IOException {
        return disk.append(path);
    }

    @Override
    public OpenFile read(Path path) throws IOException {
        return disk.read(path);
    }

    @Override
    public OpenFile update(Path path) throws IOException {
        return disk.update(path);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        ask("rename");
        disk.rename(from, to);
    }

    @Override
    public void delete(Path path) throws IOException {
        disk.delete(path);
    }

    @Override
    public boolean exists(Path path) {
        return disk.exists(path);
    }

    @Override
    public boolean isDirectory(Path path) {
        return disk.isDirectory(path);
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        return disk.list(directory);
    }

    @Override
    public void createDirectory(Path path) throws IOException {
        disk.createDirectory(path);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        disk.syncDirectory(directory);
    }
}
