package io.miniredis.server.replication;

import io.miniredis.persistence.snapshot.RdbPreface;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.replication.ReplicationBacklog;
import io.miniredis.replication.ReplicationHistory;
import io.miniredis.server.RedisServer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The server's place among those that have the same data: the name and length of its history, the backlog, and its
 * replicas.
 *
 * <p>Without a replica there is no backlog and nothing listens to changes. Confined to the main thread.
 */
public final class Replication {
    private static final int ID_DIGITS = 40;

    private final RedisServer server;
    private final ReplicationHistory history;
    private final Replicas replicas;
    private final ReplicaWaiters waiters;
    private final ReplicationStream stream = new ReplicationStream(this);
    private @Nullable ReplicationBacklog backlog;
    private long cronRounds;
    private long nextRoundMillis;

    public Replication(RedisServer server) {
        this.server = server;
        this.history = new ReplicationHistory(newId());
        this.replicas = new Replicas(server, this);
        this.waiters = new ReplicaWaiters(server);
    }

    private String newId() {
        return server.random().hex(ID_DIGITS);
    }

    /** Lets CONFIG SET take effect. */
    public void followConfiguration() {
        server.config().replication.backlogBytes.onChange(() -> {
            ReplicationBacklog present = backlog;
            if (present != null) {
                present.resize(server.config().replication.backlogBytes.value());
            }
            return null;
        });
        server.config().replication.minReplicasToWrite.onChange(this::countGood);
        server.config().replication.minReplicasMaxLagSeconds.onChange(this::countGood);
    }

    private @Nullable String countGood() {
        replicas.countGood();
        return null;
    }

    // ---- role ----

    /** True if this server copies another one. */
    public boolean isReplica() {
        return false;
    }

    /** @throws io.miniredis.protocol.ErrorReply if nobody can copy this server at present */
    void checkMaySync() {
        if (isReplica()) {
            throw ReplicationErrors.NO_LINK;
        }
    }

    /** True unless PING would disturb the stream of changes. */
    boolean maySendPings() {
        return !isReplica();
    }

    /** What INFO tells of the primary; nothing if this server is one. */
    public void describePrimary(BiConsumer<String, String> field) {}

    /** How far a failover is that this server was asked for. */
    public String failoverState() {
        return "no-failover";
    }

    // ---- parts ----

    public ReplicationHistory history() {
        return history;
    }

    public @Nullable ReplicationBacklog backlog() {
        return backlog;
    }

    ReplicationBacklog requireBacklog() {
        ReplicationBacklog present = backlog;
        if (present == null) {
            throw new IllegalStateException("no backlog");
        }
        return present;
    }

    public Replicas replicas() {
        return replicas;
    }

    /** Clients that wait until replicas have what they wrote. */
    public ReplicaWaiters waiters() {
        return waiters;
    }

    ReplicationStream stream() {
        return stream;
    }

    /** How far the stream of changes has come, in bytes. */
    public long offset() {
        return history.offset();
    }

    // ---- the stream ----

    /** The stream has gone on by these bytes. */
    void advance(byte[] bytes, int offset, int length) {
        history.advance(length);
        ReplicationBacklog present = backlog;
        if (present != null) {
            present.append(bytes, offset, length);
        }
    }

    /** From now on changes are kept; what was before has no name any more. */
    void beginBacklogOfNewHistory() {
        history.begin(newId());
        beginBacklog();
    }

    void beginBacklog() {
        if (backlog == null) {
            backlog = new ReplicationBacklog(
                    server.config().replication.backlogBytes.value(), history.offset());
            server.propagation().addSink(stream);
            replicas.noneSinceNow();
        }
    }

    /** Changes are not counted from now on, so that this history must not be known by its name any more. */
    void forgetBacklog() {
        backlog = null;
        server.propagation().removeSink(stream);
        history.begin(newId());
    }

    /** DEBUG CHANGE-REPL-ID: the history gets other names. */
    public void changeId() {
        history.begin(newId());
    }

    /** A primary wants to know at once how far this server is. */
    public void acknowledgeNow() {}

    /** Asks all replicas how far they are. */
    void requestAcknowledgements() {
        stream.send(ReplicationStream.GETACK);
    }

    // ---- what is saved ----

    /** Says in a snapshot which history it belongs to, and how far that was (rdbPopulateSaveInfo). */
    public void describe(List<RdbPreface.Field> fields) {
        if (backlog != null) {
            fields.add(new RdbPreface.Field("repl-stream-db", Integer.toString(stream.selectedDatabase())));
            fields.add(new RdbPreface.Field("repl-id", history.id()));
            fields.add(new RdbPreface.Field("repl-offset", Long.toString(history.offset())));
        }
    }

    /** ROLE. */
    public void describeRole(ReplyWriter reply) {
        List<Replica> online = new ArrayList<>();
        for (Replica replica : replicas.all()) {
            if (replica.state() == ReplicaState.ONLINE) {
                online.add(replica);
            }
        }
        reply.array(3);
        reply.bulk("master");
        reply.integer(history.offset());
        reply.array(online.size());
        for (Replica replica : online) {
            reply.array(3);
            reply.bulk(replica.address());
            reply.bulkInteger(replica.listeningPort);
            reply.bulkInteger(replica.acknowledgedOffset);
        }
    }

    // ---- cron ----

    /** Called often; works once a second. */
    public void cron() {
        long now = server.time().clock().millis();
        if (now >= nextRoundMillis || nextRoundMillis - now > 1_000) {
            nextRoundMillis = now + 1_000;
            replicas.cron(cronRounds);
            cronRounds++;
        }
    }

    public void resetStatistics() {
        replicas.resetStatistics();
    }

    @Override
    public String toString() {
        return "Replication[" + history + ", " + replicas + "]";
    }
}
