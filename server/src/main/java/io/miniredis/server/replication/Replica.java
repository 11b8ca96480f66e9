package io.miniredis.server.replication;

import io.miniredis.replication.ReplicationBacklog;
import io.miniredis.replication.ReplicationHistory;
import io.miniredis.server.client.Client;
import io.miniredis.server.client.RawOutput;

/**
 * A client that copies this server, or is about to: what it said with REPLCONF, how far it is, and what it may not be
 * sent yet.
 *
 * <p>Made by the first REPLCONF or SYNC of a client, gone with it. Confined to the main thread.
 */
public final class Replica {
    /** No byte of the stream. */
    static final long NOTHING = Long.MAX_VALUE;

    final Client client;
    private ReplicaState state = ReplicaState.NONE;

    // What it says of itself.
    int listeningPort;
    String announcedAddress = "";
    boolean understandsEof;
    boolean understandsNewIds;
    boolean wantsSnapshotOnly;
    SnapshotContent content = SnapshotContent.ALL;
    /** True if it came by SYNC: it will never acknowledge anything. */
    boolean isOld;

    /** Where in the stream of changes its snapshot was made. */
    long snapshotOffset;

    long acknowledgedOffset;
    long acknowledgedFileOffset;
    long acknowledgedMillis;

    /** True if the changes begin to flow when it says that it has loaded the snapshot. */
    boolean startsWithAcknowledgement;

    /** When it asked for all data, in milliseconds since 1970. */
    long waitsSinceMillis;

    private final ReplicationHistory history;
    private long waitsFrom = NOTHING;
    private long snapshotSentBytes;
    private long snapshotMovedMillis;

    /** @param history of what it copies */
    Replica(Client client, ReplicationHistory history) {
        this.client = client;
        this.history = history;
    }

    ReplicaState state() {
        return state;
    }

    void state(ReplicaState next) {
        state = next;
    }

    /** True from the moment it has asked for data. */
    boolean isAttached() {
        return state != ReplicaState.NONE;
    }

    /**
     * True while it is sent a snapshot: nothing else may go to its socket, but a line end before the snapshot begins.
     */
    public boolean isReceivingSnapshot() {
        return state == ReplicaState.SNAPSHOT_BEGUN || state == ReplicaState.RECEIVES_FILE;
    }

    /** For how long it has taken nothing of the snapshot that waits to be sent. */
    long stalledMillis(long nowMillis) {
        RawOutput output = client.connection().rawOutput();
        long sent = output.sentBytes();
        boolean isFirstLook = snapshotMovedMillis == 0;
        if (isFirstLook || !isReceivingSnapshot() || !output.isWaiting() || sent != snapshotSentBytes) {
            snapshotSentBytes = sent;
            snapshotMovedMillis = nowMillis;
        }
        return nowMillis - snapshotMovedMillis;
    }

    /** True if it is sent changes as they happen. */
    boolean isStreaming() {
        return state == ReplicaState.ONLINE && !startsWithAcknowledgement;
    }

    /** True if it will be sent the changes of now when it has the snapshot. */
    boolean keepsChanges() {
        boolean isSynchronized = state == ReplicaState.ONLINE || isReceivingSnapshot();
        return isSynchronized && !wantsSnapshotOnly;
    }

    /** From here on it waits for the stream, which the backlog keeps for it. */
    void waitFrom(long offset) {
        waitsFrom = offset;
    }

    /** The first byte of the stream that it waits for; {@link #NOTHING} if there is none. */
    long waitsFrom() {
        return waitsFrom;
    }

    /** Bytes of changes that wait until it has the snapshot. */
    public long heldBytes() {
        return waitsFrom == NOTHING ? 0 : history.offset() - waitsFrom + 1;
    }

    /** Sends what was kept, and from now on every change as it happens. */
    void startStream(ReplicationBacklog backlog) {
        startsWithAcknowledgement = false;
        backlog.readFrom(waitsFrom, client.pushes()::encoded);
        waitsFrom = NOTHING;
    }

    /** The address under which others reach it. */
    String address() {
        if (!announcedAddress.isEmpty()) {
            return announcedAddress;
        }
        String peer = client.connection().remoteAddress();
        String host = peer.substring(0, peer.lastIndexOf(':'));
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** What the log calls it (replicationGetSlaveName). */
    String name() {
        return address() + ":" + (listeningPort == 0 ? "<unknown-replica-port>" : String.valueOf(listeningPort));
    }

    @Override
    public String toString() {
        return "Replica[" + name() + ", " + state.infoName() + ", acknowledged " + acknowledgedOffset + "]";
    }
}
