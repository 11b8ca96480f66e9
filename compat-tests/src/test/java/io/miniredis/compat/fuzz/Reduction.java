package io.miniredis.compat.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Makes a sequence that fails short, by leaving out ever smaller pieces (Zeller and Hildebrandt's delta debugging).
 * jqwik shrinks too, but gives up long before it is done with a sequence of hundred commands.
 */
public final class Reduction {
    private static final int MOST_ATTEMPTS = 1_500;

    private Reduction() {}

    /** A part of the sequence that still fails, and of which nothing can be left out, if the attempts suffice. */
    public static <T> List<T> of(List<T> sequence, Predicate<List<T>> fails) {
        List<T> smallest = sequence;
        int attempts = 0;
        for (int piece = sequence.size() / 2; piece > 0; ) {
            boolean isSmaller = false;
            for (int from = smallest.size(); from > 0 && attempts < MOST_ATTEMPTS; from -= piece) {
                List<T> rest = new ArrayList<>(smallest.subList(0, Math.max(0, from - piece)));
                rest.addAll(smallest.subList(from, smallest.size()));
                attempts++;
                if (fails.test(rest)) {
                    smallest = rest;
                    isSmaller = true;
                }
            }
            if (!isSmaller || piece > 1) {
                piece = isSmaller ? Math.max(1, Math.min(piece, smallest.size() / 2)) : piece / 2;
            }
            if (attempts >= MOST_ATTEMPTS) {
                break;
            }
        }
        return smallest;
    }
}
