package io.miniredis.server.command.hash;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.Glob;
import io.miniredis.datastructures.HashValue;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.server.command.CommandCall;
import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Picks the fields that match a pattern among those a scan visits; expired ones are none of them. */
final class FieldCollector implements IntConsumer {
    private final CommandCall call;
    private final HashValue hash;
    private final byte @Nullable [] pattern;
    private int[] found = new int[16];
    private int size;
    private long visited;

    /** @param pattern a glob, or null for all fields */
    FieldCollector(CommandCall call, HashValue hash, @Nullable ByteString pattern) {
        this.call = call;
        this.hash = hash;
        this.pattern = pattern == null ? null : pattern.bytes();
    }

    @Override
    public void accept(int at) {
        visited++;
        boolean matches = pattern == null || Glob.matches(pattern, hash.fieldAt(at), false);
        if (!matches || LiveFields.isExpired(call, hash, at)) {
            return;
        }
        if (size == found.length) {
            found = Arrays.copyOf(found, size * 2);
        }
        found[size++] = at;
    }

    /** How many fields were visited, picked or not. */
    long visited() {
        return visited;
    }

    /** The fields picked as an array, in the order visited. */
    void write(ReplyWriter reply, boolean withValues) {
        reply.array(withValues ? 2 * size : size);
        for (int i = 0; i < size; i++) {
            hash.writeField(found[i], reply);
            if (withValues) {
                hash.writeValue(found[i], reply);
            }
        }
    }
}
