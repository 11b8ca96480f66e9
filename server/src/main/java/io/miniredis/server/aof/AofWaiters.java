package io.miniredis.server.aof;

import io.miniredis.protocol.Errors;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.server.RedisServer;
import io.miniredis.server.client.Client;
import io.miniredis.server.command.CommandCall;
import java.util.ArrayList;
import java.util.List;

/**
 * Clients that wait until their last change is on disk (WAITAOF; processClientsWaitingReplicas).
 *
 * <p>Confined to the main thread.
 */
public final class AofWaiters {
    private final RedisServer server;
    private final List<Waiter> waiters = new ArrayList<>();

    /** @param replicas how many of them must have it; none ever does, before there is replication */
    private record Waiter(Client client, long offset, long local, long replicas) {}

    AofWaiters(RedisServer server) {
        this.server = server;
    }

    /** Answers at once if it can be, or when the client's last change is on disk, or when the time is over. */
    public void await(CommandCall call, long local, long replicas, long timeoutMillis) {
        Client client = call.client();
        if ((isOnDisk(client.writtenOffset()) >= local && replicas == 0) || !call.mayBlock()) {
            reply(client, call.reply());
            return;
        }
        waiters.add(new Waiter(client, client.writtenOffset(), local, replicas));
        call.block(timeoutMillis, reply -> reply(client, reply));
    }

    private void reply(Client client, ReplyWriter reply) {
        reply.array(2);
        reply.integer(isOnDisk(client.writtenOffset()));
        reply.integer(0);
    }

    private long isOnDisk(long offset) {
        return server.persistence().appendOnlyFile().syncedOffset() >= offset ? 1 : 0;
    }

    /** Answers those whose wait is over. */
    void serve() {
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
            } else if (isOnDisk(waiter.offset) >= waiter.local && waiter.replicas == 0) {
                // The reply is the same as when the time is over: it tells what is.
                server.blockedClients().timeOut(waiter.client);
            } else if (server.blockedClients().isWaiting(waiter.client)) {
                waiters.add(waiter);
            }
        }
    }

    @Override
    public String toString() {
        return "AofWaiters" + waiters;
    }
}
