package io.miniredis.server.replication;

import io.miniredis.server.config.ReplicationParameters;
import io.miniredis.server.info.InfoText;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What INFO replication tells of a replica's link (genRedisInfoString). */
final class LinkReport {
    private static final long MILLIS_PER_SECOND = 1_000;

    private final PrimaryLink link;
    private final BiConsumer<String, String> field;
    private final long silentSeconds;

    /** @param silentMillis since something was heard of the primary */
    LinkReport(PrimaryLink link, long silentMillis, BiConsumer<String, String> field) {
        this.link = link;
        this.field = field;
        this.silentSeconds = silentMillis / MILLIS_PER_SECOND;
    }

    private void field(String name, long value) {
        field.accept(name, Long.toString(value));
    }

    void write(
            @Nullable PrimaryStream stream,
            @Nullable SnapshotReception reception,
            long nowMillis,
            ReplicationParameters config) {
        long applied = Math.max(0, link.appliedOffset());
        field.accept("master_host", link.host());
        field("master_port", link.port());
        field.accept("master_link_status", link.isConnected() ? "up" : "down");
        field("master_last_io_seconds_ago", stream == null ? -1 : silentSeconds);
        field("master_sync_in_progress", link.state() == LinkState.TRANSFER ? 1 : 0);
        field("slave_read_repl_offset", stream == null ? applied : stream.readOffset());
        field("slave_repl_offset", applied);
        if (reception != null) {
            transfer(reception);
        }
        if (!link.isConnected()) {
            long since = link.downSinceMillis();
            field("master_link_down_since_seconds", since == 0 ? -1 : (nowMillis - since) / MILLIS_PER_SECOND);
        }
        field("slave_priority", config.replicaPriority.value());
        field("slave_read_only", config.replicaReadOnly.value() ? 1 : 0);
        field("replica_announced", config.replicaAnnounced.value() ? 1 : 0);
    }

    private void transfer(SnapshotReception reception) {
        long total = Math.max(0, reception.totalBytes());
        long read = reception.receivedBytes();
        field("master_sync_total_bytes", reception.totalBytes());
        field("master_sync_read_bytes", read);
        field("master_sync_left_bytes", reception.totalBytes() - read);
        field.accept("master_sync_perc", InfoText.decimals(total == 0 ? 0 : 100.0 * read / total, 2));
        field("master_sync_last_io_seconds_ago", silentSeconds);
    }
}
