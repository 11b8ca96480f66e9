package io.miniredis.cluster;

import java.util.HashMap;
import java.util.Map;

/**
 * Nodes that an administrator had forgotten (CLUSTER FORGET): for a minute nobody's gossip brings them back, so that
 * there is time to tell all nodes.
 */
final class ForgottenNodes {
    private static final long SECONDS = 60;

    private final Map<String, Long> untilSeconds = new HashMap<>();

    /** Receives ids and how long they stay forgotten, in seconds. */
    interface Visitor {
        void forgotten(String id, long seconds);
    }

    void add(String id, long nowMillis) {
        add(id, nowMillis, SECONDS);
    }

    /** As another node says. */
    void add(String id, long nowMillis, long seconds) {
        untilSeconds.put(id, nowMillis / 1_000 + seconds);
    }

    boolean contains(String id, long nowMillis) {
        expire(nowMillis);
        return untilSeconds.containsKey(id);
    }

    void forEach(long nowMillis, Visitor visitor) {
        expire(nowMillis);
        untilSeconds.forEach((id, until) -> visitor.forgotten(id, until - nowMillis / 1_000));
    }

    void clear() {
        untilSeconds.clear();
    }

    private void expire(long nowMillis) {
        untilSeconds.values().removeIf(until -> until < nowMillis / 1_000);
    }

    @Override
    public String toString() {
        return "ForgottenNodes" + untilSeconds;
    }
}
