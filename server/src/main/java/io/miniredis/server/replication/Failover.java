package io.miniredis.server.replication;

import io.miniredis.protocol.ErrorReply;
import io.miniredis.server.RedisServer;
import io.miniredis.server.client.Client;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * FAILOVER: this primary and one of its replicas change places, and nothing is lost.
 *
 * <ol>
 *   <li>Writes wait, so that the stream of changes ends.
 *   <li>When a replica has all of it, this server becomes its replica and says so with {@code PSYNC … FAILOVER}, which
 *       makes the other one a primary.
 *   <li>When that has answered, writes go on, and are refused here.
 * </ol>
 *
 * <p>Confined to the main thread.
 */
public final class Failover {
    private enum State {
        NONE("no-failover"),
        WAITS_FOR_SYNC("waiting-for-sync"),
        IN_PROGRESS("failover-in-progress");

        private final String infoName;

        State(String infoName) {
            this.infoName = infoName;
        }
    }

    private static final long NEVER = 0;

    /**
     * What was asked for.
     *
     * @param host of the replica, or null for any
     * @param force true to go on without waiting for it longer than the time-out
     * @param timeoutMillis 0 for none
     */
    public record Request(@Nullable String host, int port, boolean force, long timeoutMillis) {}

    private final RedisServer server;
    private final Replication replication;
    private State state = State.NONE;
    private @Nullable String targetHost;
    private int targetPort;
    private boolean force;
    private long endMillis = NEVER;

    Failover(RedisServer server, Replication replication) {
        this.server = server;
        this.replication = replication;
    }

    /** As INFO has it. */
    public String infoName() {
        return state.infoName;
    }

    /** True from the command until the end of it. */
    public boolean isBegun() {
        return state != State.NONE;
    }

    /** True while this server asks the other one to become a primary. */
    boolean isHandingOver() {
        return state == State.IN_PROGRESS;
    }

    /** FAILOVER. @throws ErrorReply why not */
    public void begin(Request request) {
        if (state != State.NONE) {
            throw new ErrorReply("ERR FAILOVER already in progress.");
        }
        if (replication.isReplica()) {
            throw new ErrorReply("ERR FAILOVER is not valid when server is a replica.");
        }
        if (replication.replicas().isEmpty()) {
            throw new ErrorReply("ERR FAILOVER requires connected replicas.");
        }
        String host = request.host;
        if (request.force && (request.timeoutMillis == 0 || host == null)) {
            throw new ErrorReply("ERR FAILOVER with force option requires both a timeout and target HOST and IP.");
        }
        if (host != null) {
            checkTarget(host, request.port);
            server.log().notice("FAILOVER requested to " + host + ":" + request.port + ".");
        } else {
            server.log().notice("FAILOVER requested to any replica.");
        }
        targetHost = host;
        targetPort = request.port;
        force = request.force;
        endMillis = request.timeoutMillis == 0 ? NEVER : server.time().millis() + request.timeoutMillis;
        state = State.WAITS_FOR_SYNC;
        server.pause().beginFailover();
    }

    private void checkTarget(String host, int port) {
        Replica replica = find(host, port);
        if (replica == null) {
            throw new ErrorReply("ERR FAILOVER target HOST and PORT is not a replica.");
        }
        if (replica.state() != ReplicaState.ONLINE) {
            throw new ErrorReply("ERR FAILOVER target replica is not online.");
        }
    }

    private @Nullable Replica find(String host, int port) {
        for (Replica replica : replication.replicas().all()) {
            if (replica.address().equalsIgnoreCase(host) && replica.listeningPort == port) {
                return replica;
            }
        }
        return null;
    }

    /** FAILOVER ABORT. @throws ErrorReply if there is nothing to abort */
    public void abortByCommand() {
        if (state == State.NONE) {
            throw new ErrorReply("ERR No failover in progress.");
        }
        abort("Failover manually aborted");
    }

    private void abort(String reason) {
        server.log()
                .notice("FAILOVER to " + (targetHost == null ? "any replica" : targetHost + ":" + targetPort)
                        + " aborted: " + reason);
        boolean wasInProgress = state == State.IN_PROGRESS;
        state = State.NONE;
        if (wasInProgress) {
            replication.becomePrimary();
        }
        end();
    }

    private void end() {
        state = State.NONE;
        targetHost = null;
        targetPort = 0;
        force = false;
        endMillis = NEVER;
        List<Client> released = server.pause().endFailover();
        server.clientLife().release(released);
    }

    /** Looks whether a replica has everything, or the time is over. */
    void cron() {
        if (state != State.WAITS_FOR_SYNC) {
            return;
        }
        if (endMillis != NEVER && endMillis <= server.time().clock().millis()) {
            timedOut();
            return;
        }
        Replica target = targetHost == null ? anyInStep() : find(targetHost, targetPort);
        if (target != null && isInStep(target)) {
            targetHost = target.address();
            targetPort = target.listeningPort;
            server.log().notice("Failover target " + targetHost + ":" + targetPort + " is synced, failing over.");
            handOver(targetHost);
        }
    }

    private void timedOut() {
        String host = targetHost;
        if (force && host != null) {
            server.log().notice("FAILOVER to " + host + ":" + targetPort + " time out exceeded, failing over.");
            handOver(host);
        } else {
            abort("Replica never caught up before timeout");
        }
    }

    private void handOver(String host) {
        state = State.IN_PROGRESS;
        replication.follow(host, targetPort);
    }

    private @Nullable Replica anyInStep() {
        for (Replica replica : replication.replicas().all()) {
            if (isInStep(replica)) {
                return replica;
            }
        }
        return null;
    }

    private boolean isInStep(Replica replica) {
        return replica.state() == ReplicaState.ONLINE
                && replica.acknowledgedOffset == replication.history().offset();
    }

    /**
     * The other server has answered PSYNC. Returns false if the failover was given up for it: there is no primary any
     * more.
     */
    boolean psyncAnswered(boolean accepted) {
        if (state != State.IN_PROGRESS) {
            return true;
        }
        if (accepted) {
            end();
            return true;
        }
        abort("Failover target rejected psync request");
        return false;
    }

    @Override
    public String toString() {
        return "Failover[" + state.infoName + (targetHost == null ? "]" : " to " + targetHost + ":" + targetPort + "]");
    }
}
