package io.miniredis.replication.sentinel;

import io.miniredis.protocol.RespValue;

/** What is done with a reply, unless the connection is lost before it comes. */
@FunctionalInterface
interface ReplyHandler {
    /** For commands whose effects are seen elsewhere, in INFO. */
    ReplyHandler IGNORE = reply -> {};

    void replied(RespValue reply);
}
