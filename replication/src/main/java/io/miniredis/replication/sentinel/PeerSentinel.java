package io.miniredis.replication.sentinel;

import org.jspecify.annotations.Nullable;

/** Another sentinel that watches the same primary. One that watches several is there once for each. */
public final class PeerSentinel extends MonitoredInstance {
    private final MonitoredPrimary primary;
    long helloReceivedMillis;
    /** When it last answered whether the primary is down. */
    long downReplyMillis;

    /** For whom it voted, and in which epoch. */
    @Nullable
    String leader;

    long leaderEpoch;

    PeerSentinel(String id, InstanceAddress address, MonitoredPrimary primary, long nowMillis) {
        super(id, address, nowMillis);
        this.primary = primary;
        this.runId = id;
        this.reportedRole = Role.UNKNOWN;
        this.downAfterMillis = primary.downAfterMillis;
        this.helloReceivedMillis = nowMillis;
        this.downReplyMillis = nowMillis;
    }

    @Override
    String kind() {
        return "sentinel";
    }

    @Override
    MonitoredPrimary primary() {
        return primary;
    }
}
