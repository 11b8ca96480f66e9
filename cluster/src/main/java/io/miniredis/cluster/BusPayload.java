package io.miniredis.cluster;

import io.miniredis.datastructures.ByteString;
import java.util.List;

/** What a message says beyond its header; by {@link MessageType}. */
sealed interface BusPayload {
    /** FAILOVER_AUTH_REQUEST, FAILOVER_AUTH_ACK, MFSTART, MODULE and what is not known. */
    record Empty() implements BusPayload {}

    /** PING, PONG, MEET. */
    record Gossip(List<GossipEntry> entries, List<PingExtension> extensions) implements BusPayload {}

    /** FAIL. */
    record Failure(String nodeId) implements BusPayload {}

    /** PUBLISH, PUBLISHSHARD. */
    record Publication(ByteString channel, ByteString message) implements BusPayload {}

    /** UPDATE. */
    record SlotUpdate(long configEpoch, String nodeId, SlotSet slots) implements BusPayload {}
}
