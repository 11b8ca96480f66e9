package io.miniredis.server.acl;

import io.miniredis.protocol.Request;
import io.miniredis.server.command.Command;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.KeyExtractor;
import io.miniredis.server.command.KeyFinder;
import java.util.Arrays;

/** A request's keys, looked for when the first selector asks and kept for the others. Lives as long as one check. */
final class RequestKeys implements KeyFinder.KeySink {
    private final CommandSpec spec;
    private final Request request;
    private int[] arguments = new int[4];
    private long[] uses = new long[4];
    private int count = -1;

    RequestKeys(Command command, Request request) {
        this.spec = command.spec();
        this.request = request;
    }

    int count() {
        if (count < 0) {
            count = 0;
            // A script may ask about a request with too few arguments, in which no key can be found.
            if (spec.accepts(request.count()) && KeyExtractor.mayHaveKeys(spec)) {
                KeyExtractor.keys(spec, request, this);
            }
        }
        return count;
    }

    /** Where the key stands in the request. */
    int argument(int index) {
        return arguments[index];
    }

    byte[] key(int index) {
        return request.arg(arguments[index]).bytes();
    }

    /** What the command does with it, a set of {@link io.miniredis.server.command.KeySpec.Flag} bits. */
    long use(int index) {
        return uses[index];
    }

    @Override
    public void key(int argument, long flags) {
        if (count == arguments.length) {
            arguments = Arrays.copyOf(arguments, count * 2);
            uses = Arrays.copyOf(uses, count * 2);
        }
        arguments[count] = argument;
        uses[count] = flags;
        count++;
    }

    @Override
    public String toString() {
        return "RequestKeys[" + (count < 0 ? "not looked for" : count) + " of " + request + "]";
    }
}
