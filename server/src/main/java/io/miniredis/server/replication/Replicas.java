package io.miniredis.server.replication;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.Numbers;
import io.miniredis.protocol.Errors;
import io.miniredis.replication.PartialSync;
import io.miniredis.server.RedisServer;
import io.miniredis.server.client.Client;
import io.miniredis.server.client.ClientType;
import io.miniredis.server.config.ReplicationParameters;
import io.miniredis.server.log.ServerLog;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Those who copy this server: how they come, how far they are, and when they are given up (replication.c, the primary's
 * part).
 *
 * <p>Confined to the main thread.
 */
public final class Replicas {
    private static final byte[] LINE_END = {'\n'};
    private static final long MILLIS_PER_SECOND = 1_000;

    private final RedisServer server;
    private final Replication replication;
    private final ReplicationParameters config;
    private final ServerLog log;
    private final FullSync fullSync;
    private final List<Replica> attached = new ArrayList<>();
    private long noneSinceMillis;
    private int good;
    private long fullSyncs;
    private long partialSyncs;
    private long refusedPartialSyncs;

    Replicas(RedisServer server, Replication replication) {
        this.server = server;
        this.replication = replication;
        this.config = server.config().replication;
        this.log = server.log();
        this.fullSync = new FullSync(server, replication, attached);
    }

    private long nowMillis() {
        return server.time().clock().millis();
    }

    /** How many there are, those included that have no data yet. */
    public int count() {
        return attached.size();
    }

    public boolean isEmpty() {
        return attached.isEmpty();
    }

    List<Replica> all() {
        return attached;
    }

    public FullSync fullSync() {
        return fullSync;
    }

    /** What a client said of itself as a replica. */
    Replica of(Client client) {
        Replica replica = client.replica();
        if (replica == null) {
            replica = new Replica(client, replication.history());
            client.replica(replica);
        }
        return replica;
    }

    // ---- coming ----

    /** SYNC: all data, and then every change, to somebody who says no more. */
    public void sync(Client client) {
        Replica replica = of(client);
        if (mayAttach(replica)) {
            replica.isOld = true;
            attachForAll(replica);
        }
    }

    /** PSYNC: what has changed since an offset, if that is known, else as {@link #sync}. */
    public void partialSync(Client client, ByteString id, ByteString offset, boolean takesOver) {
        Replica replica = of(client);
        if (takesOver && !replica.isAttached()) {
            replication.takeOver(client, Ascii.text(id.bytes()));
        }
        if (!mayAttach(replica)) {
            return;
        }
        String wantedId = Ascii.text(id.bytes());
        if (!Numbers.isLong(offset.bytes())) {
            log.warning("Replica " + replica.name() + " asks for synchronization but with a wrong offset");
            throw Errors.NOT_AN_INTEGER;
        }
        long wanted = Numbers.parseLong(offset.bytes());
        if (goesOn(replica, wantedId, wanted)) {
            partialSyncs++;
            return;
        }
        if (!wantedId.startsWith(PartialSync.ANY_ID)) {
            refusedPartialSyncs++;
        }
        attachForAll(replica);
    }

    private boolean mayAttach(Replica replica) {
        Client client = replica.client;
        if (replica.isAttached() || client.isMonitoring()) {
            return false;
        }
        replication.checkMaySync();
        if (client.connection().pendingOutputBytes() > 0) {
            throw ReplicationErrors.PENDING_OUTPUT;
        }
        if (!replica.content.isAll() && !replica.understandsEof) {
            throw ReplicationErrors.FILTER_WITHOUT_EOF;
        }
        log.notice("Replica " + replica.name() + " asks for synchronization");
        return true;
    }

    private boolean goesOn(Replica replica, String id, long offset) {
        PartialSync answer = PartialSync.of(replication.history(), replication.backlog(), id, offset);
        switch (answer) {
            case GRANTED -> goOn(replica, offset);
            case NOT_WANTED -> log.notice("Full resync requested by replica " + replica.name());
            case OTHER_HISTORY ->
                log.notice("Partial resynchronization not accepted: Replication ID mismatch (Replica"
                        + " asked for '" + id + "', my replication IDs are '"
                        + replication.history().id() + "' and '"
                        + replication.history().secondId() + "')");
            case BEYOND_BRANCH ->
                log.notice("Partial resynchronization not accepted: Requested offset for second ID"
                        + " was " + offset + ", but I can reply up to "
                        + replication.history().secondOffset());
            case NOT_IN_BACKLOG -> {
                log.notice("Unable to partial resync with replica " + replica.name()
                        + " for lack of backlog (Replica request was: " + offset + ").");
                if (offset > replication.history().offset()) {
                    log.warning("Warning: replica " + replica.name()
                            + " tried to PSYNC with an offset that is greater than the master replication offset.");
                }
            }
        }
        return answer == PartialSync.GRANTED;
    }

