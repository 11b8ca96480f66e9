package io.miniredis.cluster;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.RandomSource;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A node of a cluster: what clients, the bus and time do to it (cluster.c).
 *
 * <pre>
 *   clients       meet, forget, addSlots, migrate, replicate, failover, reset, …
 *   the bus       accepted, linkConnected, messageReceived, linkLost
 *   time          cron, ten times a second
 *   afterwards    beforeSleep: saves, and looks again at what has changed
 * </pre>
 *
 * <p>Operations throw {@link io.miniredis.protocol.ErrorReply}, with Redis's texts, before they change anything.
 * Confined to the main thread.
 */
public final class Cluster {
    /** How far a bus port is from its node's port, unless it is configured. */
    public static final int BUS_PORT_DISTANCE = 10_000;

    private final ClusterHost host;
    private final SlotContents contents;
    private final ClusterSurroundings surroundings;
    private final ClusterState state;
    private final Duties duties = new Duties();
    private final ForgottenNodes forgotten = new ForgottenNodes();
    private final Outbox outbox;
    private final ConfigEpochs epochs;
    private final SlotAssignment assignment;
    private final Announcement announcement;
    private final StateEvaluation evaluation;
    private final ManualFailover manualFailover;
    private final Election election;
    private final FailureDetection failures;
    private final Inbox inbox;
    private final ClusterCron cron;

    public Cluster(ClusterHost host, SlotContents contents, ClusterSurroundings surroundings) {
        this.host = host;
        this.contents = contents;
        this.surroundings = surroundings;
        this.state = new ClusterState(contents);
        this.outbox = new Outbox(this);
        this.epochs = new ConfigEpochs(this);
        this.assignment = new SlotAssignment(this, contents);
        this.announcement = new Announcement(this);
        this.evaluation = new StateEvaluation(this);
        this.manualFailover = new ManualFailover(this);
        this.election = new Election(this);
        this.failures = new FailureDetection(this);
        this.inbox = new Inbox(this);
        this.cron = new ClusterCron(this);
    }

    // ---- the beginning ----

    /**
     * Reads who this node is, or makes it somebody new.
     *
     * @throws ClusterConfigException if what was saved cannot be understood
     * @throws IOException if it cannot be read or written
     */
    public void start() throws IOException, ClusterConfigException {
        String saved = surroundings.store().load();
        if (saved != null && !saved.isEmpty()) {
            new ClusterConfigReader(this).read(saved);
            log().notice("Node configuration loaded, I'm " + state.myself().id());
        } else {
            ClusterNode myself = newNode(newId(), NodeFlags.PRIMARY);
            state.myself(myself);
            log().notice("No cluster configuration found, I'm " + myself.id());
            state.add(myself);
            state.addToShard(myself);
            saveConfig();
        }
        announcement.begin();
    }

    /** All nodes of this cluster start together: nobody can have taken this one's slots while it was away. */
    public void startsWithAllOthers() {
        evaluation.startsInformed();
    }

    /** The data were read from the disk: who serves what is held against them. */
    public void dataLoaded() {
        if (!state.myself().isReplica() && assignment.adoptKeys()) {
            saveNow();
        }
    }

    /** A parameter of how this node presents itself was changed. */
    public void announcementChanged() {
        announcement.follow();
    }

    // ---- what this node knows ----

    public ClusterState state() {
        return state;
    }

    /** @throws io.miniredis.protocol.ErrorReply if there is none of this id */
    public ClusterNode requireNode(String id) {
        ClusterNode node = state.node(id);
        if (node == null) {
            throw ClusterErrors.unknownNode(id);
        }
        return node;
    }

    /**
     * CLUSTER NODES.
     *
     * @param encrypted true for ports where clients are served with encryption
     */
    public String describeNodes(boolean encrypted) {
        return NodeDescription.forClient(state, encrypted);
    }

    /** A node's line of CLUSTER NODES, without its end. */
    public String describe(ClusterNode node, boolean encrypted) {
        return NodeDescription.forClient(state, node, encrypted);
    }

    /** CLUSTER INFO. */
    public String info() {
        return ClusterInfo.of(state);
    }

