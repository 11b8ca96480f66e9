package io.miniredis.replication.sentinel;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.Glob;
import io.miniredis.replication.sentinel.SentinelEvent.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The primaries that are watched, with their replicas and the other sentinels: how they come, change and go. */
public final class Instances {
    private final SentinelNode node;
    private final SentinelHost host;
    private final Addresses addresses;
    private final Map<String, MonitoredPrimary> primaries = new LinkedHashMap<>();

    Instances(SentinelNode node, SentinelHost host, Addresses addresses) {
        this.node = node;
        this.host = host;
        this.addresses = addresses;
    }

    public Collection<MonitoredPrimary> primaries() {
        return Collections.unmodifiableCollection(primaries.values());
    }

    public @Nullable MonitoredPrimary primary(String name) {
        return primaries.get(name);
    }

    /** The primary at an address, or null. */
    public @Nullable MonitoredPrimary primaryAt(String hostName, int port) {
        InstanceAddress at = addresses.find(hostName, port, true);
        for (MonitoredPrimary primary : primaries.values()) {
            if (at != null && primary.address.isSameAs(at)) {
                return primary;
            }
        }
        return null;
    }

    // ---- how they come ----

    /** Watches a primary from now on. */
    public MonitoredPrimary addPrimary(String name, String hostName, int port, int quorum)
            throws UnusableInstanceException {
        InstanceAddress address = addresses.of(hostName, port, true);
        if (primaries.containsKey(name)) {
            throw new UnusableInstanceException("Duplicate master name.");
        }
        MonitoredPrimary primary = new MonitoredPrimary(name, address, quorum, host.nowMillis());
        primary.downAfterMillis = node.timings().millis(Timing.DEFAULT_DOWN_AFTER);
        primary.failoverTimeoutMillis = node.timings().millis(Timing.DEFAULT_FAILOVER_TIMEOUT);
        primaries.put(name, primary);
        return primary;
    }

    MonitoredReplica addReplica(MonitoredPrimary primary, String hostName, int port) throws UnusableInstanceException {
        InstanceAddress address = addresses.of(hostName, port, true);
        String name = addresses.shownWithPort(address);
        if (primary.replicas.containsKey(name)) {
            throw new UnusableInstanceException("Duplicate hostname and port for replica.");
        }
        MonitoredReplica replica = new MonitoredReplica(name, address, primary, host.nowMillis());
        primary.replicas.put(name, replica);
        return replica;
    }

    PeerSentinel addSentinel(MonitoredPrimary primary, String id, String hostName, int port)
            throws UnusableInstanceException {
        InstanceAddress address = addresses.of(hostName, port, true);
        if (primary.sentinels.containsKey(id)) {
            throw new UnusableInstanceException("Duplicate runid for sentinel.");
        }
        PeerSentinel sentinel = new PeerSentinel(id, address, primary, host.nowMillis());
        primary.sentinels.put(id, sentinel);
        shareLink(sentinel);
        return sentinel;
    }

    /** Uses the link there is if the same sentinel watches another of our primaries. */
    private void shareLink(PeerSentinel sentinel) {
        for (MonitoredPrimary primary : primaries.values()) {
            PeerSentinel same = primary == sentinel.primary() ? null : primary.findSentinel(null, sentinel.name());
            if (same != null) {
                sentinel.link.release(sentinel);
                sentinel.link = same.link.share();
                return;
            }
        }
    }

    /** Adds a replica that its primary told of, if it is new. */
    void discoverReplica(MonitoredPrimary primary, String hostName, int port) {
        InstanceAddress known = addresses.find(hostName, port, false);
        if (known != null && primary.replicas.containsKey(addresses.shownWithPort(known))) {
            return;
        }
        try {
            MonitoredReplica replica = addReplica(primary, hostName, port);
            node.event(Level.NOTICE, "+slave", replica);
            host.saveConfiguration();
        } catch (UnusableInstanceException unusable) {
            // The log has said what is wrong with the address.
            return;
        }
    }

    // ---- how they go ----

    /** Watches a primary no more. */
    public void remove(MonitoredPrimary primary) {
        node.event(Level.WARNING, "-monitor", primary);
        primaries.remove(primary.name());
        removeAll(primary.replicas);
        removeAll(primary.sentinels);
        primary.link.release(primary);
    }

