package io.miniredis.cluster;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.RandomSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A node in a {@link SimulatedNetwork}: a {@link Cluster}, and just as much of a server as it notices. */
final class SimulatedNode implements ClusterHost, SlotContents, ClusterSettings, ClusterLog, ConfigStore {
    static final long TIMEOUT_MILLIS = 2_000;
    private static final int PORT = 6379;
    private static final int BUS_PORT = 16379;
    private static final String WON = " after successful failover";
    private static final String EPOCH_SET = "configEpoch set to ";

    private final SimulatedNetwork network;
    private final String ip;
    private final long seed;
    private final List<SimulatedConnection> connections = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private final List<String> delivered = new ArrayList<>();
    private @Nullable Cluster cluster;
    private @Nullable SimulatedNode source;
    private String saved = "";
    private long offset;
    private long lastHeardMillis;
    private boolean paused;
    private final SlotSet slotsWithKeys = new SlotSet();

    // ---- settings ----
    boolean allowReplicaMigration = true;
    boolean requireFullCoverage = true;
    boolean replicaNoFailover;
    int migrationBarrier = 1;
    int validityFactor = 10;
    long linkSendBufferLimit;
    String hostname = "";

    SimulatedNode(SimulatedNetwork network, int number, long seed) {
        this.network = network;
        this.ip = "10.0.0." + number;
        this.seed = seed;
    }

    // ---- life ----

    void boot() {
        cluster = new Cluster(
                this,
                this,
                new ClusterSurroundings(
                        this, network::nowMillis, new RandomSource(seed + network.nowMillis()), this, this));
        try {
            cluster().start();
        } catch (IOException | ClusterConfigException e) {
            throw new AssertionError(e);
        }
    }

    /** Dies without a word; what was saved stays. */
    void kill() {
        cluster = null;
        source = null;
        paused = false;
        for (SimulatedConnection connection : List.copyOf(connections)) {
            connection.close();
        }
    }

    boolean isUp() {
        return cluster != null;
    }

    Cluster cluster() {
        return Objects.requireNonNull(cluster, "down");
    }

    ClusterState state() {
        return cluster().state();
    }

    String id() {
        return state().myself().id();
    }

    String ip() {
        return ip;
    }

    /** Something happens to the node, and what follows from that. */
    void act(Consumer<Cluster> action) {
        if (isUp()) {
            action.accept(cluster());
            if (isUp()) {
                cluster().beforeSleep();
            }
        }
    }

    void cron() {
        copy();
        act(Cluster::cron);
    }

    void meet(SimulatedNode other) {
        act(node -> node.meet(other.ip, PORT, BUS_PORT));
    }

    // ---- what tests ask ----

    boolean isPrimary() {
        return state().myself().isPrimary();
    }

    int knownReplicas() {
        return (int)
                state().nodes().stream().filter(node -> node.primary() != null).count();
    }

    /** Who serves what and who replicates whom, as this node sees it. */
    String view() {
        return state().nodes().stream()
                .map(node -> node.id() + " "
                        + (node.primary() == null ? "-" : node.primary().id()) + " " + node.effectiveConfigEpoch() + " "
                        + node.slots() + " " + node.shardId())
                .sorted()
                .toList()
                .toString();
    }

    boolean knowsAsFailed(String id) {
        ClusterNode node = state().node(id);
        return node != null && node.isFailed();
    }

    boolean isPaused() {
        return paused;
    }

    List<String> delivered() {
        return delivered;
    }

    List<String> lines() {
        return lines;
    }

    SlotSet slotsWithKeys() {
        return slotsWithKeys;
    }

    String saved() {
        return saved;
    }

    // ---- data ----

    /** A primary's clients write, or a replica is further than others. */
    void write(long bytes) {
        offset += bytes;
    }

    /** A replica gets what its primary has, if it reaches it. */
    private void copy() {
        SimulatedNode from = source;
        if (from != null && from != this && isUp() && from.isUp() && network.canReach(this, from)) {
            offset = from.offset;
            lastHeardMillis = network.nowMillis();
        }
    }