    /** How many primaries said lately that they do not reach a node (CLUSTER COUNT-FAILURE-REPORTS). */
    public int failureReports(String id) {
        return failures.reports(requireNode(id));
    }

    // ---- other nodes ----

    /**
     * Introduces itself to a node, which will introduce itself to the others (CLUSTER MEET).
     *
     * @return false if that is no address
     */
    public boolean meet(String ip, long port, long busPort) {
        String normal = IpAddress.normal(ip);
        if (normal.isEmpty() || !isPort(port) || !isPort(busPort)) {
            return false;
        }
        if (!isHandshakeWith(normal, (int) port, (int) busPort)) {
            ClusterNode node = newNode(newId(), NodeFlags.HANDSHAKE | NodeFlags.MEET);
            node.ip = normal;
            if (settings().encryptsBus()) {
                node.tlsPort = (int) port;
            } else {
                node.tcpPort = (int) port;
            }
            node.busPort = (int) busPort;
            state.add(node);
        }
        return true;
    }

    private static boolean isPort(long port) {
        return port > 0 && port <= 0xFFFF;
    }

    private boolean isHandshakeWith(String ip, int port, int busPort) {
        for (ClusterNode node : state.nodes()) {
            if (node.isInHandshake()
                    && node.ip.equalsIgnoreCase(ip)
                    && node.port(settings().encryptsBus()) == port
                    && node.busPort == busPort) {
                return true;
            }
        }
        return false;
    }

    /** Removes a node, and does not let it in again for a minute (CLUSTER FORGET). */
    public void forget(String id) {
        ClusterNode node = state.node(id);
        if (node == null) {
            if (forgotten.contains(id, now())) {
                return;
            }
            throw ClusterErrors.unknownNode(id);
        }
        if (node.isMyself()) {
            throw ClusterErrors.FORGET_MYSELF;
        }
        if (state.myself().isReplica() && state.myself().primary() == node) {
            throw ClusterErrors.FORGET_PRIMARY;
        }
        forgotten.add(id, now());
        state.remove(node);
        duties.updateState();
        duties.save();
    }

    // ---- slots ----

    /**
     * CLUSTER ADDSLOTS.
     *
     * @param ranges first and last slot of each range, in turn, in the order of the request
     */
    public void addSlots(int... ranges) {
        assignment.add(ranges);
    }

    /**
     * CLUSTER DELSLOTS.
     *
     * @param ranges first and last slot of each range, in turn, in the order of the request
     */
    public void deleteSlots(int... ranges) {
        assignment.delete(ranges);
    }

    /** CLUSTER FLUSHSLOTS. */
    public void flushSlots() {
        assignment.flush();
    }

    /** CLUSTER SETSLOT MIGRATING: this node hands a slot over, key by key. */
    public void migrateSlot(int slot, String toId) {
        assignment.migrate(slot, toId);
    }

    /** CLUSTER SETSLOT IMPORTING: this node takes a slot over, key by key. */
    public void importSlot(int slot, String fromId) {
        assignment.importFrom(slot, fromId);
    }

    /** CLUSTER SETSLOT STABLE: the slot stays where it is. */
    public void stabilizeSlot(int slot) {
        assignment.makeStable(slot);
    }

    /** CLUSTER SETSLOT NODE: the slot is a node's. */
    public void assignSlot(int slot, String id) {
        assignment.assign(slot, id);
    }

    // ---- roles ----

    /** CLUSTER REPLICATE: becomes a replica of a primary. */
    public void replicate(String id) {
        ClusterNode primary = requireNode(id);
        ClusterNode myself = state.myself();
        if (primary == myself) {
            throw ClusterErrors.REPLICATE_MYSELF;
        }
        if (primary.isReplica()) {
            throw ClusterErrors.REPLICATE_REPLICA;
        }
        if (myself.isPrimary() && (!myself.slots().isEmpty() || contents.keys() != 0)) {
            throw ClusterErrors.REPLICATE_WITH_DATA;
        }
        follow(primary);
        duties.updateState();
        duties.save();
    }

