package io.miniredis.server.replication;

import io.miniredis.datastructures.Ascii;
import io.miniredis.persistence.file.OpenFile;
import io.miniredis.server.RedisServer;
import io.miniredis.server.config.ReplicationParameters;
import io.miniredis.server.log.ServerLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives replicas all data: a snapshot, by way of a file that each of them is sent, or straight to all of their sockets,
 * and the changes since the snapshot was begun (startBgsaveForReplication, updateSlavesWaitingBgsave).
 *
 * <p>A snapshot is made for all who wait; who comes while it goes to a file and finds another one waiting gets the same
 * file and the same changes.
 *
 * <p>Confined to the main thread.
 */
public final class FullSync {
    private static final int MARK_DIGITS = 40;
    private static final long MILLIS_PER_SECOND = 1_000;

    private final RedisServer server;
    private final Replication replication;
    private final ReplicationParameters config;
    private final ServerLog log;
    private final List<Replica> replicas;

    /** Those who are sent the snapshot that is being made; empty if it goes to a file. */
    private List<Replica> receivers = List.of();

    private boolean toSockets;
    /** True if the file was written for replicas, by a server that keeps none for itself. */
    private boolean leftFile;

    /** @param replicas all that are attached, which is the owner's list */
    FullSync(RedisServer server, Replication replication, List<Replica> replicas) {
        this.server = server;
        this.replication = replication;
        this.config = server.config().replication;
        this.log = server.log();
        this.replicas = replicas;
    }

    /** True while a snapshot is being sent to sockets as it is made. */
    public boolean isToSockets() {
        return toSockets;
    }

    // ---- begin ----

    /** A replica has asked for all data: it gets those of the snapshot that is being made for another one, or waits. */
    void wantedBy(Replica replica) {
        if (server.persistence().rdb().isInBackground() && !toSockets) {
            share(replica);
        } else if (server.persistence().rdb().isInBackground()) {
            log.notice("Current BGSAVE has socket target. Waiting for next BGSAVE for SYNC");
        } else if (config.disklessSync.value()
                && replica.understandsEof
                && config.disklessSyncDelaySeconds.value() > 0) {
            log.notice("Delay next BGSAVE for diskless SYNC");
        } else if (server.persistence().hasBackgroundWriter()) {
            log.notice("No BGSAVE in progress, but another BG operation is active. BGSAVE for replication delayed");
        } else {
            begin(replica);
        }
    }

    private void share(Replica replica) {
        Replica other = null;
        for (Replica candidate : replicas) {
            boolean keepsChanges = !candidate.wantsSnapshotOnly || replica.wantsSnapshotOnly;
            if (other == null && candidate.state() == ReplicaState.SNAPSHOT_BEGUN && keepsChanges) {
                other = candidate;
            }
        }
        boolean fits = other != null
                && (replica.understandsEof || !other.understandsEof)
                && (replica.understandsNewIds || !other.understandsNewIds)
                && replica.content.equals(other.content);
        if (other == null || !fits) {
            log.notice("Can't attach the replica to the current BGSAVE. Waiting for next BGSAVE for SYNC");
            return;
        }
        announce(replica, other.snapshotOffset);
        log.notice("Waiting for end of BGSAVE for SYNC");
    }

    /** Begins a snapshot if somebody waits for one and has waited long enough (shouldStartChildReplication). */
    void beginIfDue() {
        if (server.persistence().hasBackgroundWriter()) {
            return;
        }
        Replica first = null;
        int waiting = 0;
        long longestMillis = 0;
        long now = server.time().clock().millis();
        for (Replica replica : replicas) {
            if (replica.state() == ReplicaState.WAITS_FOR_SNAPSHOT
                    && (first == null || first.content.equals(replica.content))) {
                first = first == null ? replica : first;
                waiting++;
                longestMillis = Math.max(longestMillis, now - replica.waitsSinceMillis);
            }
        }
        int most = config.disklessSyncMaxReplicas.value();
        boolean isDue = !config.disklessSync.value()
                || (most > 0 && waiting >= most)
                || longestMillis >= config.disklessSyncDelaySeconds.value() * MILLIS_PER_SECOND;
        if (first != null && isDue) {
            begin(first);
        }
    }