    private void goOn(Replica replica, long offset) {
        attach(replica, ReplicaState.ONLINE);
        replica.acknowledgedMillis = nowMillis();
        String answer =
                replica.understandsNewIds ? "+CONTINUE " + replication.history().id() + "\r\n" : "+CONTINUE\r\n";
        replica.client.pushes().encoded(Ascii.bytes(answer));
        replication.requireBacklog().readFrom(offset, replica.client.pushes()::encoded);
        long missed = replication.history().offset() - offset + 1;
        log.notice("Partial resynchronization request from " + replica.name() + " accepted. Sending " + missed
                + " bytes of backlog starting from offset " + offset + ".");
        countGood();
    }

    private void attach(Replica replica, ReplicaState state) {
        replica.state(state);
        replica.client.type(ClientType.REPLICA);
        replica.client.connection().servesReplica();
        attached.add(replica);
    }

    private void attachForAll(Replica replica) {
        fullSyncs++;
        replica.waitsSinceMillis = nowMillis();
        replica.client.connection().delayingSmallWrites(config.disableTcpNoDelay.value());
        attach(replica, ReplicaState.WAITS_FOR_SNAPSHOT);
        if (attached.size() == 1 && replication.backlog() == null) {
            replication.beginBacklogOfNewHistory();
            log.notice("Replication backlog created, my new replication IDs are '"
                    + replication.history().id() + "' and '"
                    + replication.history().secondId() + "'");
        }
        fullSync.wantedBy(replica);
    }

    // ---- being fed ----

    /** Gives a piece of the stream of changes to all who are ready for it; for the others the backlog keeps it. */
    void feed(byte[] bytes, int offset, int length) {
        for (int i = 0; i < attached.size(); i++) {
            Replica replica = attached.get(i);
            if (replica.isStreaming()) {
                replica.client.pushes().encoded(bytes, offset, length);
            } else if (replica.keepsChanges()) {
                server.clientLife().checkHeld(replica.client);
            }
        }
    }

    /** The first byte of the stream that one of them waits for; the largest number if nobody waits. */
    long firstNeededOffset() {
        long first = Replica.NOTHING;
        for (int i = 0; i < attached.size(); i++) {
            first = Math.min(first, attached.get(i).waitsFrom());
        }
        return first;
    }

    /** REPLCONF ACK: a replica has come so far in the stream, and so far is on its disk if it says so (else -1). */
    public void acknowledged(Client client, long offset, long fileOffset) {
        Replica replica = client.replica();
        if (replica == null || !replica.isAttached()) {
            return;
        }
        replica.acknowledgedOffset = Math.max(replica.acknowledgedOffset, offset);
        replica.acknowledgedFileOffset = Math.max(replica.acknowledgedFileOffset, fileOffset);
        replica.acknowledgedMillis = nowMillis();
        if (replica.startsWithAcknowledgement && replica.state() == ReplicaState.ONLINE) {
            replica.startStream(replication.requireBacklog());
        }
        server.replication().waiters().serve();
    }

    /** How many have all of the stream up to this offset. */
    int countWith(long offset) {
        int count = 0;
        for (Replica replica : attached) {
            if (replica.state() == ReplicaState.ONLINE && replica.acknowledgedOffset >= offset) {
                count++;
            }
        }
        return count;
    }

    /** How many have all of the stream up to this offset on disk. */
    int countWithOnDisk(long offset) {
        int count = 0;
        for (Replica replica : attached) {
            if (replica.state() == ReplicaState.ONLINE && replica.acknowledgedFileOffset >= offset) {
                count++;
            }
        }
        return count;
    }

    /** True if no replica lacks anything of the stream, those included that have no data yet. */
    public boolean areInStep() {
        for (Replica replica : attached) {
            if (isLagging(replica)) {
                return false;
            }
        }
        return true;
    }

    private boolean isLagging(Replica replica) {
        return replica.acknowledgedOffset != replication.history().offset();
    }

    /** Tells the log what the end of this server takes from them. */
    public void logLag() {
        int inStep = 0;
        for (Replica replica : attached) {
            if (!isLagging(replica)) {
                inStep++;
                continue;
            }
            long lag = replica.state() == ReplicaState.ONLINE ? lagSeconds(replica) : 0;
            long missing = replication.history().offset() - replica.acknowledgedOffset;
            log.notice("Lagging replica " + replica.name() + " reported offset " + missing + " behind master, lag="
                    + lag + ", state=" + replica.state().infoName() + ".");
        }
        if (!attached.isEmpty()) {
            log.notice(inStep + " of " + attached.size() + " replicas are in sync when shutting down.");
        }
    }

    // ---- being counted on ----

    /** True unless writes are refused because too few replicas keep up. */
    public boolean areEnough() {
        return config.minReplicasToWrite.value() == 0
                || config.minReplicasMaxLagSeconds.value() == 0
                || good >= config.minReplicasToWrite.value();
    }

    /** How many keep up ({@code min-replicas-max-lag}). */
    public int good() {
        return good;
    }

