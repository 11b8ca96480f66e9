package io.miniredis.persistence.aof;

import io.miniredis.persistence.file.OpenFile;
import java.io.IOException;

/** Checks a snapshot at the beginning of a file. */
@FunctionalInterface
public interface PreambleCheck {
    /** Returns where it ends, in bytes, or -1 if it is damaged, after saying how. */
    long check(OpenFile file) throws IOException;
}
