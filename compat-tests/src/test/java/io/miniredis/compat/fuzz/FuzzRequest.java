package io.miniredis.compat.fuzz;

import io.miniredis.compat.reply.Quoting;
import io.miniredis.compat.script.Comparison;
import java.util.List;

/** A request and how its replies are compared. */
public record FuzzRequest(List<String> words, Comparison comparison) {
    public FuzzRequest {
        words = List.copyOf(words);
    }

    public static FuzzRequest exact(String... words) {
        return new FuzzRequest(List.of(words), Comparison.EXACT);
    }

    /** As a line that redis-cli takes. */
    @Override
    public String toString() {
        return Quoting.line(words);
    }
}
