package io.miniredis.persistence.file;

import java.util.Arrays;

/** The content of a file, as programs see it and as the disk has it. */
final class MemoryFile {
    byte[] seen = {};
    int size;
    byte[] forced = {};

    MemoryFile() {}

    /** A file that is on disk. */
    MemoryFile(byte[] content) {
        seen = content.clone();
        size = content.length;
        forced = content.clone();
    }

    void append(byte[] bytes) {
        if (size + bytes.length > seen.length) {
            seen = Arrays.copyOf(seen, Math.max(64, (size + bytes.length) * 2));
        }
        System.arraycopy(bytes, 0, seen, size, bytes.length);
        size += bytes.length;
    }

    void truncate(int newSize) {
        size = Math.min(size, newSize);
    }

    void force() {
        forced = content();
    }

    byte[] content() {
        return Arrays.copyOf(seen, size);
    }

    /** The part that two versions of the file agree in, in bytes. */
    int commonPrefix() {
        int mismatch = Arrays.mismatch(seen, 0, size, forced, 0, forced.length);
        return mismatch < 0 ? size : mismatch;
    }
}
