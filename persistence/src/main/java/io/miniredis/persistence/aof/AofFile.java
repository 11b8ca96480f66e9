package io.miniredis.persistence.aof;

import io.miniredis.datastructures.Ascii;
import java.nio.charset.StandardCharsets;

/**
 * One file of the append-only file: a line of the manifest (aofInfo).
 *
 * @param name without a directory
 * @param sequence counts the files of a type, from 1
 */
public record AofFile(String name, long sequence, AofFileType type) {
    AofFile asHistory() {
        return new AofFile(name, sequence, AofFileType.HISTORY);
    }

    /** {@code file appendonly.aof.1.incr.aof seq 1 type i}, the name in quotes if it holds anything odd. */
    String line() {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return "file " + (needsQuotes(bytes) ? Ascii.quote(bytes) : name) + " seq " + sequence + " type "
                + type.letter() + "\n";
    }

    private static boolean needsQuotes(byte[] name) {
        for (byte b : name) {
            if (b <= ' ' || b > '~' || b == '\\' || b == '"' || b == '\'') {
                return true;
            }
        }
        return name.length == 0;
    }

    @Override
    public String toString() {
        return line().trim();
    }
}
