package io.miniredis.replication.sentinel;

import io.miniredis.datastructures.ByteString;
import io.miniredis.replication.sentinel.SentinelEvent.Level;
import org.jspecify.annotations.Nullable;

/**
 * What follows from an instance's INFO (sentinelRefreshInstanceInfo). It is the only way in which a sentinel learns of
 * replicas, and the only way in which it sees that an order was obeyed.
 */
final class InfoReception {
    /** A replica that became a primary has so many publish periods in which a sentinel may announce why. */
    private static final int PUBLISH_PERIODS_TO_WAIT = 4;

    private final SentinelNode node;
    private final SentinelHost host;
    private final Addresses addresses;

    InfoReception(SentinelNode node, SentinelHost host, Addresses addresses) {
        this.node = node;
        this.host = host;
        this.addresses = addresses;
    }

    void received(MonitoredInstance instance, ByteString text) {
        InfoOutput output = InfoOutput.parse(text);
        instance.info = text;
        noteRunId(instance, output.runId);
        if (instance instanceof MonitoredPrimary primary) {
            for (InfoOutput.ReplicaLine replica : output.replicas) {
                node.instances().discoverReplica(primary, replica.ip(), replica.port());
            }
        }
        if (instance instanceof MonitoredReplica replica) {
            noteReplication(replica, output);
        }
        instance.infoMillis = host.nowMillis();
        noteRole(instance, output.role);
        if (!node.isTilted() && instance instanceof MonitoredReplica replica) {
            act(replica, output.role);
        }
    }

    private void noteRunId(MonitoredInstance instance, @Nullable String runId) {
        if (runId == null) {
            return;
        }
        if (instance.runId != null && !instance.runId.equals(runId)) {
            node.event(Level.NOTICE, "+reboot", instance);
            if (instance instanceof MonitoredPrimary primary && primary.rebootDownAfterMillis != 0) {
                primary.flags.add(InstanceFlag.MASTER_REBOOT);
                primary.rebootedSinceMillis = host.nowMillis();
            }
        }
        instance.runId = runId;
    }

    private void noteReplication(MonitoredReplica replica, InfoOutput output) {
        replica.primaryLinkDownMillis = output.primaryLinkDownMillis;
        if (output.role != Role.REPLICA) {
            return;
        }
        String primaryHost = output.primaryHost;
        if (primaryHost != null && !primaryHost.equalsIgnoreCase(replica.primaryHost)) {
            replica.primaryHost = primaryHost;
            replica.primaryChangedMillis = host.nowMillis();
        }
        if (output.primaryPort != null) {
            int port = LeadingNumber.intOf(output.primaryPort);
            if (replica.primaryPort != port) {
                replica.primaryPort = port;
                replica.primaryChangedMillis = host.nowMillis();
            }
        }
        if (output.primaryLinkStatus != null) {
            replica.primaryLinkUp = output.primaryLinkStatus.equalsIgnoreCase("up");
        }
        if (output.priority != null) {
            replica.priority = LeadingNumber.intOf(output.priority);
        }
        if (output.offset != null) {
            replica.offset = LeadingNumber.of(output.offset);
        }
        if (output.announced != null) {
            replica.announced = LeadingNumber.of(output.announced) != 0;
        }
    }

    private void noteRole(MonitoredInstance instance, Role role) {
        if (role == instance.reportedRole) {
            return;
        }
        instance.reportedRole = role;
        instance.reportedRoleSinceMillis = host.nowMillis();
        if (role == Role.REPLICA && instance instanceof MonitoredReplica replica) {
            replica.primaryChangedMillis = host.nowMillis();
        }
        boolean expected = role == (instance instanceof MonitoredPrimary ? Role.PRIMARY : Role.REPLICA);
        node.event(
                Level.VERBOSE,
                expected ? "+role-change" : "-role-change",
                instance,
                " new reported role is " + role.wireName());
    }

    // ---- acting ----

    private void act(MonitoredReplica replica, Role role) {
        if (role == Role.PRIMARY) {
            becamePrimary(replica);
        } else if (role == Role.REPLICA) {
            correctPrimary(replica);
            followReconfiguration(replica);
        }
    }

    private void becamePrimary(MonitoredReplica replica) {
        MonitoredPrimary primary = replica.primary();
        boolean awaited = replica.has(InstanceFlag.PROMOTED)
                && primary.isFailingOver()
                && primary.failoverState == FailoverState.WAIT_PROMOTION;
        if (awaited) {
            node.failover().promotionSeen(primary, replica);
            return;
        }
        // Not our doing. Maybe another sentinel's, which will say so; if nobody does, it becomes a replica again.
        long patience = PUBLISH_PERIODS_TO_WAIT * node.timings().millis(Timing.PUBLISH_PERIOD);
        long now = host.nowMillis();
        if (!replica.has(InstanceFlag.PROMOTED)
                && looksSane(primary)
                && replica.wasUpFor(patience, now)
                && now - replica.reportedRoleSinceMillis > patience
                && node.monitoring().makeReplicaOf(replica, primary.address)) {
            node.event(Level.NOTICE, "+convert-to-slave", replica);
        }
    }

    /** A replica of somebody else is made one of the primary that it belongs to. */
    private void correctPrimary(MonitoredReplica replica) {
        MonitoredPrimary primary = replica.primary();
        if (isReplicaOf(replica, primary.address)) {
            return;
        }
        long patience = primary.failoverTimeoutMillis;
        long now = host.nowMillis();
        if (looksSane(primary)
                && replica.wasUpFor(patience, now)
                && now - replica.primaryChangedMillis > patience
                && node.monitoring().makeReplicaOf(replica, primary.address)) {
            node.event(Level.NOTICE, "+fix-slave-config", replica);
        }
    }

    private boolean isReplicaOf(MonitoredReplica replica, InstanceAddress address) {
        String primaryHost = replica.primaryHost;
        return replica.primaryPort == address.port() && primaryHost != null && addresses.isHostOf(address, primaryHost);
    }

    /** It says it is a primary, is not down, and has said so lately: replicas may be sent to it. */
    private boolean looksSane(MonitoredPrimary primary) {
        return primary.reportedRole == Role.PRIMARY
                && !primary.isDown()
                && host.nowMillis() - primary.infoMillis < 2 * node.timings().millis(Timing.INFO_PERIOD);
    }

    /** RECONF_SENT, RECONF_INPROG, RECONF_DONE. */
    private void followReconfiguration(MonitoredReplica replica) {
        MonitoredReplica promoted = replica.primary().promoted;
        if (replica.has(InstanceFlag.RECONF_SENT) && promoted != null && isReplicaOf(replica, promoted.address)) {
            replica.flags.remove(InstanceFlag.RECONF_SENT);
            replica.flags.add(InstanceFlag.RECONF_INPROG);
            node.event(Level.NOTICE, "+slave-reconf-inprog", replica);
        }
        if (replica.has(InstanceFlag.RECONF_INPROG) && replica.primaryLinkUp) {
            replica.flags.remove(InstanceFlag.RECONF_INPROG);
            replica.flags.add(InstanceFlag.RECONF_DONE);
            node.event(Level.NOTICE, "+slave-reconf-done", replica);
        }
    }
}
