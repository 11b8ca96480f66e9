package io.miniredis.server.stats;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counters since the start or the last CONFIG RESETSTAT, under INFO's names. Plain fields: whoever sees the event
 * counts it. Confined to the main thread.
 */
public final class ServerStats {
    public long totalConnectionsReceived;
    public long rejectedConnections;
    public long tlsHandshakeFailures;
    public long totalCommandsProcessed;
    public long expiredKeys;
    /** Fields of hashes. */
    public long expiredSubkeys;

    public double expiredStalePercent;
    public long expiredTimeCapReachedCount;
    /** Time spent in active expiry, in nanoseconds. */
    public long expireCycleNanos;

    public long evictedKeys;

    /** Clients closed because all together took too much memory. */
    public long evictedClients;

    /** For how long more memory was used than allowed, in nanoseconds; the present period not included. */
    public long evictionExceededNanos;

    public long keyspaceHits;
    public long keyspaceMisses;
    public long totalErrorReplies;
    public long unexpectedErrorReplies;
    public long clientQueryBufferLimitDisconnections;
    public long clientOutputBufferLimitDisconnections;
    /** What all commands took. */
    public long commandNanos;
    /** What writing changes to the append-only file took, before replies could go out. */
    public long appendOnlyFileNanos;

    public long lazyfreedObjects;
    /** Values checked deeply, by {@code sanitize-dump-payload}. */
    public long dumpPayloadSanitizations;

    public long totalReadsProcessed;
    public long totalWritesProcessed;
    public long totalNetInputBytes;
    public long totalNetOutputBytes;
    /** Of the bytes received, those from primaries. */
    public long replicationInputBytes;
    /** Of the bytes sent, what replicas were given as clients: replies, and changes as they happened. */
    public long replicationStreamBytes;
    /** Snapshots sent to replicas, in bytes. Other threads count here, too. */
    public final LongAdder snapshotBytes = new LongAdder();

    /** How often a client got a smaller buffer for its replies than the last time. */
    public long replyBufferShrinks;

    public long replyBufferExpands;
    public long ioThreadedReadsProcessed;
    public long ioThreadedWritesProcessed;

    /** Snapshots begun: where Redis forks. */
    public long totalForks;

    /** How long it took to begin the last one. */
    public long latestForkMicros;

    /** Everything that was sent, in bytes. */
    public long outputBytes() {
        return totalNetOutputBytes + snapshotBytes.sum();
    }

    /** What was sent to replicas, in bytes. */
    public long replicationOutputBytes() {
        return replicationStreamBytes + snapshotBytes.sum();
    }

    /** CONFIG RESETSTAT. */
    public void reset() {
        totalConnectionsReceived = 0;
        rejectedConnections = 0;
        tlsHandshakeFailures = 0;
        totalCommandsProcessed = 0;
        expiredKeys = 0;
        expiredSubkeys = 0;
        expiredStalePercent = 0;
        expiredTimeCapReachedCount = 0;
        expireCycleNanos = 0;
        evictedKeys = 0;
        evictedClients = 0;
        evictionExceededNanos = 0;
        keyspaceHits = 0;
        keyspaceMisses = 0;
        totalErrorReplies = 0;
        unexpectedErrorReplies = 0;
        clientQueryBufferLimitDisconnections = 0;
        clientOutputBufferLimitDisconnections = 0;
        commandNanos = 0;
        appendOnlyFileNanos = 0;
        lazyfreedObjects = 0;
        dumpPayloadSanitizations = 0;
        totalReadsProcessed = 0;
        totalWritesProcessed = 0;
        totalNetInputBytes = 0;
        totalNetOutputBytes = 0;
        replicationInputBytes = 0;
        replicationStreamBytes = 0;
        snapshotBytes.reset();
        replyBufferShrinks = 0;
        replyBufferExpands = 0;
        ioThreadedReadsProcessed = 0;
        ioThreadedWritesProcessed = 0;
        totalForks = 0;
    }
}
