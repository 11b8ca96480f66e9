package io.miniredis.replication.sentinel;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What SENTINEL MASTER, REPLICAS and SENTINELS say of an instance, field by field (addReplySentinelRedisInstance). */
public final class InstanceDescription {
    private final SentinelNode node;
    private final long now;
    private final List<String> fields = new ArrayList<>(64);

    private InstanceDescription(SentinelNode node, long now) {
        this.node = node;
        this.now = now;
    }

    /** Names and values by turns. */
    public static List<String> of(MonitoredInstance instance, SentinelNode node, long nowMillis) {
        InstanceDescription description = new InstanceDescription(node, nowMillis);
        description.common(instance);
        if (instance instanceof MonitoredPrimary primary) {
            description.reports(instance);
            description.primary(primary);
        } else if (instance instanceof MonitoredReplica replica) {
            description.reports(instance);
            description.replica(replica);
        } else if (instance instanceof PeerSentinel sentinel) {
            description.sentinel(sentinel);
        }
        return description.fields;
    }

    private void common(MonitoredInstance instance) {
        InstanceLink link = instance.link;
        add("name", instance.name());
        add("ip", node.shownHost(instance.address));
        add("port", instance.address.port());
        add("runid", instance.runId == null ? "" : instance.runId);
        add("flags", flags(instance));
        add("link-pending-commands", link.pendingCommands());
        add("link-refcount", link.users());
        if (instance instanceof MonitoredPrimary primary && primary.isFailingOver()) {
            add("failover-state", primary.failoverState.wireName());
        }
        add("last-ping-sent", millisSince(link.unansweredPingMillis));
        add("last-ok-ping-reply", now - link.availableMillis);
        add("last-ping-reply", now - link.pongMillis);
        if (instance.has(InstanceFlag.S_DOWN)) {
            add("s-down-time", now - instance.subjectivelyDownSinceMillis);
        }
        if (instance instanceof MonitoredPrimary primary && primary.has(InstanceFlag.O_DOWN)) {
            add("o-down-time", now - primary.objectivelyDownSinceMillis);
        }
        add("down-after-milliseconds", instance.downAfterMillis);
    }

    /** The kind and the link stand among the flags, in Redis's order. */
    private static String flags(MonitoredInstance instance) {
        List<String> names = new ArrayList<>();
        boolean kindGiven = false;
        for (InstanceFlag flag : InstanceFlag.values()) {
            boolean beforeKind = flag == InstanceFlag.S_DOWN || flag == InstanceFlag.O_DOWN;
            if (!beforeKind && !kindGiven) {
                kindGiven = true;
                names.add(instance.kind());
                if (instance.link.disconnected) {
                    names.add("disconnected");
                }
            }
            if (instance.has(flag)) {
                names.add(flag.wireName());
            }
        }
        return String.join(",", names);
    }

    private void reports(MonitoredInstance instance) {
        add("info-refresh", millisSince(instance.infoMillis));
        add("role-reported", instance.reportedRole.wireName());
        add("role-reported-time", now - instance.reportedRoleSinceMillis);
    }

    private void primary(MonitoredPrimary primary) {
        add("config-epoch", primary.configEpoch);
        add("num-slaves", primary.replicas.size());
        add("num-other-sentinels", primary.sentinels.size());
        add("quorum", primary.quorum);
        add("failover-timeout", primary.failoverTimeoutMillis);
        add("parallel-syncs", primary.parallelSyncs);
        addIf("notification-script", primary.notificationScript);
        addIf("client-reconfig-script", primary.clientReconfigScript);
    }

    private void replica(MonitoredReplica replica) {
        add("master-link-down-time", replica.primaryLinkDownMillis);
        add("master-link-status", replica.primaryLinkUp ? "ok" : "err");
        add("master-host", replica.primaryHost == null ? "?" : replica.primaryHost);
        add("master-port", replica.primaryPort);
        add("slave-priority", replica.priority);
        add("slave-repl-offset", replica.offset);
        add("replica-announced", replica.announced ? 1 : 0);
    }

    private void sentinel(PeerSentinel sentinel) {
        add("last-hello-message", now - sentinel.helloReceivedMillis);
        add("voted-leader", sentinel.leader == null ? "?" : sentinel.leader);
        add("voted-leader-epoch", sentinel.leaderEpoch);
    }

    /** 0 for never. */
    private long millisSince(long millis) {
        return millis == 0 ? 0 : now - millis;
    }

    private void add(String name, String value) {
        fields.add(name);
        fields.add(value);
    }

    private void add(String name, long value) {
        add(name, String.valueOf(value));
    }

    private void addIf(String name, @Nullable String value) {
        if (value != null) {
            add(name, value);
        }
    }
}
