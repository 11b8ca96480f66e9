package io.miniredis.server.stats;

import java.util.Map;
import java.util.TreeMap;

/**
 * Error replies by their code (INFO errorstats). Confined to the main thread.
 *
 * <p>Scripts may make up codes. When there are too many nothing is counted any more until CONFIG RESETSTAT, and the
 * only code that is left says so, as in Redis 7.4.
 */
public final class ErrorStats {
    /** Stands for all codes when there were too many. */
    static final String DISABLED = "ERRORSTATS_DISABLED";

    /** Codes kept apart; more would be the work of a client that makes them up. */
    private static final int MAXIMUM_CODES = 128;

    private final Map<String, long[]> counts = new TreeMap<>();
    private boolean disabled;

    /** Counts a reply. False if its code was one too many: the caller should {@link #disable()} this. */
    public boolean count(String code) {
        if (disabled) {
            return true;
        }
        long[] count = counts.get(code);
        if (count == null) {
            if (counts.size() >= MAXIMUM_CODES) {
                return false;
            }
            count = new long[1];
            counts.put(code, count);
        }
        count[0]++;
        return true;
    }

    /** Forgets all codes and counts no more until {@link #reset()}. Returns how many codes there were. */
    public int disable() {
        int codes = counts.size();
        counts.clear();
        counts.put(DISABLED, new long[] {1});
        disabled = true;
        return codes;
    }

    /** The codes that were counted, for the log: {@code ERR, WRONGTYPE}. */
    public String codes() {
        return String.join(", ", counts.keySet());
    }

    /** Visits each code and its count, in the order of the codes. */
    public void forEach(Visitor visitor) {
        counts.forEach((code, count) -> visitor.visit(code, count[0]));
    }

    public void reset() {
        counts.clear();
        disabled = false;
    }

    /** Takes a code and how often it was sent. */
    @FunctionalInterface
    public interface Visitor {
        void visit(String code, long count);
    }
}
