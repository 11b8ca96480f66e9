package io.miniredis.datastructures;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Tables of what a redis-server, or the C library, answered: one case a line, the columns divided by tabs. */
final class Recorded {
    private Recorded() {}

    static List<String[]> rows(String file) {
        try (InputStream in = Recorded.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalArgumentException("no such table: " + file);
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().map(line -> line.split("\t", -1)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