    /** Begins a snapshot for this replica and all who wait for the same. */
    private void begin(Replica first) {
        List<Replica> chosen = new ArrayList<>();
        boolean allUnderstandEof = true;
        for (Replica replica : replicas) {
            if (replica.state() == ReplicaState.WAITS_FOR_SNAPSHOT && replica.content.equals(first.content)) {
                chosen.add(replica);
                allUnderstandEof &= replica.understandsEof;
            }
        }
        boolean sockets = (config.disklessSync.value() || !first.content.isAll()) && allUnderstandEof;
        log.notice("Starting BGSAVE for SYNC with target: " + (sockets ? "replicas sockets" : "disk"));
        // Before the writer's thread begins, who is the next to write to the sockets.
        for (Replica replica : chosen) {
            announce(replica, replication.history().offset());
        }
        if (sockets) {
            beginToSockets(chosen, first.content);
        } else {
            server.persistence().rdb().begin();
            leftFile = server.config().persistence.rdbDelSyncFiles.value();
        }
    }

    private void beginToSockets(List<Replica> chosen, SnapshotContent content) {
        toSockets = true;
        receivers = chosen;
        SocketSnapshot target = new SocketSnapshot(
                server,
                chosen,
                content,
                server.random().hex(MARK_DIGITS),
                server.persistence().rdb().preface(false));
        server.persistence().rdb().beginToSockets(target, failure -> sentToSockets(target, failure));
    }

    /** The snapshot is of this moment: whoever gets it needs every change from here on, with its database. */
    private void announce(Replica replica, long offset) {
        replica.snapshotOffset = offset;
        replica.state(ReplicaState.SNAPSHOT_BEGUN);
        replica.waitFrom(replica.wantsSnapshotOnly ? Replica.NOTHING : offset + 1);
        replication.stream().forgetSelection();
        if (!replica.isOld) {
            String answer = "+FULLRESYNC " + replication.history().id() + " " + offset + "\r\n";
            replica.client.connection().writer().encoded(Ascii.bytes(answer));
            replica.client.connection().flush();
        }
    }

    // ---- done ----

    private void sentToSockets(SocketSnapshot target, @Nullable Throwable failure) {
        if (!receivers.isEmpty() && target.hasLostAll()) {
            sayNobodyIsLeft(); // the writer met it before the main thread was told of a closed connection
        }
        toSockets = false;
        List<Replica> served = receivers;
        receivers = List.of();
        int up = 0;
        for (Replica replica : served) {
            up += replica.client.isClosed() ? 0 : 1;
        }
        if (failure == null) {
            log.notice("Diskless rdb transfer, done reading from pipe, " + up + " replicas still up, " + target.bytes()
                    + " bytes transferred.");
        }
        for (Replica replica : served) {
            if (replica.client.isClosed()) {
                continue;
            }
            if (failure == null && !target.hasLost(replica)) {
                streamed(replica);
            } else {
                server.clientLife().disconnect(replica.client, "snapshot failed");
            }
        }
        beginIfDue();
    }

    private void streamed(Replica replica) {
        if (putOnline(replica)) {
            log.notice("Streamed replica with replica " + replica.name()
                    + " via socket succeeded (socket). Waiting for REPLCONF ACK from replica to enable streaming");
            replica.startsWithAcknowledgement = true;
        }
    }

