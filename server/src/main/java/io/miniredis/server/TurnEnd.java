package io.miniredis.server;

import io.miniredis.server.aof.AppendOnlyFile;
import io.miniredis.server.client.Client;
import io.miniredis.server.cluster.ClusterService;
import io.miniredis.server.memory.ClientMemory;
import io.miniredis.server.memory.Eviction;
import org.jspecify.annotations.Nullable;

/**
 * What follows from what clients and timers have done, before the main thread waits again (beforeSleep): who waited for
 * a key is served, changes are written down, and only then replies go out.
 *
 * <p>Confined to the main thread.
 */
public final class TurnEnd {
    /** How often is looked for further clients before the disk is flushed for all. */
    private static final int MOST_LOOKS = 4;

    private final RedisServer server;
    private final ClientMemory clientMemory;
    private final Eviction eviction;
    private final Runnable gathered = this::gathered;
    private boolean isAwaited;
    private boolean isSending;

    /**
     * How many batches' replies wait for the end of the turn, how many did at the last look, and how many looks there
     * were.
     */
    private int waiting;

    private int waitingBefore;
    private int looks;

    TurnEnd(RedisServer server) {
        this.server = server;
        this.clientMemory = server.memory().clients();
        this.eviction = server.memory().eviction();
    }

    /** A batch of requests of one read is executed: its replies go out. */
    public void batchDone(@Nullable Client client, long inputBytes) {
        if (server.scripting().isBusy()) {
            // A script is in the middle of its work: what it has changed has no consequences yet.
            server.clientLife().batchDoneWhileBusy(client, inputBytes);
            return;
        }
        server.expireCycle().runFast();
        server.blockedClients().serveReadyKeys();
        server.tracking().broadcast();
        nodeBeforeSleep();
        boolean waits = server.persistence().appendOnlyFile().holdsReplies()
                && !server.mainThread().isHolding();
        if (waits && server.clientLife().batchReceived(client, inputBytes)) {
            waiting++;
            await();
        } else if (isSentBeforeWaiting() && server.clientLife().batchReceived(client, inputBytes)) {
            // A reply that is about to be sent is not what its client takes.
            if (client != null && !client.hasReply()) {
                clientMemory.update(client);
            }
        } else {
            server.clientLife().batchDone(client, inputBytes);
        }
        limitMemory();
        server.mainThread().ensureAlarm();
    }

    /**
     * True if replies go out right before the main thread waits for other clients, as in Redis
     * (handleClientsWithPendingWrites). Whoever gets a reply will send a request, maybe after one on another
     * connection, and only a main thread that waits by then is sure to see them in this order. A client that is alone
     * gets its reply at once.
     */
    private boolean isSentBeforeWaiting() {
        if (!isSending) {
            isSending = server.clients().count() > 1 && server.mainThread().askBeforeWaiting();
        }
        return isSending;
    }

    /** The main thread is about to wait. */
    void beforeWaiting() {
        isSending = false;
        if (server.scripting().isBusy()) {
            server.clientLife().flushOthersWhileBusy();
        } else {
            server.clientLife().flushAll();
            limitMemory();
        }
    }

    /** Replies go out when all clients whose requests have arrived were served: their changes are written at once. */
    private void await() {
        if (!isAwaited) {
            server.mainThread().execute(gathered);
            isAwaited = true;
        }
    }

    /**
     * All clients that were ready are served. Others may be ready by now: it costs little to look once more, and a
     * flush to disk of their own would cost a lot.
     */
    private void gathered() {
        isAwaited = false;
        boolean mayBeMore = waiting > waitingBefore && waiting > 1 && looks < MOST_LOOKS;
        if (mayBeMore && server.persistence().appendOnlyFile().flushesBeforeReplies()) {
            waitingBefore = waiting;
            looks++;
            server.mainThread().executeNextTurn(gathered);
            isAwaited = true;
        }
    }

    /** Asked before replies are sent: writes the changes that they tell of. False if they must not be sent. */
    public boolean mayReply() {
        AppendOnlyFile file = server.persistence().appendOnlyFile();
        if (!file.holdsReplies()) {
            return true;
        }
        long began = server.time().clock().nanos();
        boolean may = file.flushBeforeReplies();
        server.stats().appendOnlyFileNanos += server.time().clock().nanos() - began;
        return may;
    }

    /** The main thread has done something but requests. */
    void actionDone() {
        server.blockedClients().serveReadyKeys();
        server.tracking().broadcast();
        nodeBeforeSleep();
        if (!isAwaited && mayReply()) {
            waiting = 0;
            waitingBefore = 0;
            looks = 0;
            server.clientLife().flushAll();
        }
        limitMemory();
    }

    /** What a node of a cluster has learned is on disk before anybody is told. */
    private void nodeBeforeSleep() {
        ClusterService node = server.cluster();
        if (node != null) {
            node.beforeSleep();
        }
    }

    private void limitMemory() {
        if (clientMemory.isEvicting()) {
            eviction.evictClients();
        }
        eviction.batchDone();
    }

    @Override
    public String toString() {
        return isAwaited ? "TurnEnd[replies wait]" : "TurnEnd[]";
    }
}
