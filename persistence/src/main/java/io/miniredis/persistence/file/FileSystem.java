package io.miniredis.persistence.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What persistence asks of a file system. May be used by several threads at once.
 *
 * <p>Every failure is an {@link IOException} whose message is the reason alone, in the words of C's strerror ("No space
 * left on device"), ready for a log line; a missing file is a {@link java.nio.file.NoSuchFileException}.
 *
 * <p>A name that was created, renamed or deleted survives a loss of power only after {@link #syncDirectory}, written
 * bytes only after {@link OpenFile#force}.
 */
public interface FileSystem {
    /** Opens a file for writing, empty, whether it was there or not. */
    OpenFile create(Path path) throws IOException;

    /** Opens a file for writing at its end; it is created if it is not there. */
    OpenFile append(Path path) throws IOException;

    /** Opens a file that is there for reading. */
    OpenFile read(Path path) throws IOException;

    /** Opens a file that is there for reading and truncating. */
    OpenFile update(Path path) throws IOException;

    /** Gives a file another name, in one step; a file of that name is replaced. */
    void rename(Path from, Path to) throws IOException;

    /** Deletes a file that is there. Whoever has it open keeps it. */
    void delete(Path path) throws IOException;

    boolean exists(Path path);

    boolean isDirectory(Path path);

    /** The names, not the paths, of what is in a directory, in the order of the alphabet. */
    List<String> list(Path directory) throws IOException;

    /** Creates a directory unless it is there. Its parent must be there. */
    void createDirectory(Path path) throws IOException;

    /** Makes names that were created, renamed or deleted in a directory survive a loss of power. */
    void syncDirectory(Path directory) throws IOException;
}
