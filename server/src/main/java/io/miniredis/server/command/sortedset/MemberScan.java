package io.miniredis.server.command.sortedset;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.Encoding;
import io.miniredis.datastructures.Glob;
import io.miniredis.datastructures.Numbers;
import io.miniredis.datastructures.SortedSet;
import io.miniredis.protocol.ReplyWriter;
import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Picks the members that match a pattern among those a scan visits. */
final class MemberScan implements IntConsumer {
    private static final int FIRST_ROOM = 16;

    private final SortedSet set;
    private final byte @Nullable [] pattern;
    private int[] found = new int[FIRST_ROOM];
    private int count;
    private long visited;

    /** @param pattern a glob, or null for all members */
    MemberScan(SortedSet set, @Nullable ByteString pattern) {
        this.set = set;
        this.pattern = pattern == null ? null : pattern.bytes();
    }

    @Override
    public void accept(int position) {
        visited++;
        if (pattern == null || Glob.matches(pattern, set.member(position), false)) {
            if (count == found.length) {
                found = Arrays.copyOf(found, 2 * count);
            }
            found[count++] = position;
        }
    }

    /** How many members were visited, picked or not. */
    long visited() {
        return visited;
    }

    /**
     * Members and scores in one row, the scores as strings: in a listpack they are texts already, from a skip list
     * Redis writes them with 17 digits.
     */
    void writeTo(ReplyWriter reply) {
        boolean shortest = set.encoding() == Encoding.LISTPACK;
        reply.array(2 * count);
        for (int i = 0; i < count; i++) {
            set.writeMember(found[i], reply);
            double score = set.score(found[i]);
            reply.bulk(shortest ? Numbers.formatShortest(score) : Numbers.formatGeneral(score, 17));
        }
    }
}
