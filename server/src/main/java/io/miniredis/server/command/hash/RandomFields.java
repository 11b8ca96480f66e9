package io.miniredis.server.command.hash;

import io.miniredis.datastructures.HashValue;
import io.miniredis.datastructures.RandomSource;
import io.miniredis.protocol.Errors;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.server.command.CommandCall;
import java.util.HashSet;
import java.util.Set;

/** HRANDFIELD's choice: some fields at random, with repetitions or without. */
final class RandomFields {
    /** Where fewer than one field in so many is wanted, drawing until there are enough takes the least time. */
    private static final int SPARSE = 3;

    /** So many fields are written between two looks at whether somebody still reads. */
    private static final int FIELDS_PER_LOOK = 256;

    private final CommandCall call;
    private final HashValue hash;
    private final boolean withValues;
    private final RandomSource random;
    private final ReplyWriter reply;

    /** @param hash with a field or more */
    RandomFields(CommandCall call, HashValue hash, boolean withValues) {
        this.call = call;
        this.hash = hash;
        this.withValues = withValues;
        this.random = call.collections().random;
        this.reply = call.reply();
    }

    /** So many fields, each chosen from all. */
    void writeAny(long count) {
        begin(count);
        for (long i = 1; i <= count; i++) {
            write(hash.randomField(random));
            if (i % FIELDS_PER_LOOK == 0 && call.isReplyLost()) {
                return;
            }
        }
    }

    /** So many different fields, or all if there are not so many. */
    void writeDistinct(long count) {
        int size = hash.fieldCount();
        int wanted = (int) Math.min(count, size);
        begin(wanted);
        if (wanted * (long) SPARSE <= size) {
            drawDistinct(wanted);
        } else {
            walk(wanted, size);
        }
    }

    private void drawDistinct(int wanted) {
        Set<Integer> drawn = new HashSet<>();
        while (drawn.size() < wanted) {
            int at = hash.randomField(random);
            if (drawn.add(at)) {
                write(at);
            }
        }
    }

    /**
     * Visits all fields and takes each with the probability of those still wanted among those still to come: all
     * selections are equally likely (Knuth's Algorithm S: The Art of Computer Programming, volume 2, 3.4.2).
     */
    private void walk(int wanted, int size) {
        int missing = wanted;
        int left = size;
        for (int at = hash.firstField(); missing > 0; at = hash.fieldAfter(at)) {
            if (random.nextInt(left--) < missing) {
                write(at);
                missing--;
            }
        }
    }

    private void begin(long fields) {
        boolean flat = withValues && reply.protocol() == 2;
        long elements = flat ? 2 * fields : fields;
        if (elements > Integer.MAX_VALUE) {
            throw Errors.OUT_OF_RANGE;
        }
        reply.array((int) elements);
    }

    private void write(int at) {
        if (withValues && reply.protocol() > 2) {
            reply.array(2);
        }
        hash.writeField(at, reply);
        if (withValues) {
            hash.writeValue(at, reply);
        }
    }
}
