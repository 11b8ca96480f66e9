package io.miniredis.lua.syntax;

import java.util.BitSet;

/**
 * Which local variables of a chunk inner functions use. That is only seen after the variable was used in its own
 * function, so a chunk is parsed on the assumption that none are; if some turn out to be, it is parsed once more,
 * knowing them. Most scripts need no second pass.
 */
final class Captured {
    private final BitSet known = new BitSet();
    private final BitSet found = new BitSet();
    private int declared;

    /** Starts a pass. */
    void begin() {
        declared = 0;
        known.or(found);
        found.clear();
    }

    /** The number of the next declaration. */
    int declare() {
        return declared++;
    }

    boolean knows(int declaration) {
        return known.get(declaration);
    }

    void note(int declaration) {
        if (!known.get(declaration)) {
            found.set(declaration);
        }
    }

    /** Whether the pass assumed wrongly. */
    boolean mustRepeat() {
        return !found.isEmpty();
    }
}
