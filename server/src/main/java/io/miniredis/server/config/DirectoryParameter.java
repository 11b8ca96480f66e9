package io.miniredis.server.config;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code dir}: where the server's files are. Redis makes it the working directory of the process; a JVM cannot change
 * that, and several servers may share it, so every relative path of a server must go through {@link #resolve}.
 */
public final class DirectoryParameter extends Parameter {
    private Path value = Path.of("").toAbsolutePath();

    DirectoryParameter(Declaration declaration) {
        super(declaration);
    }

    /** An absolute path. */
    public Path value() {
        return value;
    }

    /** The path that a parameter or a directive names, relative ones taken from here. */
    public Path resolve(String path) {
        return value.resolve(path);
    }

    @Override
    public ByteString text() {
        return ByteString.of(value.toString());
    }

    /**
     * The working directory of the process has no line in a file, but it is no default either: it is always written.
     */
    @Override
    public boolean isDefault() {
        return false;
    }

    @Override
    @Nullable
    String assign(List<ByteString> words, boolean fromFile) {
        try {
            Path directory = resolve(words.get(0).utf8()).toRealPath();
            if (words.get(0).isEmpty()) {
                return SystemError.NO_SUCH_FILE;
            }
            if (!Files.isDirectory(directory)) {
                return "Not a directory";
            }
            if (!Files.isExecutable(directory)) {
                return SystemError.PERMISSION_DENIED;
            }
            value = directory;
            return null;
        } catch (IOException failure) {
            return SystemError.of(failure);
        } catch (InvalidPathException invalid) {
            return SystemError.NO_SUCH_FILE;
        }
    }

    @Override
    String rewrittenValue() {
        return Ascii.quote(text().bytes());
    }
}
