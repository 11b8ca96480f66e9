package io.miniredis.persistence.aof;

import org.jspecify.annotations.Nullable;

/** What a file is to the data set. */
public enum AofFileType {
    /** What the data set was at the last rewrite. */
    BASE('b'),
    /** Replaced by a rewrite, to be deleted. */
    HISTORY('h'),
    /** Changes since the base, or since the increment before. */
    INCREMENT('i');

    private final char letter;

    AofFileType(char letter) {
        this.letter = letter;
    }

    /** How the manifest calls it. */
    char letter() {
        return letter;
    }

    static @Nullable AofFileType of(char letter) {
        for (AofFileType type : values()) {
            if (type.letter == letter) {
                return type;
            }
        }
        return null;
    }
}
