package io.miniredis.server.command.sortedset;

import io.miniredis.datastructures.CollectionSettings;
import io.miniredis.datastructures.SortedSet;

/** A ZADD at work: the set as it has become, and what was done to it (zsetAdd). */
final class Zadd {
    private final ZaddOptions options;
    private final CollectionSettings settings;
    private SortedSet set;
    private int added;
    private int updated;
    private double score = Double.NaN;

    Zadd(ZaddOptions options, CollectionSettings settings, SortedSet set) {
        this.options = options;
        this.settings = settings;
        this.set = set;
    }

    /**
     * Adds a member, or changes its score.
     *
     * @param given its score, or by how much the score rises
     * @throws io.miniredis.protocol.ErrorReply if the score would be no number
     */
    void add(byte[] member, double given) {
        int position = set.find(member);
        if (position != SortedSet.ABSENT) {
            if (!options.onlyNew()) {
                update(position, given);
            }
        } else if (!options.onlyExisting()) {
            set = set.add(member, given, settings);
            score = given;
            added++;
        }
    }

    private void update(int position, double given) {
        double old = set.score(position);
        double wanted = options.increment() ? old + given : given;
        if (Double.isNaN(wanted)) {
            throw SortedSetErrors.NOT_A_NUMBER;
        }
        if (!options.permit(old, wanted)) {
            return;
        }
        score = wanted;
        if (wanted != old) {
            set.rescore(position, wanted);
            updated++;
        }
    }

    /** The value to store. */
    SortedSet set() {
        return set;
    }

    int added() {
        return added;
    }

    int changed() {
        return added + updated;
    }

    /** The score that the last member has got; NaN if the options forbade to give it one. */
    double score() {
        return score;
    }

    @Override
    public String toString() {
        return "Zadd[" + added + " added, " + updated + " updated]";
    }
}
