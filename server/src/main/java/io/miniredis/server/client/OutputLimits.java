package io.miniredis.server.client;

import io.miniredis.server.config.NetworkParameters;
import io.miniredis.server.config.OutputBufferLimit;
import io.miniredis.server.config.ReplicationParameters;
import io.miniredis.server.config.ServerConfig;
import io.miniredis.server.log.ServerLog;
import io.miniredis.server.replication.Replica;
import io.miniredis.server.stats.ServerStats;
import org.jspecify.annotations.Nullable;

/**
 * How much may wait to be sent: to one client, by {@code client-output-buffer-limit} (checkClientOutputBufferLimits),
 * and to all of them together, by what memory the JVM has.
 *
 * <p>The second limit is not Redis's. There an unlimited client can take the machine's memory; here it would take the
 * JVM's, and everybody's data with it. All clients are added up only now and then, after so many bytes were written
 * that the limit might have been reached meanwhile. Confined to the main thread.
 */
public final class OutputLimits {
    /**
     * Up to so many bytes do not count: in Redis they stand in the client's own buffer, which no limit applies to
     * (PROTO_REPLY_CHUNK_BYTES).
     */
    private static final int UNCOUNTED_BYTES = 16 * 1024;

    private final NetworkParameters config;
    private final ReplicationParameters replication;
    private final ServerStats stats;
    private final ServerLog log;
    private final Clients clients;
    private final long mostTotalBytes;
    private long outputAtLastSum;

    /** @param mostTotalBytes what may wait for all clients together */
    OutputLimits(ServerConfig config, ServerStats stats, ServerLog log, Clients clients, long mostTotalBytes) {
        this.config = config.network;
        this.replication = config.replication;
        this.stats = stats;
        this.log = log;
        this.clients = clients;
        this.mostTotalBytes = mostTotalBytes;
    }

    /** True if this client is to be closed: it has reached the hard limit, or the soft one for too long. */
    boolean isExceeded(Client client, long nowMillis) {
        OutputBufferLimit limit = limit(client.type());
        if (limit.hardBytes() == 0 && limit.softBytes() == 0) {
            return false;
        }
        long pending = countedBytes(client);
        boolean soft = limit.softBytes() != 0 && Long.compareUnsigned(pending, limit.softBytes()) >= 0;
        boolean softForTooLong = false;
        if (!soft) {
            client.outputSoftLimitSinceMillis(-1);
        } else if (client.outputSoftLimitSinceMillis() < 0) {
            client.outputSoftLimitSinceMillis(nowMillis);
        } else {
            long sinceSeconds = nowMillis / 1000 - client.outputSoftLimitSinceMillis() / 1000;
            softForTooLong = sinceSeconds > limit.softSeconds();
        }
        // What the backlog holds anyway is not too much for a replica.
        boolean isLittle = client.type() == ClientType.REPLICA && pending < replication.backlogBytes.value();
        return pending > 0 && (softForTooLong || (isHardReached(limit, pending) && !isLittle));
    }

    /**
     * True if this client is to be closed whatever else its running command writes. What was sent before does not
     * count: it may be gone when the command is done.
     */
    boolean isReachedByGathered(Client client) {
        long gathered = client.connection().gatheredOutputBytes();
        return isMuch(gathered) && isHardReached(limit(client.type()), gathered);
    }

    private static boolean isHardReached(OutputBufferLimit limit, long pending) {
        return limit.hardBytes() != 0 && Long.compareUnsigned(pending, limit.hardBytes()) >= 0;
    }

    /** True if so many bytes wait for a client that limits apply. */
    static boolean isMuch(long bytes) {
        return bytes > UNCOUNTED_BYTES;
    }

    private static long countedBytes(Client client) {
        Replica replica = client.replica();
        if (replica != null && replica.isReceivingSnapshot()) {
            // What is on the way to it is the snapshot, which has a limit of its own.
            return replica.heldBytes();
        }
        long pending = client.connection().pendingOutputBytes() + (replica == null ? 0 : replica.heldBytes());
        return isMuch(pending) ? pending : 0;
    }

    private OutputBufferLimit limit(ClientType type) {
        return switch (type) {
            case NORMAL, MASTER -> config.clientOutputBufferLimits.normal();
            case REPLICA -> config.clientOutputBufferLimits.replica();
            case PUBSUB -> config.clientOutputBufferLimits.pubsub();
        };
    }

    /** The client whose output is the largest if all together have more than the JVM can hold; else null. */
    @Nullable
    Client offender() {
        long written = stats.totalNetOutputBytes;
        boolean wasReset = written < outputAtLastSum;
        if (!wasReset && written - outputAtLastSum < mostTotalBytes / 8) {
            return null;
        }
        Client largest = null;
        long largestBytes = 0;
        long total = 0;
        for (Client client : clients.snapshot()) {
            long pending = client.connection().pendingOutputBytes();
            total += pending;
            if (pending > largestBytes) {
                largestBytes = pending;
                largest = client;
            }
        }
        if (total <= mostTotalBytes) {
            outputAtLastSum = written;
            return null;
        }
        log.warning("The output that waits for all clients has reached " + total + " bytes of " + mostTotalBytes
                + ": the client with the most of it is closed.");
        return largest;
    }
}
