package io.miniredis.server.pubsub;

import io.miniredis.datastructures.Dict;
import io.miniredis.datastructures.DictEntry;
import io.miniredis.datastructures.Glob;
import io.miniredis.datastructures.SipHash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which patterns match a channel? Redis tries them all, each time. Here a pattern stands in a table under the bytes it
 * begins with before anything in it is special, cut to a power of two: {@code news.sport.*} under {@code news.spo}. A
 * channel needs to be compared only with what stands under its own first 0, 1, 2, 4, 8, 16 and 32 bytes.
 *
 * <p>Holds patterns with something special in them; one that matches itself alone is found by its name.
 */
final class PatternIndex {
    private static final int[] LENGTHS = {0, 1, 2, 4, 8, 16, 32};

    private final SipHash hash;

    /** By the place of the length in {@link #LENGTHS}; null where there is nothing. */
    private final @Nullable Dict<Prefix>[] byLength;

    private static final class Prefix extends DictEntry {
        final List<Channel> patterns = new ArrayList<>(1);

        Prefix(byte[] bytes, int hash) {
            super(bytes, hash);
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
    PatternIndex(SipHash hash) {
        this.hash = hash;
        this.byLength = new Dict[LENGTHS.length];
    }

    void add(Channel pattern) {
        int place = place(pattern.key());
        Dict<Prefix> prefixes = byLength[place];
        if (prefixes == null) {
            prefixes = new Dict<>();
            byLength[place] = prefixes;
        }
        byte[] bytes = Arrays.copyOf(pattern.key(), LENGTHS[place]);
        int prefixHash = hash.hash(bytes);
        Prefix prefix = prefixes.find(bytes, prefixHash);
        if (prefix == null) {
            prefix = new Prefix(bytes, prefixHash);
            prefixes.insert(prefix);
        }
        prefix.patterns.add(pattern);
    }

    void remove(Channel pattern) {
        int place = place(pattern.key());
        Dict<Prefix> prefixes = byLength[place];
        Prefix prefix = prefixes == null ? null : find(prefixes, pattern.key(), LENGTHS[place]);
        if (prefixes == null || prefix == null || !prefix.patterns.remove(pattern)) {
            throw new IllegalStateException(pattern + " is not indexed");
        }
        if (prefix.patterns.isEmpty()) {
            prefixes.remove(prefix.key(), prefix.hash());
            if (prefixes.isEmpty()) {
                byLength[place] = null;
            }
        }
    }

    /** Adds the patterns that match to the list. */
    void findMatches(byte[] channel, List<Channel> found) {
        for (int place = 0; place < LENGTHS.length && LENGTHS[place] <= channel.length; place++) {
            Dict<Prefix> prefixes = byLength[place];
            Prefix prefix = prefixes == null ? null : find(prefixes, channel, LENGTHS[place]);
            if (prefix != null) {
                addMatches(prefix.patterns, channel, found);
            }
        }
    }

    private static void addMatches(List<Channel> patterns, byte[] channel, List<Channel> found) {
        for (int i = 0; i < patterns.size(); i++) {
            Channel pattern = patterns.get(i);
            if (Glob.matches(pattern.key(), channel, false)) {
                found.add(pattern);
            }
        }
    }

    private @Nullable Prefix find(Dict<Prefix> prefixes, byte[] text, int length) {
        byte[] bytes = Arrays.copyOf(text, length);
        return prefixes.find(bytes, hash.hash(bytes));
    }

    /** The place of the greatest length that has no special byte within. */
    private static int place(byte[] pattern) {
        int literal = 0;
        while (literal < pattern.length && !Glob.isSpecial(pattern[literal])) {
            literal++;
        }
        int place = LENGTHS.length - 1;
        while (LENGTHS[place] > literal) {
            place--;
        }
        return place;
    }
}
