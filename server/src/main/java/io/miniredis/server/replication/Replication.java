package io.miniredis.server.replication;

import io.miniredis.datastructures.ByteString;
import io.miniredis.persistence.snapshot.RdbPreface;
import io.miniredis.protocol.Errors;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.protocol.RequestEncoder;
import io.miniredis.replication.ReplicationBacklog;
import io.miniredis.replication.ReplicationHistory;
import io.miniredis.server.RedisServer;
import io.miniredis.server.client.Client;
import io.miniredis.server.client.ClientInfo;
import io.miniredis.server.cluster.ClusterService;
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
    private final Failover failover;
    private @Nullable PrimaryLink link;
    private @Nullable KnownPosition restored;
    private @Nullable ReplicationBacklog backlog;
    private boolean listening;
    private long cronRounds;
    private long nextRoundMillis;

    public Replication(RedisServer server) {
        this.server = server;
        this.history = new ReplicationHistory(newId());
        this.replicas = new Replicas(server, this);
        this.waiters = new ReplicaWaiters(server);
        this.failover = new Failover(server, this);
    }

    private String newId() {
        return server.random().hex(ID_DIGITS);
    }

    /** Lets CONFIG SET take effect. */
    public void followConfiguration() {
        server.config().replication.backlogBytes.onChange(() -> {
            server.config().replication.raiseBacklogToMinimum();
            ReplicationBacklog present = backlog;
            if (present != null) {
                present.resize(server.config().replication.backlogBytes.value());
                present.trim(replicas.firstNeededOffset());
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
        return link != null;
    }

    /** True if only the primary may write. */
    public boolean isReadOnly() {
        return link != null && server.config().replication.replicaReadOnly.value();
    }

    /** True if the data may be old, and are not to be shown then. */
    public boolean isStale() {
        PrimaryLink present = link;
        return present != null
                && !present.isConnected()
                && !server.config().replication.replicaServeStaleData.value();
    }

    /** True if the primary is trusted to keep the data small enough. */
    public boolean ignoresMaxMemory() {
        return link != null
                && server.config().replication.replicaIgnoreMaxmemory.value();
    }

    /** Begins to copy a primary; the one before, if there is one, is left. */
    public void follow(String host, int port) {
        PrimaryLink before = link;
        KnownPosition known;
        long downSinceMillis = 0;
        if (before != null) {
            known = before.end();
            downSinceMillis = before.downSinceMillis();
        } else if (restored != null) {
            known = restored;
            restored = null;
        } else {
            server.log()
                    .notice(
                            "Before turning into a replica, using my own master parameters to synthesize a cached master:"
                                    + " I may be able to synchronize with the new master with just a partial transfer.");
            known = new KnownPosition(history.id(), history.offset(), 0);
        }
        begin(host, port, known).downSinceMillis(downSinceMillis);
        server.blockedClients().failAll(Errors.ROLE_CHANGED);
        requireLink().connect();
    }

    private PrimaryLink begin(String host, int port, @Nullable KnownPosition known) {
        PrimaryLink begun = new PrimaryLink(server, this, host, port, known);
        link = begun;
        server.config().replication.replicaOf.follow(ByteString.of(host), port);
        followSink();
        followRole();
        return begun;
    }

    /** Tells those who act otherwise in a replica. */
    private void followRole() {
        server.expiration().replica(isReplica());
        server.log().role(isReplica() ? 'S' : 'M');
        server.oomScore().replica(isReplica());
    }

    private PrimaryLink requireLink() {
        PrimaryLink present = link;
        if (present == null) {
            throw new IllegalStateException("no primary");
        }
        return present;
    }

    /** Copies nobody any more: what follows is a history of its own. Returns false if it did so before. */
    public boolean becomePrimary() {
        PrimaryLink before = link;
        if (before == null) {
            return false;
        }
        link = null;
        before.end();
        followSink();
        server.config().replication.replicaOf.follow(null, 0);
        followRole();
        history.branch(newId());
        server.log()
                .notice("Setting secondary replication ID to " + history.secondId() + ", valid up to offset: "
                        + history.secondOffset() + ". New replication ID is " + history.id());
        replicas.disconnectAll();
        stream.forgetSelection();
        replicas.noneSinceNow();
        server.persistence().appendOnlyFile().restartAfterSync();
        return true;
    }

    /** The server has its data: begins to copy the primary that the configuration names, if it names one. */
    public void start() {
        ByteString host = server.config().replication.replicaOf.host();
        if (host != null && link == null) {
            begin(host.utf8(), server.config().replication.replicaOf.port(), restored);
        }
    }

    /** True if this is the primary already. */
    public boolean follows(String host, int port) {
        PrimaryLink present = link;
        return present != null && present.host().equalsIgnoreCase(host) && present.port() == port;
    }

    /** FAILOVER. */
    public Failover failover() {
        return failover;
    }

    /** PSYNC … FAILOVER: this server's primary wants to change places with it. */
    void takeOver(Client client, String id) {
        server.log().notice("Failover request received for replid " + id + ".");
        if (!isReplica()) {
            throw ReplicationErrors.FAILOVER_TO_PRIMARY;
        }
        if (!id.equalsIgnoreCase(history.id())) {
            throw ReplicationErrors.FAILOVER_OTHER_ID;
        }
        becomePrimary();
        server.log()
                .notice("MASTER MODE enabled (failover request from '"
                        + ClientInfo.line(client, server.time().millis()) + "')");
    }

    /** @throws io.miniredis.protocol.ErrorReply if nobody can copy this server at present */
    void checkMaySync() {
        if (failover.isBegun()) {
            throw ReplicationErrors.FAILING_OVER;
        }
        PrimaryLink present = link;
        if (present != null && !present.isConnected()) {
            throw ReplicationErrors.NO_LINK;
        }
    }

    /** True unless PING would disturb the stream of changes. */
    boolean maySendPings() {
        return !isReplica() && !failover.isBegun() && !server.pause().isForFailover();
    }

    /** What INFO tells of the primary; nothing if this server is one. */
    public void describePrimary(BiConsumer<String, String> field) {
        PrimaryLink present = link;
        if (present != null) {
            present.describe(field);
        }
    }

    /** How far a failover is that this server was asked for. */
    public String failoverState() {
        return failover.infoName();
    }

    // ---- parts ----

    public ReplicationHistory history() {
        return history;
    }

    public @Nullable ReplicationBacklog backlog() {
        return backlog;
    }

    /** What the backlog takes in memory, with what it keeps beyond its size since replicas wait for it. */
    public long streamMemoryBytes() {
        return backlog == null ? 0 : backlog.memoryBytes();
    }

    /** The part of it that is kept for whoever comes back: all of it, or while there are replicas its size. */
    public long backlogMemoryBytes() {
        long all = streamMemoryBytes();
        return replicas.isEmpty()
                ? all
                : Math.min(all, server.config().replication.backlogBytes.value());
    }

    /** What it keeps beyond that for replicas, and what is on its way to them. */
    public long replicasMemoryBytes() {
        return streamMemoryBytes() - backlogMemoryBytes() + replicas.bufferedBytes();
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

    /** As {@link #offset()}; of a replica, what it has of its primary's stream, 0 before it has anything. */
    public long ownOffset() {
        PrimaryLink present = link;
        return present == null ? history.offset() : Math.max(0, present.appliedOffset());
    }

    /** How long ago this replica last heard of its primary, in milliseconds; very long if it never did. */
    public long dataAgeMillis() {
        PrimaryLink present = link;
        return present == null ? 0 : present.dataAgeMillis();
    }

    // ---- the stream ----

    /** The stream has gone on by these bytes. */
    void advance(byte[] bytes, int offset, int length) {
        history.advance(length);
        ReplicationBacklog present = backlog;
        if (present != null) {
            present.append(bytes, offset, length);
            trimBacklog();
        }
    }

    /** What is more than its size is kept only while a replica waits for it. */
    void trimBacklog() {
        ReplicationBacklog present = backlog;
        if (present != null && present.isTooLong()) {
            present.trim(replicas.firstNeededOffset());
        }
    }

    /** A change has been written down that is kept for no replica: the stream goes on by one, as if it were a byte. */
    public void countUnkept() {
        if (backlog == null && !isReplica()) {
            history.advance(1);
        }
    }

    /** From now on changes are kept; what was before has no name any more. */
    void beginBacklogOfNewHistory() {
        history.begin(newId());
        beginBacklog();
    }

    /** All data are another server's: what was kept of the stream is not theirs. */
    void restartBacklog() {
        if (backlog != null) {
            backlog = new ReplicationBacklog(
                    server.config().replication.backlogBytes.value(), history.offset());
        }
        beginBacklog();
    }

    /**
     * The data are about to be the primary's: nothing of the old history can go on, here or at this server's replicas.
     */
    void leavePosition() {
        PrimaryLink present = link;
        if (present != null) {
            present.forgetPosition();
        }
        replicas.disconnectAll();
        backlog = null;
        followSink();
    }

    /** Changes are listened to while they are kept and are this server's own. */
    private void followSink() {
        boolean listens = backlog != null && link == null;
        if (listens != listening) {
            listening = listens;
            if (listens) {
                server.propagation().addSink(stream);
            } else {
                server.propagation().removeSink(stream);
            }
        }
    }

    /** The primary's stream has gone on: to this server's own replicas, as it came. */
    void passOn(byte[] bytes, int offset, int length) {
        advance(bytes, offset, length);
        replicas.feed(bytes, offset, length);
    }

    /** So many bytes have come from the primary. */
    void countInput(long bytes) {
        server.stats().replicationInputBytes += bytes;
    }

    /** How much of the primary's stream is on disk; -1 if changes are not written down. */
    long fileOffset(long applied) {
        return server.persistence().appendOnlyFile().streamOffsetOnDisk(applied);
    }

    /** A primary that loads its data leaves out what has expired; its replicas have to hear of that. */
    public void expiredWhileLoading(int database, ByteString key) {
        if (!isReplica() && backlog != null) {
            byte[] deletion = RequestEncoder.encode(server.expiration().deletion(), key);
            stream.append(database, deletion, 0, deletion.length);
        }
    }

    /** The data were read from a file of this history: a replica goes on there, a primary's replicas may. */
    public void restored(String id, long offset, int database) {
        if (isReplicaFromTheStart()) {
            history.adopt(id, offset);
            restored = new KnownPosition(id, offset, database);
        } else {
            history.second(id, offset + 1);
            history.offset(offset);
            beginBacklog();
        }
    }

    /** True if the server starts as a replica, by its configuration or, as a node, by what its cluster agreed on. */
    public boolean isReplicaFromTheStart() {
        ClusterService cluster = server.cluster();
        return cluster == null
                ? server.config().replication.replicaOf.host() != null
                : cluster.state().myself().isReplica();
    }

    void beginBacklog() {
        if (backlog == null) {
            backlog = new ReplicationBacklog(
                    server.config().replication.backlogBytes.value(), history.offset());
            followSink();
            replicas.noneSinceNow();
        }
    }

    /** Changes are not counted from now on, so that this history must not be known by its name any more. */
    void forgetBacklog() {
        backlog = null;
        followSink();
        history.begin(newId());
    }

    /** DEBUG CHANGE-REPL-ID: the history gets other names. */
    public void changeId() {
        history.begin(newId());
    }

    /** A primary wants to know at once how far this server is. */
    public void acknowledgeNow() {
        PrimaryLink present = link;
        if (present != null) {
            present.acknowledge();
        }
    }

    /** Sends replicas a command as it is (DEBUG REPLICATE). */
    public void sendToReplicas(ByteString... command) {
        if (backlog != null && !isReplica()) {
            stream.send(RequestEncoder.encode(command));
        }
    }

    /** Asks all replicas how far they are; those of a replica are asked by its primary only. */
    public void requestAcknowledgements() {
        if (!isReplica()) {
            stream.send(ReplicationStream.GETACK);
        }
    }

    // ---- what is saved ----

    /** Says in a snapshot which history it belongs to, and how far that was (rdbPopulateSaveInfo). */
    public void describe(List<RdbPreface.Field> fields) {
        PrimaryLink present = link;
        if (backlog != null || (present != null && present.appliedOffset() >= 0)) {
            int database = present == null ? stream.selectedDatabase() : present.streamDatabase();
            fields.add(new RdbPreface.Field("repl-stream-db", Integer.toString(database)));
            fields.add(new RdbPreface.Field("repl-id", history.id()));
            fields.add(new RdbPreface.Field("repl-offset", Long.toString(history.offset())));
        }
    }

    /** ROLE. */
    public void describeRole(ReplyWriter reply) {
        PrimaryLink present = link;
        if (present != null) {
            reply.array(5);
            reply.bulk("slave");
            reply.bulk(present.host());
            reply.integer(present.port());
            reply.bulk(present.state().roleName());
            reply.integer(present.isConnected() ? present.appliedOffset() : -1);
            return;
        }
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
        failover.cron();
        long now = server.time().clock().millis();
        if (now >= nextRoundMillis || nextRoundMillis - now > 1_000) {
            nextRoundMillis = now + 1_000;
            PrimaryLink present = link;
            if (present != null && !isLoadingAtStart()) {
                present.cron();
            }
            replicas.cron(cronRounds);
            cronRounds++;
        }
    }

    /** Data from the disk are still being read: nobody is copied before they are there. */
    private boolean isLoadingAtStart() {
        PrimaryLink present = link;
        return server.persistence().loading().isActive() && present != null && present.state() != LinkState.TRANSFER;
    }

    /** A client is gone: it may have been the primary. */
    public void forget(Client client) {
        replicas.forget(client);
        PrimaryLink present = link;
        if (present != null && present.isPrimaryClient(client)) {
            present.drop();
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
