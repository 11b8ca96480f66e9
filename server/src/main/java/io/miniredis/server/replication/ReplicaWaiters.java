package io.miniredis.server.replication;

import io.miniredis.protocol.Errors;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.server.RedisServer;
import io.miniredis.server.client.Client;
import io.miniredis.server.command.CommandCall;
import java.util.ArrayList;
import java.util.List;

/**
 * Clients that wait until what they wrote is elsewhere: with so many replicas (WAIT), or on so many disks, this
 * server's among them (WAITAOF; processClientsWaitingReplicas).
 *
 * <p>Confined to the main thread.
 */
public final class ReplicaWaiters {
    private final RedisServer server;
    private final List<Waiter> waiters = new ArrayList<>();
    private boolean asking;

    /**
     * @param offset in the stream that replicas must have
     * @param fileOffset in the changes that must be on disk here
     * @param local 1 if they must
     * @param onDisk true if replicas must have it on their disks, too
     */
    private record Waiter(Client client, long offset, long fileOffset, long local, long replicas, boolean onDisk) {}

    ReplicaWaiters(RedisServer server) {
        this.server = server;
    }

    /** WAIT: answers at once if it can be, or when enough replicas have it, or when the time is over. */
    public void awaitReplicas(CommandCall call, long wanted, long timeoutMillis) {
        Client client = call.client();
        await(call, new Waiter(client, client.streamOffset(), 0, 0, wanted, false), timeoutMillis);
    }

    /** WAITAOF: the same for disks. */
    public void awaitFiles(CommandCall call, long local, long wanted, long timeoutMillis) {
        Client client = call.client();
        await(
                call,
                new Waiter(client, client.streamOffset(), client.writtenOffset(), local, wanted, true),
                timeoutMillis);
    }

    private void await(CommandCall call, Waiter waiter, long timeoutMillis) {
        if (isServed(waiter) || !call.mayBlock()) {
            reply(waiter, call.reply());
            return;
        }
        waiters.add(waiter);
        call.block(timeoutMillis, reply -> reply(waiter, reply));
        askReplicas();
    }

    /**
     * Once for all who begin to wait in this turn; not before a pause ends, which holds back what replicas are sent.
     */
    private void askReplicas() {
        if (!asking
                && !server.replication().replicas().isEmpty()
                && !server.replication().isReplica()) {
            asking = true;
            server.mainThread().execute(this::askUnlessPaused);
        }
    }

    /** To be called when a pause may have ended, too. */
    public void askUnlessPaused() {
        if (asking && !server.pause().freezesData()) {
            asking = false;
            server.replication().requestAcknowledgements();
        }
    }

    private boolean isServed(Waiter waiter) {
        return replicas(waiter) >= waiter.replicas && local(waiter) >= waiter.local;
    }

    private int replicas(Waiter waiter) {
        Replicas all = server.replication().replicas();
        return waiter.onDisk ? all.countWithOnDisk(waiter.offset) : all.countWith(waiter.offset);
    }

    private int local(Waiter waiter) {
        return server.persistence().appendOnlyFile().syncedOffset() >= waiter.fileOffset ? 1 : 0;
    }

    private void reply(Waiter waiter, ReplyWriter reply) {
        if (waiter.onDisk) {
            reply.array(2);
            reply.integer(local(waiter));
        }
        reply.integer(replicas(waiter));
    }

    /** Answers those whose wait is over. */
    public void serve() {
        if (waiters.isEmpty()) {
            return;
        }
        List<Waiter> seen = new ArrayList<>(waiters);
        waiters.clear();
        for (Waiter waiter : seen) {
            boolean isOff =
                    waiter.local > 0 && !server.config().persistence.appendOnly.value();
            if (isOff) {
                server.blockedClients().fail(waiter.client, Errors.AOF_DISABLED);
            } else if (isServed(waiter)) {
                // The reply is the same as when the time is over: it tells what is.
                server.blockedClients().timeOut(waiter.client);
            } else if (server.blockedClients().isWaiting(waiter.client)) {
                waiters.add(waiter);
            }
        }
    }

    @Override
    public String toString() {
        return "ReplicaWaiters" + waiters;
    }
}
