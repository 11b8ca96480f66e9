package io.miniredis.persistence.aof;

import java.io.IOException;
import java.util.List;

/** Not all could be written. */
@SuppressWarnings("serial")
public final class AofWriteException extends IOException {
    private final List<String> lines;

    AofWriteException(List<String> lines, IOException cause) {
        super(lines.get(0), cause);
        this.lines = lines;
    }

    /** What is to be logged. */
    public List<String> lines() {
        return lines;
    }
}
