package io.miniredis.server.info;

import io.miniredis.replication.sentinel.MonitoredPrimary;
import io.miniredis.replication.sentinel.SentinelNode;
import io.miniredis.server.sentinel.Sentinel;

/** The section Sentinel. */
final class SentinelInfo {
    private static final long MILLIS_PER_SECOND = 1_000;

    private final SentinelNode node;
    private final long nowMillis;
    private final InfoText text;

    SentinelInfo(Sentinel sentinel, InfoText text) {
        this.node = sentinel.node();
        this.nowMillis = sentinel.nowMillis();
        this.text = text;
    }

    void write() {
        text.section("Sentinel");
        text.field("sentinel_masters", node.instances().primaries().size());
        text.field("sentinel_tilt", node.isTilted());
        text.field(
                "sentinel_tilt_since_seconds",
                node.isTilted() ? (nowMillis - node.tiltSinceMillis()) / MILLIS_PER_SECOND : -1);
        text.field("sentinel_running_scripts", node.scripts().running());
        text.field("sentinel_scripts_queue_length", node.scripts().jobs().size());
        text.field("sentinel_simulate_failure_flags", node.simulatedFailures());
        int number = 0;
        for (MonitoredPrimary primary : node.instances().primaries()) {
            text.field(
                    "master" + number++,
                    "name=" + primary.name() + ",status=" + primary.status() + ",address="
                            + node.shownHost(primary.address()) + ":"
                            + primary.address().port() + ",slaves="
                            + primary.replicas().size() + ",sentinels="
                            + (primary.sentinels().size() + 1));
        }
    }
}
