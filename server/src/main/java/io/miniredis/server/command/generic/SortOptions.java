package io.miniredis.server.command.generic;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Errors;
import io.miniredis.server.acl.AccessControl;
import io.miniredis.server.command.Arguments;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.KeySpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The options of SORT and SORT_RO. Each may be given again: the last one counts, of GET all. */
final class SortOptions {
    private boolean descending;
    private boolean alphabetic;
    private long offset;
    private long count = -1;
    private @Nullable SortPattern by;
    private boolean unsorted;
    private @Nullable ByteString destination;
    private final List<SortPattern> gets = new ArrayList<>(0);

    private SortOptions() {}

    /** @param mayStore false for SORT_RO */
    static SortOptions parse(CommandCall call, boolean mayStore) {
        SortOptions options = new SortOptions();
        boolean inCluster = call.server().config().cluster.enabled.value();
        boolean mayReadAll = AccessControl.allowsWithAllKeys(
                call.client().user(), call.command(), call.request(), KeySpec.Flag.ACCESS.bit());
        while (call.args().hasNext()) {
            options.parseNext(call.args(), mayStore, inCluster, mayReadAll);
        }
        return options;
    }

    private void parseNext(Arguments args, boolean mayStore, boolean inCluster, boolean mayReadAll) {
        if (args.acceptToken("asc")) {
            descending = false;
        } else if (args.acceptToken("desc")) {
            descending = true;
        } else if (args.acceptToken("alpha")) {
            alphabetic = true;
        } else if (args.remaining() > 2 && args.acceptToken("limit")) {
            offset = args.nextLong();
            count = args.nextLong();
        } else if (mayStore && args.acceptOption("store")) {
            destination = args.next();
        } else if (args.acceptOption("by")) {
            by = new SortPattern(args.next());
            // A constant, once given, stays in force even if a later pattern is none, as in Redis.
            unsorted |= by.isConstant();
            refuse(inCluster && !by.isConstant(), GenericErrors.SORT_BY_IN_CLUSTER);
            refuse(!mayReadAll && !by.isConstant(), GenericErrors.SORT_BY_DENIED);
        } else if (args.acceptOption("get")) {
            refuse(inCluster, GenericErrors.SORT_GET_IN_CLUSTER);
            refuse(!mayReadAll, GenericErrors.SORT_GET_DENIED);
            gets.add(new SortPattern(args.next()));
        } else {
            throw Errors.SYNTAX;
        }
    }

    /** Other keys than the first may be on another node. */
    private static void refuse(boolean isImpossible, ErrorReply why) {
        if (isImpossible) {
            throw why;
        }
    }

    /**
     * Nothing to sort by, but a set has no order that would be the same everywhere: its members are sorted as texts.
     */
    void sortAsTexts() {
        unsorted = false;
        alphabetic = true;
        by = null;
    }

    boolean descending() {
        return descending;
    }

    boolean alphabetic() {
        return alphabetic;
    }

    /** True if elements stay in the order they have. */
    boolean unsorted() {
        return unsorted;
    }

    /** What elements are compared by, or null for themselves. */
    @Nullable
    SortPattern by() {
        return by;
    }

    /** What is given for each element, if not the element. */
    List<SortPattern> gets() {
        return gets;
    }

    /** The key that takes the result, or null. */
    @Nullable
    ByteString destination() {
        return destination;
    }

    /** The first element that LIMIT lets through. */
    int first(int size) {
        return (int) Math.min(Math.max(offset, 0), size);
    }

    /** Behind the last element that LIMIT lets through. */
    int end(int size) {
        return count < 0 ? size : (int) Math.min(first(size) + Math.min(count, size), size);
    }

    @Override
    public String toString() {
        return "SortOptions[by=" + by + ", get=" + gets + ", store=" + destination + "]";
    }
}
