package io.miniredis.server.stats;

import java.util.Map;
import java.util.TreeMap;

/** Error replies by their code (INFO errorstats). Confined to the main thread. */
public final class ErrorStats {
    /** Codes kept apart; more would be the work of a client that makes them up. */
    private static final int MAXIMUM_CODES = 128;

    private final Map<String, long[]> counts = new TreeMap<>();

    public void count(String code) {
        long[] count = counts.get(code);
        if (count == null) {
            if (counts.size() >= MAXIMUM_CODES) {
                return;
            }
            count = new long[1];
            counts.put(code, count);
        }
        count[0]++;
    }

    /** Visits each code and its count, in the order of the codes. */
    public void forEach(Visitor visitor) {
        counts.forEach((code, count) -> visitor.visit(code, count[0]));
    }

    public void reset() {
        counts.clear();
    }

    /** Takes a code and how often it was sent. */
    @FunctionalInterface
    public interface Visitor {
        void visit(String code, long count);
    }
}