    void countGood() {
        if (config.minReplicasToWrite.value() == 0 || config.minReplicasMaxLagSeconds.value() == 0) {
            return;
        }
        good = 0;
        for (Replica replica : attached) {
            if (replica.state() == ReplicaState.ONLINE
                    && lagSeconds(replica) <= config.minReplicasMaxLagSeconds.value()) {
                good++;
            }
        }
    }

    /** Since when nothing was heard of it; 0 for those that never say anything. */
    long lagSeconds(Replica replica) {
        // A line end is a sign of life, too.
        long heardMillis = Math.max(replica.acknowledgedMillis, replica.client.lastInteractionMillis());
        return nowMillis() / MILLIS_PER_SECOND - heardMillis / MILLIS_PER_SECOND;
    }

    // ---- going ----

    /** A client is gone. */
    public void forget(Client client) {
        Replica replica = client.replica();
        if (replica == null || !attached.remove(replica)) {
            return;
        }
        log.notice("Connection with replica " + replica.name() + " lost.");
        if (attached.isEmpty()) {
            noneSinceMillis = nowMillis();
        }
        fullSync.lost(replica);
        replication.trimBacklog();
        countGood();
        server.replication().waiters().serve();
    }

    /** Lets all go: their data are not this server's any more. */
    void disconnectAll() {
        for (Replica replica : new ArrayList<>(attached)) {
            server.clientLife().disconnect(replica.client, "replication history changed");
        }
    }

    // ---- once a second ----

    void cron(long round) {
        boolean pings = round % config.pingReplicaPeriodSeconds.value() == 0;
        if (pings && !attached.isEmpty() && replication.maySendPings()) {
            replication.stream().send(ReplicationStream.PING);
        }
        for (Replica replica : new ArrayList<>(attached)) {
            look(replica);
        }
        if (attached.isEmpty()) {
            forgetBacklogIfIdle();
        }
        fullSync.beginIfDue();
        fullSync.removeFileIfUnwanted();
        countGood();
    }

    private void look(Replica replica) {
        boolean waits = replica.state() == ReplicaState.WAITS_FOR_SNAPSHOT
                || (replica.state() == ReplicaState.SNAPSHOT_BEGUN && !fullSync.isToSockets());
        if (waits) {
            // The stream has not begun: a line end means nothing but that somebody is there.
            replica.client.connection().writer().encoded(LINE_END);
            replica.client.connection().flush();
        }
        long timeoutMillis = config.timeoutSeconds.value() * MILLIS_PER_SECOND;
        if (replica.state() == ReplicaState.ONLINE
                && !replica.isOld
                && lagSeconds(replica) > config.timeoutSeconds.value()) {
            log.warning("Disconnecting timedout replica (streaming sync): " + replica.name());
            server.clientLife().disconnect(replica.client, "replica timed out");
        } else if (replica.stalledMillis(nowMillis()) > timeoutMillis) {
            log.warning("Disconnecting timedout replica (full sync): " + replica.name());
            server.clientLife().disconnect(replica.client, "replica timed out");
        }
    }

    private void forgetBacklogIfIdle() {
        long ttlSeconds = config.backlogTtlSeconds.value();
        if (ttlSeconds == 0 || replication.backlog() == null || replication.isReplica()) {
            return;
        }
        if ((nowMillis() - noneSinceMillis) / MILLIS_PER_SECOND > ttlSeconds) {
            replication.forgetBacklog();
            log.notice("Replication backlog freed after " + ttlSeconds + " seconds without connected replicas.");
        }
    }

    /** There is no replica yet, counting from now. */
    void noneSinceNow() {
        noneSinceMillis = nowMillis();
    }

    // ---- what INFO asks ----

    /** A field of INFO for each replica: {@code slave0}, {@code slave1} and so on. */
    public void describe(BiConsumer<String, String> field) {
        int number = 0;
        for (Replica replica : attached) {
            long lag = replica.state() == ReplicaState.ONLINE ? lagSeconds(replica) : 0;
            field.accept(
                    "slave" + number++,
                    "ip=" + replica.address() + ",port=" + replica.listeningPort + ",state="
                            + replica.state().infoName() + ",offset=" + replica.acknowledgedOffset + ",lag=" + lag);
        }
    }

    public long fullSyncs() {
        return fullSyncs;
    }

    public long partialSyncs() {
        return partialSyncs;
    }

    public long refusedPartialSyncs() {
        return refusedPartialSyncs;
    }

    /** CONFIG RESETSTAT. */
    void resetStatistics() {
        fullSyncs = 0;
        partialSyncs = 0;
        refusedPartialSyncs = 0;
    }

    /** Bytes that wait in their connections to be sent. */
    public long bufferedBytes() {
        long bytes = 0;
        for (Replica replica : attached) {
            bytes += replica.client.connection().pendingOutputBytes();
        }
        return bytes;
    }

    @Override
    public String toString() {
        return "Replicas" + attached;
    }
}
