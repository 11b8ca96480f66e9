package io.miniredis.persistence.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The machine's file system. */
public final class DiskFileSystem implements FileSystem {
    @Override
    public OpenFile create(Path path) throws IOException {
        return open(path, StandardOpenOption.WRITE, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
    }

    @Override
    public OpenFile append(Path path) throws IOException {
        return open(path, StandardOpenOption.APPEND, StandardOpenOption.CREATE);
    }

    @Override
    public OpenFile read(Path path) throws IOException {
        return open(path, StandardOpenOption.READ);
    }

    @Override
    public OpenFile update(Path path) throws IOException {
        return open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static OpenFile open(Path path, OpenOption... options) throws IOException {
        try {
            return new DiskFile(FileChannel.open(path, options));
        } catch (IOException failure) {
            throw plain(failure);
        }
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw plain(failure);
        }
    }

    @Override
    public void delete(Path path) throws IOException {
        try {
            Files.delete(path);
        } catch (IOException failure) {
            throw plain(failure);
        }
    }

    @Override
    public boolean exists(Path path) {
        return Files.exists(path);
    }

    @Override
    public boolean isDirectory(Path path) {
        return Files.isDirectory(path);
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                names.add(String.valueOf(entry.getFileName()));
            }
        } catch (IOException failure) {
            throw plain(failure);
        }
        Collections.sort(names);
        return names;
    }

    @Override
    public void createDirectory(Path path) throws IOException {
        try {
            if (!Files.isDirectory(path)) {
                Files.createDirectory(path);
            }
        } catch (IOException failure) {
            throw plain(failure);
        }
    }

    /** Opens the directory as if it were a file: its fsync is the only way, and works where Redis runs. */
    @Override
    public void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException failure) {
            throw plain(failure);
        }
    }

    /** The failure with the reason alone as its message: what the JDK throws names the file, or only the file. */
    private static IOException plain(IOException failure) {
        IOException plain = new IOException(reason(failure), failure);
        if (failure instanceof NoSuchFileException) {
            plain = new NoSuchFileException(null, null, reason(failure));
            plain.initCause(failure);
        }
        return plain;
    }

    private static String reason(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "No such file or directory";
        }
        if (failure instanceof AccessDeniedException) {
            return "Permission denied";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return "File exists";
        }
        if (failure instanceof DirectoryNotEmptyException) {
            return "Directory not empty";
        }
        if (failure instanceof NotDirectoryException) {
            return "Not a directory";
        }
        String reason = failure instanceof FileSystemException detailed ? detailed.getReason() : failure.getMessage();
        return reason == null ? "Input/output error" : reason;
    }
}