    /** Returns false if it wanted no more than the snapshot, and is gone now. */
    private boolean putOnline(Replica replica) {
        if (replica.wantsSnapshotOnly) {
            replica.state(ReplicaState.SNAPSHOT_SENT);
            log.notice("RDB transfer completed, rdb only replica (" + replica.name() + ") should be disconnected asap");
            replica.client.closeAfterReply();
            server.clientLife().flushOrClose(replica.client);
            return false;
        }
        replica.state(ReplicaState.ONLINE);
        replica.acknowledgedMillis = server.time().clock().millis();
        server.replication().replicas().countGood();
        log.notice("Synchronization with replica " + replica.name() + " succeeded");
        return true;
    }

    /** The file that some may wait for is complete, or will never be. */
    public void fileSaved(@Nullable Throwable failure) {
        for (Replica replica : new ArrayList<>(replicas)) {
            if (replica.state() != ReplicaState.SNAPSHOT_BEGUN) {
                continue;
            }
            if (failure == null) {
                sendFile(replica);
            } else {
                log.warning("SYNC failed. BGSAVE child returned an error");
                server.clientLife().disconnect(replica.client, "snapshot failed");
            }
        }
        beginIfDue();
    }

    private void sendFile(Replica replica) {
        try {
            OpenFile file =
                    server.persistence().files().read(server.persistence().rdb().file());
            replica.state(ReplicaState.RECEIVES_FILE);
            FileTransfer transfer = new FileTransfer(
                    file,
                    replica.client.connection().rawOutput(),
                    server.mainThread(),
                    failure -> sent(replica, failure));
            transfer.start();
        } catch (IOException e) {
            log.warning("SYNC failed. Can't open/stat DB after BGSAVE: " + e.getMessage());
            server.clientLife().disconnect(replica.client, "snapshot failed");
        }
    }

    private void sent(Replica replica, @Nullable IOException failure) {
        if (replica.client.isClosed()) {
            return;
        }
        if (failure != null) {
            log.warning("Write error sending DB to replica: " + failure.getMessage());
            server.clientLife().disconnect(replica.client, "snapshot failed");
        } else if (putOnline(replica)) {
            replica.startStream(replication.requireBacklog());
        }
    }

    // ---- nobody wants it any more ----

    /** A replica is gone: a snapshot that was made for it alone is given up. */
    void lost(Replica gone) {
        if (gone.state() != ReplicaState.SNAPSHOT_BEGUN || isAwaited()) {
            return;
        }
        if (toSockets) {
            sayNobodyIsLeft();
            receivers = List.of();
            server.persistence().rdb().abort();
        } else if (server.config().persistence.save.points().isEmpty()
                && server.persistence().rdb().isInBackground()) {
            server.persistence().rdb().abort();
        }
    }

    private void sayNobodyIsLeft() {
        log.warning("Diskless rdb transfer, last replica dropped, killing fork child.");
    }

    private boolean isAwaited() {
        for (Replica replica : replicas) {
            if (replica.state() == ReplicaState.SNAPSHOT_BEGUN) {
                return true;
            }
        }
        return false;
    }

    /** {@code rdb-del-sync-files}: a server that keeps no data on disk does not leave any there for replicas' sake. */
    void removeFileIfUnwanted() {
        if (!leftFile) {
            return;
        }
        if (!server.config().persistence.rdbDelSyncFiles.value()) {
            leftFile = false;
            return;
        }
        boolean persists = server.config().persistence.appendOnly.value()
                || !server.config().persistence.save.points().isEmpty();
        if (!persists && !isFileInUse()) {
            leftFile = false;
            log.notice("Removing the RDB file used to feed replicas in a persistence-less instance");
            try {
                server.persistence().files().delete(server.persistence().rdb().file());
            } catch (IOException gone) {
                log.debug("Cannot delete " + server.persistence().rdb().file() + ": " + gone.getMessage());
            }
        }
    }

    private boolean isFileInUse() {
        for (Replica replica : replicas) {
            if (replica.state() == ReplicaState.WAITS_FOR_SNAPSHOT || replica.isReceivingSnapshot()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return "FullSync[" + (toSockets ? "to " + receivers : "not to sockets") + "]";
    }
}
