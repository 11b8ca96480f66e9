package io.miniredis.datastructures;

import org.jspecify.annotations.Nullable;

/**
 * How much of a stream is to stay when its oldest entries go.
 *
 * @param maxLength how many entries stay, if there is no {@code minId}; 0 or more
 * @param minId the lowest id that stays, or null
 * @param approximate whole nodes only, which is quick: some entries more may stay
 * @param limit no more entries than this go at once; 0 for no limit
 */
public record StreamTrim(long maxLength, @Nullable StreamId minId, boolean approximate, long limit) {
    /** True if nothing is to be taken from a stream this long whose next entry has this id. */
    boolean isKept(long length, long ms, long seq) {
        StreamId lowest = minId;
        return lowest == null ? length <= maxLength : StreamId.compare(ms, seq, lowest.ms(), lowest.seq()) >= 0;
    }

    /** True if nothing is to be taken from a stream this long, whatever its ids. */
    boolean isShortEnough(long length) {
        return minId == null && length <= maxLength;
    }

    /** True if all of a node goes, from a stream this long. */
    boolean removes(StreamNode node, long length) {
        StreamId lowest = minId;
        return lowest == null
                ? length - node.count() >= maxLength
                : node.lastId().isBelow(lowest);
    }
}
