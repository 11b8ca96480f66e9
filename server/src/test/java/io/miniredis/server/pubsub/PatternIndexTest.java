package io.miniredis.server.pubsub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.Glob;
import io.miniredis.datastructures.SipHash;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class PatternIndexTest {
    private final SipHash hash = new SipHash(1, 2);
    private final PatternIndex index = new PatternIndex(hash);

    @Provide
    Arbitrary<String> patterns() {
        return Arbitraries.strings().withChars("aab*?[]\\^-").ofMaxLength(12);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("aab*[\\").ofMaxLength(12);
    }

    private Channel channel(String name) {
        byte[] bytes = ByteString.of(name).bytes();
        return new Channel(bytes, hash.hash(bytes));
    }

    private Set<Channel> matches(String text) {
        List<Channel> found = new ArrayList<>();
        index.findMatches(ByteString.of(text).bytes(), found);
        Set<Channel> set = new HashSet<>(found);
        assertEquals(set.size(), found.size(), "one was found twice");
        return set;
    }

    @Property(tries = 500)
    void findsAllThatMatchAndNothingElse(
            @ForAll @Size(max = 30) Set<@From("patterns") String> patterns,
            @ForAll @Size(max = 10) List<@From("texts") String> texts) {
        Map<String, Channel> all = new LinkedHashMap<>();
        int count = 0;
        for (String pattern : patterns) {
            Channel added = channel(pattern);
            index.add(added);
            // Every third goes again.
            if (count++ % 3 == 0) {
                index.remove(added);
            } else {
                all.put(pattern, added);
            }
        }

        for (String text : texts) {
            Set<Channel> expected = new HashSet<>();
            all.forEach((pattern, channel) -> {
                if (Glob.matches(channel.key(), ByteString.of(text).bytes(), false)) {
                    expected.add(channel);
                }
            });
            assertEquals(expected, matches(text), text);
        }
        all.values().forEach(index::remove);
        assertTrue(matches("a").isEmpty());
    }

    @Property(tries = 50)
    void findsPatternsOfAnyLength(@ForAll @IntRange(max = 70) int length) {
        Channel pattern = channel("x".repeat(length) + "*");
        index.add(pattern);

        assertEquals(Set.of(pattern), matches("x".repeat(length) + "tail"));
        if (length > 0) {
            assertEquals(Set.of(), matches("x".repeat(length - 1) + "y"));
        }
        index.remove(pattern);
    }
}