    /**
     * CLUSTER FAILOVER: this replica takes its primary's place. What is not done when this returns is done by and by.
     */
    public void failover(FailoverMode mode) {
        manualFailover.begin(mode);
    }

    /**
     * CLUSTER RESET: forgets all nodes and gives up all slots; a replica loses its data.
     *
     * @param hard true to become another node, too
     */
    public void reset(boolean hard) {
        ClusterNode myself = state.myself();
        if (myself.isPrimary() && contents.keys() != 0) {
            throw ClusterErrors.RESET_WITH_KEYS;
        }
        if (myself.isReplica()) {
            becomePrimary(myself);
            host.stopReplicating();
            contents.deleteAllKeys();
        }
        state.closeSlots();
        manualFailover.reset();
        for (int slot = 0; slot < HashSlot.COUNT; slot++) {
            state.unassign(slot);
        }
        for (ClusterNode node : state.nodes().toArray(new ClusterNode[0])) {
            if (node != myself) {
                state.remove(node);
            }
        }
        state.clearShards();
        forgotten.clear();
        if (hard) {
            becomeAnother(myself);
        }
        state.addToShard(myself);
        duties.saveDurably();
        duties.updateState();
    }

    private void becomeAnother(ClusterNode myself) {
        state.currentEpoch = 0;
        state.lastVoteEpoch = 0;
        myself.configEpoch = 0;
        log().notice("configEpoch set to 0 via CLUSTER RESET HARD");
        myself.shardId = newId();
        state.rename(myself, newId());
        log().notice("Node hard reset, now I'm " + myself.id());
    }

    // ---- epochs and the file ----

    /** CLUSTER BUMPEPOCH: takes the highest epoch. Returns false if this node has it. */
    public boolean bumpEpoch() {
        return epochs.bump();
    }

    /** CLUSTER SET-CONFIG-EPOCH, of a node that knows no other. */
    public void configEpoch(long epoch) {
        ClusterNode myself = state.myself();
        if (epoch < 0) {
            throw ClusterErrors.invalidEpoch(epoch);
        }
        if (state.nodes().size() > 1) {
            throw ClusterErrors.EPOCH_WITH_OTHERS;
        }
        if (myself.configEpoch != 0) {
            throw ClusterErrors.EPOCH_NOT_ZERO;
        }
        myself.configEpoch = epoch;
        log().notice("configEpoch set to " + epoch + " via CLUSTER SET-CONFIG-EPOCH");
        if (Long.compareUnsigned(state.currentEpoch, epoch) < 0) {
            state.currentEpoch = epoch;
        }
        duties.updateState();
        duties.save();
    }

    /** CLUSTER SAVECONFIG. */
    public void saveConfig() throws IOException {
        save(true);
    }

    /** Saves before anything else happens; the server ends if that is impossible. */
    void saveNow() {
        saveOrEnd(true);
    }

    private void saveOrEnd(boolean durably) {
        try {
            save(durably);
        } catch (IOException e) {
            log().warning(String.valueOf(e.getMessage()));
            log().fatal("Fatal: can't update cluster config file.");
        }
    }

    private void save(boolean durably) throws IOException {
        duties.saveDone(durably);
        surroundings.store().save(ClusterConfigWriter.text(state), durably);
    }

    // ---- publishing ----

    /**
     * A client of this node has published something: subscribers at other nodes get it, too.
     *
     * @param sharded only in this shard
     */
    public void publish(ByteString channel, ByteString message, boolean sharded) {
        outbox.publish(channel, message, sharded);
    }

    // ---- the bus ----

    /** Another node has opened a connection. */
    public ClusterLink accepted(BusConnection connection) {
        ClusterLink link = new ClusterLink(null, now());
        link.connection = connection;
        return link;
    }

    /** A connection that this node opened stands. */
    public void linkConnected(ClusterLink link) {
        outbox.greet(link);
    }

    /** A connection could not be opened, or is gone. */
    public void linkLost(ClusterLink link) {
        link.close();
    }

    /** A whole message has come, from its signature to its end. Returns false if the link was closed because of it. */
    public boolean messageReceived(ClusterLink link, byte[] message) {
        inbox.receive(link, message);
        return link.connection() != null;
    }

