package io.miniredis.server.info;

import io.miniredis.replication.ReplicationBacklog;
import io.miniredis.replication.ReplicationHistory;
import io.miniredis.server.RedisServer;
import io.miniredis.server.replication.Replication;
import org.jspecify.annotations.Nullable;

/** INFO's section Replication. */
final class ReplicationInfo {
    private final RedisServer server;
    private final InfoText text;

    ReplicationInfo(RedisServer server, InfoText text) {
        this.server = server;
        this.text = text;
    }

    void write() {
        Replication replication = server.replication();
        text.section("Replication");
        text.field("role", replication.isReplica() ? "slave" : "master");
        replication.describePrimary(text::field);
        text.field("connected_slaves", replication.replicas().count());
        boolean countsGood = server.config().replication.minReplicasToWrite.value() > 0
                && server.config().replication.minReplicasMaxLagSeconds.value() > 0;
        if (countsGood) {
            text.field("min_slaves_good_slaves", replication.replicas().good());
        }
        replication.replicas().describe(text::field);
        text.field("master_failover_state", replication.failoverState());
        history(replication.history());
        backlog(replication.backlog());
    }

    private void history(ReplicationHistory history) {
        text.field("master_replid", history.id());
        text.field("master_replid2", history.secondId());
        text.field("master_repl_offset", history.offset());
        text.field("second_repl_offset", history.secondOffset());
    }

    private void backlog(@Nullable ReplicationBacklog backlog) {
        text.field("repl_backlog_active", backlog != null);
        text.field("repl_backlog_size", server.config().replication.backlogBytes.value());
        text.field("repl_backlog_first_byte_offset", backlog == null ? 0 : backlog.firstOffset());
        text.field("repl_backlog_histlen", backlog == null ? 0 : backlog.lengthBytes());
    }
}
