package io.miniredis.server.command;

import java.util.List;

/**
 * Where keys stand in the words of Redis before 7: the first one, the last one, the distance between two. Clients of
 * those days read it from COMMAND; it is derived from the {@link KeySpec}s (populateCommandLegacyRangeSpec in
 * server.c).
 *
 * @param first the first key's argument; 0 if there is none
 * @param last the last key's argument; negative counts from the end
 * @param step distance between keys; 0 if there is none
 * @param movable true if this is not the whole truth (flag {@code movablekeys})
 */
public record LegacyKeyRange(int first, int last, int step, boolean movable) {
    private static final LegacyKeyRange NO_KEYS = new LegacyKeyRange(0, 0, 0, false);

    public static LegacyKeyRange of(List<KeySpec> specs) {
        if (specs.isEmpty()) {
            return NO_KEYS;
        }
        KeySpec only = specs.get(0);
        if (specs.size() == 1
                && only.begin() instanceof KeySpec.Index index
                && only.find() instanceof KeySpec.Range range) {
            int last = absoluteLast(index, range);
            return new LegacyKeyRange(index.position(), last, range.step(), only.has(KeySpec.Flag.INCOMPLETE));
        }
        return joined(specs);
    }

    // Ranges of step 1 that follow each other are one; all others are left out, and then keys are movable.
    private static LegacyKeyRange joined(List<KeySpec> specs) {
        int first = Integer.MAX_VALUE;
        int last = 0;
        boolean movable = false;
        for (KeySpec spec : specs) {
            if (spec.begin() instanceof KeySpec.Index index
                    && spec.find() instanceof KeySpec.Range range
                    && range.step() == 1
                    && (last == 0 || last == index.position() - 1)) {
                movable |= spec.has(KeySpec.Flag.INCOMPLETE);
                first = Math.min(first, index.position());
                last = later(last, absoluteLast(index, range));
            } else {
                movable = true;
            }
        }
        return first == Integer.MAX_VALUE
                ? new LegacyKeyRange(0, 0, 0, true)
                : new LegacyKeyRange(first, last, 1, movable);
    }

    private static int absoluteLast(KeySpec.Index index, KeySpec.Range range) {
        return range.last() < 0 ? range.last() : index.position() + range.last();
    }

    // A negative one counts from the end and so is later than any positive one.
    private static int later(int one, int other) {
        return Integer.compareUnsigned(one, other) >= 0 ? one : other;
    }
}