    /** DEBUG DROP-CLUSTER-PACKET-FILTER: messages of this type are ignored; null for none. */
    public void dropMessages(@Nullable MessageType type) {
        inbox.drop(type);
    }

    /** DEBUG CLUSTERLINK KILL: closes a connection with a node; the next round opens it again, if it is this node's. */
    public void closeLink(@Nullable ClusterLink link) {
        if (link != null) {
            link.close();
        }
    }

    // ---- time ----

    /** To be called ten times a second. */
    public void cron() {
        cron.run();
    }

    /** True if {@link #beforeSleep} has something to do. */
    public boolean hasDuties() {
        return !duties.isEmpty();
    }

    /** To be called before the main thread waits, and before replies and messages leave it. */
    public void beforeSleep() {
        Duties now = duties.take();
        if (now.hasManualFailover()) {
            if (state.myself().isReplica()) {
                manualFailover.proceed();
                election.proceed();
            }
        } else if (now.hasFailover()) {
            election.proceed();
        }
        if (now.hasUpdateState()) {
            evaluation.update();
        }
        if (now.hasSave()) {
            saveOrEnd(now.mustSaveDurably());
        }
    }

    // ---- for the parts of this node ----

    ClusterHost host() {
        return host;
    }

    SlotContents contents() {
        return contents;
    }

    ClusterSettings settings() {
        return surroundings.settings();
    }

    ClusterLog log() {
        return surroundings.log();
    }

    RandomSource random() {
        return surroundings.random();
    }

    long now() {
        return surroundings.clock().getAsLong();
    }

    Duties duties() {
        return duties;
    }

    ForgottenNodes forgotten() {
        return forgotten;
    }

    Outbox outbox() {
        return outbox;
    }

    Announcement announcement() {
        return announcement;
    }

    ConfigEpochs epochs() {
        return epochs;
    }

    StateEvaluation evaluation() {
        return evaluation;
    }

    ManualFailover manualFailover() {
        return manualFailover;
    }

    Election election() {
        return election;
    }

    FailureDetection failures() {
        return failures;
    }

    String newId() {
        return random().hex(ClusterNode.ID_LENGTH);
    }

    ClusterNode newNode(String id, int flags) {
        return new ClusterNode(id, newId(), flags, now());
    }

    /** Becomes a replica of a node (clusterSetMaster). */
    void follow(ClusterNode primary) {
        ClusterNode myself = state.myself();
        if (myself.isPrimary()) {
            myself.clear(NodeFlags.PRIMARY | NodeFlags.MIGRATE_TO);
            myself.set(NodeFlags.REPLICA);
            state.closeSlots();
        } else if (myself.primary != null) {
            myself.primary.removeReplica(myself);
        }
        myself.primary = primary;
        moveToShard(myself, primary.shardId());
        primary.addReplica(myself);
        copy(primary);
        manualFailover.reset();
    }

    /** Lets the server copy this node's primary. */
    void copy(ClusterNode primary) {
        host.replicate(primary.ip, primary.port(settings().encryptsReplication()));
    }

    /** A replica acts as a primary now (clusterSetNodeAsMaster). */
    void becomePrimary(ClusterNode node) {
        if (node.isPrimary()) {
            return;
        }
        ClusterNode before = node.primary;
        if (before != null) {
            before.removeReplica(node);
            if (!node.isMyself()) {
                node.set(NodeFlags.MIGRATE_TO);
            }
        }
        node.clear(NodeFlags.REPLICA);
        node.set(NodeFlags.PRIMARY);
        node.primary = null;
        duties.save();
        duties.updateState();
    }

    /** A node belongs to that shard; if it is this node's primary, this node, too (updateShardId). */
    void moveToShard(ClusterNode node, String shardId) {
        if (state.moveToShard(node, shardId)) {
            duties.save();
        }
        ClusterNode myself = state.myself();
        if (node != myself && myself.primary == node && state.moveToShard(myself, shardId)) {
            duties.saveDurably();
        }
    }

    @Override
    public String toString() {
        return state.toString();
    }
}
