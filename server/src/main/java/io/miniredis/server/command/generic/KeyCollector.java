package io.miniredis.server.command.generic;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.Glob;
import io.miniredis.datastructures.KeyEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Picks the keys that match a pattern among those a scan visits. */
final class KeyCollector implements Consumer<KeyEntry> {
    private final byte @Nullable [] pattern;
    private final List<KeyEntry> found = new ArrayList<>();
    private long visited;

    /** @param pattern a glob, or null for all keys */
    KeyCollector(@Nullable ByteString pattern) {
        this.pattern = pattern == null ? null : pattern.bytes();
    }

    @Override
    public void accept(KeyEntry entry) {
        visited++;
        if (pattern == null || Glob.matches(pattern, entry.key(), false)) {
            found.add(entry);
        }
    }

    /** The keys picked, in the order visited; the caller may take some out. */
    List<KeyEntry> found() {
        return found;
    }

    /** How many keys were visited, picked or not. */
    long visited() {
        return visited;
    }
}
