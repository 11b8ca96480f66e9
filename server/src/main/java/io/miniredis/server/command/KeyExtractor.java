package io.miniredis.server.command;

import io.miniredis.datastructures.Numbers;
import io.miniredis.protocol.Request;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the keys of a request (getKeysFromCommandWithSpecs in db.c).
 *
 * <p>The command's {@link KeySpec}s say where they are. Where the specifications are incomplete or flags depend on
 * other arguments, and where they do not fit the request at hand, the command's {@link KeyFinder} is asked, if it has
 * one. Keys go to a sink that the caller keeps; nothing is allocated.
 */
public final class KeyExtractor {
    private static final int NOT_FOUND = 0;

    private KeyExtractor() {}

    /** True if the command can have keys at all; channels of sharded pub/sub are none. */
    public static boolean mayHaveKeys(CommandSpec spec) {
        return spec.keyFinder() != null || hasRealKeySpec(spec);
    }

    /**
     * Reports each key of a request to {@code sink}, in the order of the specifications.
     *
     * @param request a request of the command with a right number of arguments; if its form is wrong otherwise, nothing
     *     may be found
     */
    public static void keys(CommandSpec spec, Request request, KeyFinder.KeySink sink) {
        if (hasRealKeySpec(spec) && !hasVariableFlags(spec) && fits(spec, request, false)) {
            report(spec, request, false, sink);
            return;
        }
        KeyFinder finder = spec.keyFinder();
        if (finder != null) {
            finder.find(request, sink);
        }
    }

    /** As {@link #keys}, but channels of sharded pub/sub, which belong to hash slots like keys, are reported too. */
    public static void keysAndShardChannels(CommandSpec spec, Request request, KeyFinder.KeySink sink) {
        if (mayHaveKeys(spec)) {
            keys(spec, request, sink);
        } else if (fits(spec, request, true)) {
            report(spec, request, true, sink);
        }
    }

    private static boolean hasRealKeySpec(CommandSpec spec) {
        List<KeySpec> specs = spec.keySpecs();
        for (int i = 0; i < specs.size(); i++) {
            if (!specs.get(i).has(KeySpec.Flag.NOT_KEY)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasVariableFlags(CommandSpec spec) {
        List<KeySpec> specs = spec.keySpecs();
        for (int i = 0; i < specs.size(); i++) {
            if (specs.get(i).has(KeySpec.Flag.VARIABLE_FLAGS)) {
                return true;
            }
        }
        return false;
    }

    // Nothing may be reported unless all of it can be: one specification that does not fit spoils the others.
    private static boolean fits(CommandSpec spec, Request request, boolean withChannels) {
        List<KeySpec> specs = spec.keySpecs();
        for (int i = 0; i < specs.size(); i++) {
            KeySpec keySpec = specs.get(i);
            if (withChannels || !keySpec.has(KeySpec.Flag.NOT_KEY)) {
                int found = visit(keySpec, request, null);
                if (found < 0 || (found > 0 && keySpec.has(KeySpec.Flag.INCOMPLETE))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static void report(CommandSpec spec, Request request, boolean withChannels, KeyFinder.KeySink sink) {
        List<KeySpec> specs = spec.keySpecs();
        for (int i = 0; i < specs.size(); i++) {
            KeySpec keySpec = specs.get(i);
            if (withChannels || !keySpec.has(KeySpec.Flag.NOT_KEY)) {
                visit(keySpec, request, sink);
            }
        }
    }

    /**
     * The number of keys a specification finds, each reported if there is a sink; -1 if it does not fit the request.
     */
    private static int visit(KeySpec spec, Request request, KeyFinder.@Nullable KeySink sink) {
        if (spec.begin() instanceof KeySpec.UnknownBegin) {
            return -1;
        }
        int begin = begin(spec.begin(), request);
        if (begin == NOT_FOUND) {
            return 0;
        }
        KeySpec.Find find = spec.find();
        if (find instanceof KeySpec.Range range) {
            return range(begin, last(range, begin, request.count()), range.step(), spec.flags(), request, sink);
        }
        if (find instanceof KeySpec.Counted counted) {
            long count = count(request, begin + counted.countAt());
            int first = begin + counted.first();
            return count < 0 ? -1 : range(first, first + count - 1, counted.step(), spec.flags(), request, sink);
        }
        return -1;
    }

    private static int begin(KeySpec.Begin begin, Request request) {
        if (begin instanceof KeySpec.Index index) {
            return index.position();
        }
        return begin instanceof KeySpec.Keyword keyword ? behind(keyword, request) : NOT_FOUND;
    }

    // Forwards the last argument is not looked at, since nothing could follow; backwards the first after the name is
    // not.
    private static int behind(KeySpec.Keyword keyword, Request request) {
        int count = request.count();
        boolean forwards = keyword.startFrom() > 0;
        int end = forwards ? count - 1 : 1;
        int step = forwards ? 1 : -1;
        for (int i = forwards ? keyword.startFrom() : count + keyword.startFrom(); i != end; i += step) {
            if (i < 1 || i >= count) {
                return NOT_FOUND;
            }
            if (keyword.matches(request.arg(i).bytes())) {
                return i + 1;
            }
        }
        return NOT_FOUND;
    }

    private static int last(KeySpec.Range range, int first, int count) {
        if (range.last() >= 0) {
            return first + range.last();
        }
        return range.limit() == 0 ? count + range.last() : first + (count - first) / range.limit() + range.last();
    }

    private static long count(Request request, int position) {
        if (position >= request.count()) {
            return -1;
        }
        byte[] digits = request.arg(position).bytes();
        return Numbers.isLong(digits) ? Math.min(Numbers.parseLong(digits), Integer.MAX_VALUE) : -1;
    }

    private static int range(
            int first, long last, int step, long flags, Request request, KeyFinder.@Nullable KeySink sink) {
        if (last >= request.count() || last < first || first >= request.count()) {
            return -1;
        }
        int count = 0;
        for (int i = first; i <= last; i += step) {
            if (sink != null) {
                sink.key(i, flags);
            }
            count++;
        }
        return count;
    }
}
