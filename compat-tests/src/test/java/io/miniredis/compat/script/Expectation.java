package io.miniredis.compat.script;

import io.miniredis.compat.reply.Reply;

/**
 * A reply written in the script.
 *
 * @param protocol 2 or 3 if it holds for that protocol version alone, 0 for both
 */
public record Expectation(int protocol, Reply reply) {
    boolean holdsIn(int version) {
        return protocol == 0 || protocol == version;
    }
}
