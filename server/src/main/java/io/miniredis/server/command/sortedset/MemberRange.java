package io.miniredis.server.command.sortedset;

import io.miniredis.datastructures.SortedSet;

/** A range of members as a request names it: by rank, by score or by the members' bytes. */
sealed interface MemberRange permits RankRange, ScoreRange, LexRange {
    /** The members of a set in this range; {@code reverse} if the highest is to come first. */
    Stretch in(SortedSet set, boolean reverse);
}
