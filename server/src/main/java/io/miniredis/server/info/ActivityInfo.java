package io.miniredis.server.info;

import io.miniredis.server.RedisServer;
import io.miniredis.server.acl.DenialReason;
import io.miniredis.server.client.Client;
import io.miniredis.server.cluster.ClusterService;
import io.miniredis.server.stats.ServerStats;

/** The sections Clients and Stats: who is connected and what was done. */
final class ActivityInfo {
    private final RedisServer server;
    private final InfoText text;

    ActivityInfo(RedisServer server, InfoText text) {
        this.server = server;
        this.text = text;
    }

    void clients() {
        long largestInput = 0;
        long largestOutput = 0;
        int subscribed = 0;
        int watching = 0;
        for (Client client : server.clients().snapshot()) {
            largestInput = Math.max(largestInput, client.connection().pendingInputBytes() + client.waitingBytes());
            largestOutput = Math.max(largestOutput, client.connection().pendingOutputBytes());
            subscribed += client.isSubscribed() ? 1 : 0;
            watching += client.isWatching() ? 1 : 0;
        }
        text.section("Clients");
        text.field(
                "connected_clients",
                server.clients().count() - server.replication().replicas().count());
        ClusterService cluster = server.cluster();
        text.field("cluster_connections", cluster == null ? 0 : cluster.connections());
        text.field("maxclients", server.config().network.maxClients.value());
        text.field("client_recent_max_input_buffer", largestInput);
        text.field("client_recent_max_output_buffer", largestOutput);
        text.field("blocked_clients", server.blockedClients().count());
        text.field("tracking_clients", server.tracking().clients());
        text.field("pubsub_clients", subscribed);
        text.field("watching_clients", watching);
        text.field("clients_in_timeout_table", server.blockedClients().withTimeout());
        text.field("total_watched_keys", server.watchedKeys().keys());
        text.field("total_blocking_keys", server.databases().awaitedKeys().count());
        text.field(
                "total_blocking_keys_on_nokey", server.databases().awaitedKeys().countUntilGone());
    }

    void stats() {
        ServerStats stats = server.stats();
        text.section("Stats");
        traffic(stats);
        keys(stats);
        work(stats);
        denials();
    }

    private void traffic(ServerStats stats) {
        text.field("total_connections_received", stats.totalConnectionsReceived);
        text.field("total_commands_processed", stats.totalCommandsProcessed);
        text.field("instantaneous_ops_per_sec", server.rates().commands().perSecond());
        text.field("total_net_input_bytes", stats.totalNetInputBytes);
        text.field("total_net_output_bytes", stats.outputBytes());
        text.field("total_net_repl_input_bytes", stats.replicationInputBytes);
        text.field("total_net_repl_output_bytes", stats.replicationOutputBytes());
        text.fraction("instantaneous_input_kbps", server.rates().input().perSecond() / 1024.0);
        text.fraction("instantaneous_output_kbps", server.rates().output().perSecond() / 1024.0);
        text.fraction(
                "instantaneous_input_repl_kbps",
                server.rates().replicationInput().perSecond() / 1024.0);
        text.fraction(
                "instantaneous_output_repl_kbps",
                server.rates().replicationOutput().perSecond() / 1024.0);
        text.field("rejected_connections", stats.rejectedConnections);
        if (server.tlsPort() != 0) {
            text.field("tls_handshake_failures", stats.tlsHandshakeFailures);
        }
        text.field("sync_full", server.replication().replicas().fullSyncs());
        text.field("sync_partial_ok", server.replication().replicas().partialSyncs());
        text.field("sync_partial_err", server.replication().replicas().refusedPartialSyncs());
    }

    private void keys(ServerStats stats) {
        text.field("expired_subkeys", stats.expiredSubkeys);
        text.field("expired_keys", stats.expiredKeys);
        text.fraction("expired_stale_perc", stats.expiredStalePercent);
        text.field("expired_time_cap_reached_count", stats.expiredTimeCapReachedCount);
        text.field("expire_cycle_cpu_milliseconds", stats.expireCycleNanos / 1_000_000);
        text.field("evicted_keys", stats.evictedKeys);
        text.field("evicted_clients", stats.evictedClients);
        text.field("total_eviction_exceeded_time", server.memory().eviction().totalExceededMillis());
        text.field("current_eviction_exceeded_time", server.memory().eviction().exceededMillis());
        text.field("keyspace_hits", stats.keyspaceHits);
        text.field("keyspace_misses", stats.keyspaceMisses);
        text.field("pubsub_channels", server.pubSub().channelCount());
        text.field("pubsub_patterns", server.pubSub().patternCount());
        text.field("pubsubshard_channels", server.pubSub().shardChannelCount());
        text.field("latest_fork_usec", stats.latestForkMicros);
        text.field("total_forks", stats.totalForks);
        text.field("migrate_cached_sockets", server.migrationSockets().size());
        text.field("slave_expires_tracked_keys", server.expiration().localKeys());
        text.field("tracking_total_keys", server.tracking().keys());
        text.field("tracking_total_items", server.tracking().items());
        text.field("tracking_total_prefixes", server.tracking().prefixes());
    }

    private void work(ServerStats stats) {
        text.field("unexpected_error_replies", stats.unexpectedErrorReplies);
        text.field("total_error_replies", stats.totalErrorReplies);
        text.field("dump_payload_sanitizations", stats.dumpPayloadSanitizations);
        text.field("total_reads_processed", stats.totalReadsProcessed);
        text.field("total_writes_processed", stats.totalWritesProcessed);
        text.field("io_threaded_reads_processed", stats.ioThreadedReadsProcessed);
        text.field("io_threaded_writes_processed", stats.ioThreadedWritesProcessed);
        text.field("reply_buffer_shrinks", stats.replyBufferShrinks);
        text.field("reply_buffer_expands", stats.replyBufferExpands);
        text.field("client_query_buffer_limit_disconnections", stats.clientQueryBufferLimitDisconnections);
        text.field("client_output_buffer_limit_disconnections", stats.clientOutputBufferLimitDisconnections);
        text.field("eventloop_cycles", server.time().turns());
        text.field("eventloop_duration_sum", server.time().turnsNanos() / 1_000);
        text.field("eventloop_duration_cmd_sum", stats.commandNanos / 1_000);
        text.field(
                "instantaneous_eventloop_cycles_per_sec", server.rates().turns().perSecond());
        text.field("instantaneous_eventloop_duration_usec", server.rates().nanosPerTurn() / 1_000);
    }

    private void denials() {
        text.field("acl_access_denied_auth", server.access().denials(DenialReason.AUTH));
        text.field("acl_access_denied_cmd", server.access().denials(DenialReason.COMMAND));
        text.field("acl_access_denied_key", server.access().denials(DenialReason.KEY));
        text.field("acl_access_denied_channel", server.access().denials(DenialReason.CHANNEL));
    }

    /** How long the main thread was busy without looking at its sockets. */
    void turns() {
        text.section("Debug");
        text.field("eventloop_duration_aof_sum", server.stats().appendOnlyFileNanos / 1_000);
        text.field("eventloop_duration_cron_sum", server.time().cronNanos() / 1_000);
        text.field("eventloop_duration_max", server.time().longestTurnNanos() / 1_000);
        text.field("eventloop_cmd_per_cycle_max", server.time().mostCommandsInTurn());
    }
}
