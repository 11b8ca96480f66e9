package io.miniredis.server.command.sortedset;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.Errors;
import io.miniredis.server.command.Arguments;
import java.util.ArrayList;
import java.util.List;

/** The arguments of ZMPOP: keys, and what to take from the first of them that has any. */
record PopRequest(List<ByteString> keys, Pop pop) {
    static PopRequest parse(Arguments args) {
        long count = args.nextLong(1, Long.MAX_VALUE, SortedSetErrors.NO_KEYS);
        if (count >= args.remaining()) {
            throw Errors.SYNTAX;
        }
        List<ByteString> keys = keys(args, (int) count);
        boolean highest = args.acceptToken("max");
        if (!highest && !args.acceptToken("min")) {
            throw Errors.SYNTAX;
        }
        long members = 1;
        if (args.acceptOption("count")) {
            members = args.nextLong(1, Long.MAX_VALUE, SortedSetErrors.NO_COUNT);
        }
        args.end();
        return new PopRequest(keys, new Pop(highest, members, true));
    }

    static List<ByteString> keys(Arguments args, int count) {
        List<ByteString> keys = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            keys.add(args.next());
        }
        return keys;
    }
}