    private static <T extends MonitoredInstance> void removeAll(Map<String, T> instances) {
        instances.values().forEach(instance -> instance.link.release(instance));
        instances.clear();
    }

    /** Removes a sentinel of a primary by its id; true if there was one. */
    static boolean removeSentinel(MonitoredPrimary primary, String id) {
        PeerSentinel removed = primary.sentinels.remove(id);
        if (removed == null) {
            return false;
        }
        removed.link.release(removed);
        return true;
    }

    // ---- how they change ----

    /** SENTINEL RESET: begins anew with the primaries whose names match. Returns with how many. */
    public int reset(String pattern) {
        int count = 0;
        for (MonitoredPrimary primary : primaries.values()) {
            if (Glob.matches(Ascii.bytes(pattern), Ascii.bytes(primary.name()), false)) {
                reset(primary);
                removeAll(primary.sentinels);
                node.event(Level.WARNING, "+reset-master", primary);
                count++;
            }
        }
        return count;
    }

    /** Forgets the replicas and what happened; a failover under way is given up. */
    private void reset(MonitoredPrimary primary) {
        long now = host.nowMillis();
        removeAll(primary.replicas);
        primary.link.close();
        primary.flags.clear();
        primary.leader = null;
        primary.failoverState(FailoverState.NONE, 0);
        primary.failoverStartMillis = 0;
        primary.promoted = null;
        primary.runId = null;
        primary.link.resetTimes(now);
        primary.reportedRole = Role.PRIMARY;
        primary.reportedRoleSinceMillis = now;
    }

    /**
     * Another instance is the primary of this name now (+switch-master). Its other replicas stay, and the old primary
     * is one of them from now on: when it comes back, it is told so. False if the new address cannot be used.
     */
    boolean switchAddress(MonitoredPrimary primary, String hostName, int port) {
        InstanceAddress fresh = addresses.find(hostName, port, false);
        if (fresh == null) {
            return false;
        }
        List<InstanceAddress> others = new ArrayList<>();
        for (MonitoredReplica replica : primary.replicas.values()) {
            if (!replica.address.isSameAs(fresh)) {
                others.add(replica.address);
            }
        }
        if (!primary.address.isSameAs(fresh)) {
            others.add(primary.address);
        }
        reset(primary);
        primary.address = fresh;
        primary.objectivelyDownSinceMillis = 0;
        primary.subjectivelyDownSinceMillis = 0;
        for (InstanceAddress other : others) {
            addAgain(primary, other);
        }
        host.saveConfiguration();
        return true;
    }

    private void addAgain(MonitoredPrimary primary, InstanceAddress address) {
        try {
            node.event(Level.NOTICE, "+slave", addReplica(primary, address.host(), address.port()));
        } catch (UnusableInstanceException gone) {
            // Its name can no longer be resolved: it will be found again in the INFO of the primary.
            return;
        }
    }

    /** A sentinel has another address: its entries with other primaries get it too, and all connect anew. */
    void spreadAddress(PeerSentinel moved) {
        int updated = 0;
        for (MonitoredPrimary primary : primaries.values()) {
            PeerSentinel same = primary.findSentinel(null, moved.name());
            if (same != null) {
                same.link.close();
                if (same != moved) {
                    same.address = moved.address;
                    updated++;
                }
            }
        }
        if (updated > 0) {
            node.event(
                    Level.NOTICE, "+sentinel-address-update", moved, " " + updated + " additional matching instances");
        }
    }

    /** Connects anew with other sentinels: how to authenticate has changed. */
    public void reconnectSentinels() {
        for (MonitoredPrimary primary : primaries.values()) {
            for (PeerSentinel sentinel : primary.sentinels.values()) {
                sentinel.link.close();
            }
        }
    }

    /** Connects anew with a primary and its replicas. */
    static void reconnect(MonitoredPrimary primary) {
        primary.link.close();
        primary.replicas.values().forEach(replica -> replica.link.close());
    }

    @Override
    public String toString() {
        return "Instances[" + primaries.size() + " primaries]";
    }
}
