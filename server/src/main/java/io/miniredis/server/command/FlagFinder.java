package io.miniredis.server.command;

import io.miniredis.protocol.Request;
import io.miniredis.server.RedisServer;

/** Finds the flags of a request where they follow from its arguments: a script says itself whether it writes. */
@FunctionalInterface
public interface FlagFinder {
    /**
     * @param request of the right number of arguments; nothing else is known of it
     * @param declared the command's own flags, a set of {@link CommandFlag} bits
     * @return the flags of this request
     */
    long flags(RedisServer server, Request request, long declared);
}
