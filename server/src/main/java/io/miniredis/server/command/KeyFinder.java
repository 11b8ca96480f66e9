package io.miniredis.server.command;

import io.miniredis.protocol.Request;

/** Finds the keys of a request where its {@link KeySpec}s cannot say it all (SORT's STORE, a SET whose flags vary). */
@FunctionalInterface
public interface KeyFinder {
    /** Reports each key. The request has the right arity; a malformed one may yield nothing. */
    void find(Request request, KeySink keys);

    /** Takes the keys as they are found. */
    @FunctionalInterface
    interface KeySink {
        /**
         * @param argument where the key stands in the request
         * @param flags what is done with it, a set of {@link KeySpec.Flag} bits
         */
        void key(int argument, long flags);
    }
}
