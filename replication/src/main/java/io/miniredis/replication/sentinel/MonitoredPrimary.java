package io.miniredis.replication.sentinel;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A primary under a name that stays while failovers change its address. */
public final class MonitoredPrimary extends MonitoredInstance {
    private static final int DEFAULT_PARALLEL_SYNCS = 1;

    /** By address. */
    final Map<String, MonitoredReplica> replicas = new LinkedHashMap<>();
    /** By id. */
    final Map<String, PeerSentinel> sentinels = new LinkedHashMap<>();

    /** How many sentinels must say that it is down. */
    int quorum;
    /** How many replicas may be given a new primary at a time: each is of no use until it has the data. */
    int parallelSyncs = DEFAULT_PARALLEL_SYNCS;

    @Nullable
    String authUser;

    @Nullable
    String authPassword;

    @Nullable
    String notificationScript;

    @Nullable
    String clientReconfigScript;

    final Map<String, String> renamedCommands = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    long objectivelyDownSinceMillis;
    /** After a restart it may take so long to answer; 0 for not to look at restarts. */
    long rebootDownAfterMillis;

    long rebootedSinceMillis;

    /** The epoch of the failover that made its present address: the highest wins. */
    long configEpoch;

    /** For whom this sentinel voted, and in which epoch. */
    @Nullable
    String leader;

    long leaderEpoch;

    long failoverEpoch;
    FailoverState failoverState = FailoverState.NONE;
    long failoverStateSinceMillis;
    /** When the last attempt began, of this sentinel or of the one it voted for. */
    long failoverStartMillis;

    long failoverTimeoutMillis;
    /** The start of the attempt for which it was logged when the next one may be. */
    long failoverDelayLoggedMillis;

    @Nullable
    MonitoredReplica promoted;

    MonitoredPrimary(String name, InstanceAddress address, int quorum, long nowMillis) {
        super(name, address, nowMillis);
        this.quorum = quorum;
    }

    public Collection<MonitoredReplica> replicas() {
        return Collections.unmodifiableCollection(replicas.values());
    }

    public Collection<PeerSentinel> sentinels() {
        return Collections.unmodifiableCollection(sentinels.values());
    }

    @Override
    String kind() {
        return "master";
    }

    @Override
    MonitoredPrimary primary() {
        return this;
    }

    boolean isFailingOver() {
        return has(InstanceFlag.FAILOVER_IN_PROGRESS);
    }

    void failoverState(FailoverState state, long nowMillis) {
        failoverState = state;
        failoverStateSinceMillis = nowMillis;
    }

    /** Its address or, once that has agreed to be the primary, the one of the promoted replica. */
    public InstanceAddress currentAddress() {
        MonitoredReplica next = promoted;
        boolean switched = isFailingOver() && failoverState.compareTo(FailoverState.RECONF_SLAVES) >= 0;
        return switched && next != null ? next.address : address;
    }

    /** {@code ok}, {@code sdown} or {@code odown}. */
    public String status() {
        return has(InstanceFlag.O_DOWN) ? "odown" : has(InstanceFlag.S_DOWN) ? "sdown" : "ok";
    }

    /** All that belong to it wait as long as it does. */
    void downAfter(long millis) {
        downAfterMillis = millis;
        replicas.values().forEach(replica -> replica.downAfterMillis = millis);
        sentinels.values().forEach(sentinel -> sentinel.downAfterMillis = millis);
    }

    /** The sentinel with this address and id, either of which may be null. */
    @Nullable
    PeerSentinel findSentinel(@Nullable InstanceAddress at, @Nullable String id) {
        for (PeerSentinel sentinel : sentinels.values()) {
            boolean sameId = id == null || id.equals(sentinel.runId);
            if (sameId && (at == null || sentinel.address.isSameAs(at))) {
                return sentinel;
            }
        }
        return null;
    }
}