    /** No data come any more, though nodes reach each other. */
    void stopCopying() {
        source = this;
    }

    // ---- the port ----

    @Override
    public BusConnection connect(ClusterLink link, String toIp, int port) {
        SimulatedNode target = network.at(toIp);
        SimulatedConnection mine = new SimulatedConnection(network, this);
        mine.link(link);
        network.after(network.delayMillis(), () -> mine.arrive(target));
        return mine;
    }

    void opened(SimulatedConnection connection) {
        connections.add(connection);
    }

    void closed(SimulatedConnection connection) {
        connections.remove(connection);
    }

    /** From now on so many bytes seem to wait in each of its connections. */
    void queued(long bytes) {
        connections.forEach(connection -> connection.queued(bytes));
    }

    @Override
    public void replicate(String fromIp, int port) {
        source = network.at(fromIp);
        copy();
    }

    @Override
    public void stopReplicating() {
        source = null;
    }

    @Override
    public boolean isReplicating() {
        return source != null;
    }

    @Override
    public long replicationOffset() {
        return offset;
    }

    @Override
    public long dataAgeMillis() {
        return network.nowMillis() - lastHeardMillis;
    }

    @Override
    public void pauseWrites(boolean on) {
        paused = on;
    }

    @Override
    public void deliver(ByteString channel, ByteString message, boolean sharded) {
        delivered.add(channel.utf8() + " " + message.utf8() + (sharded ? " sharded" : ""));
    }

    // ---- contents ----

    @Override
    public int keys(int slot) {
        return slotsWithKeys.contains(slot) ? 1 : 0;
    }

    @Override
    public long keys() {
        return slotsWithKeys.size();
    }

    @Override
    public void deleteKeys(int slot) {
        slotsWithKeys.remove(slot);
    }

    @Override
    public void deleteAllKeys() {
        slotsWithKeys.clear();
    }

    @Override
    public void unsubscribeChannels(int slot) {}

    // ---- settings ----

    @Override
    public long nodeTimeoutMillis() {
        return TIMEOUT_MILLIS;
    }

    @Override
    public long pingIntervalMillis() {
        return 0;
    }

    @Override
    public int replicaValidityFactor() {
        return validityFactor;
    }

    @Override
    public int replicationPingSeconds() {
        return 1;
    }

    @Override
    public boolean replicaNoFailover() {
        return replicaNoFailover;
    }

    @Override
    public boolean allowReplicaMigration() {
        return allowReplicaMigration;
    }

    @Override
    public int migrationBarrier() {
        return migrationBarrier;
    }

    @Override
    public boolean requireFullCoverage() {
        return requireFullCoverage;
    }

    @Override
    public long linkSendBufferLimit() {
        return linkSendBufferLimit;
    }

    @Override
    public boolean encryptsBus() {
        return false;
    }

    @Override
    public boolean encryptsReplication() {
        return false;
    }

    @Override
    public @Nullable String announcedIp() {
        return null;
    }

    @Override
    public String announcedHostname() {
        return hostname;
    }

    @Override
    public String announcedHumanName() {
        return "";
    }

    @Override
    public int announcedTcpPort() {
        return PORT;
    }

    @Override
    public int announcedTlsPort() {
        return 0;
    }

    @Override
    public int announcedBusPort() {
        return BUS_PORT;
    }

    // ---- log ----

    @Override
    public void verbose(String text) {
        lines.add(text);
    }

    @Override
    public void notice(String text) {
        lines.add(text);
        if (text.startsWith(EPOCH_SET) && text.endsWith(WON)) {
            network.won(this, Long.parseLong(text.substring(EPOCH_SET.length(), text.length() - WON.length())));
        }
    }

    @Override
    public void warning(String text) {
        lines.add(text);
    }

    @Override
    public void fatal(String text) {
        throw new AssertionError(text);
    }

    // ---- file ----

    @Override
    public String load() {
        return saved;
    }

    @Override
    public void save(String text, boolean durable) {
        saved = text;
    }

    @Override
    public String toString() {
        return "SimulatedNode[" + ip + (isUp() ? " " + state().myself() : " down") + "]";
    }
}
