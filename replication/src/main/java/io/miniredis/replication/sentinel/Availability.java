package io.miniredis.replication.sentinel;

import io.miniredis.replication.sentinel.SentinelEvent.Level;

/**
 * Who is down. <em>Subjectively</em>: this sentinel has had no sane reply for {@code down-after-milliseconds}. <em>
 * Objectively</em>: as many sentinels as the quorum say so of a primary. The second is a weak agreement, of reports
 * that may be seconds old; it is enough to ask for votes, and only the votes decide.
 */
final class Availability {
    private final SentinelNode node;
    private final SentinelHost host;

    Availability(SentinelNode node, SentinelHost host) {
        this.node = node;
        this.host = host;
    }

    void checkSubjectively(MonitoredInstance instance) {
        long now = host.nowMillis();
        closeDeadConnections(instance, now);
        if (isDown(instance, now)) {
            if (instance.flags.add(InstanceFlag.S_DOWN)) {
                node.event(Level.WARNING, "+sdown", instance);
                instance.subjectivelyDownSinceMillis = now;
            }
        } else if (instance.flags.remove(InstanceFlag.S_DOWN)) {
            node.event(Level.WARNING, "-sdown", instance);
            instance.flags.remove(InstanceFlag.SCRIPT_KILL_SENT);
        }
    }

    private boolean isDown(MonitoredInstance instance, long now) {
        return millisWithoutReply(instance.link, now) > instance.downAfterMillis
                || (instance instanceof MonitoredPrimary primary
                        && (isReplicaForTooLong(primary, now) || isRebootingForTooLong(primary, now)));
    }

    private static long millisWithoutReply(InstanceLink link, long now) {
        if (link.unansweredPingMillis != 0) {
            return now - link.unansweredPingMillis;
        }
        return link.disconnected ? now - link.availableMillis : 0;
    }

    /** A primary that says it is a replica, for longer than it takes to hear so twice. */
    private boolean isReplicaForTooLong(MonitoredPrimary primary, long now) {
        long patience = primary.downAfterMillis + 2 * node.timings().millis(Timing.INFO_PERIOD);
        return primary.reportedRole == Role.REPLICA && now - primary.reportedRoleSinceMillis > patience;
    }

    private static boolean isRebootingForTooLong(MonitoredPrimary primary, long now) {
        return primary.has(InstanceFlag.MASTER_REBOOT)
                && now - primary.rebootedSinceMillis > primary.rebootDownAfterMillis;
    }

    /** Connections that look open and on which nothing comes are opened anew, unless they just were. */
    private void closeDeadConnections(MonitoredInstance instance, long now) {
        InstanceLink link = instance.link;
        long youngest = now - node.timings().millis(Timing.MIN_LINK_RECONNECT_PERIOD);
        LinkConnection commands = link.commands;
        long half = instance.downAfterMillis / 2;
        if (commands != null
                && commands.openedMillis < youngest
                && link.unansweredPingMillis != 0
                && now - link.unansweredPingMillis > half
                && now - link.pongMillis > half) {
            link.closeCommands();
        }
        LinkConnection messages = link.messages;
        // This sentinel hears its own messages there, so that silence means something.
        if (messages != null
                && messages.openedMillis < youngest
                && now - link.messageHeardMillis > 3 * node.timings().millis(Timing.PUBLISH_PERIOD)) {
            link.closeMessages();
        }
    }

    void checkObjectively(MonitoredPrimary primary) {
        int agreeing = primary.has(InstanceFlag.S_DOWN) ? 1 + othersWhoSayDown(primary) : 0;
        if (primary.has(InstanceFlag.S_DOWN) && agreeing >= primary.quorum) {
            if (primary.flags.add(InstanceFlag.O_DOWN)) {
                node.event(Level.WARNING, "+odown", primary, " #quorum " + agreeing + "/" + primary.quorum);
                primary.objectivelyDownSinceMillis = host.nowMillis();
            }
        } else if (primary.flags.remove(InstanceFlag.O_DOWN)) {
            node.event(Level.WARNING, "-odown", primary);
        }
    }

    private static int othersWhoSayDown(MonitoredPrimary primary) {
        int count = 0;
        for (PeerSentinel sentinel : primary.sentinels.values()) {
            if (sentinel.has(InstanceFlag.MASTER_DOWN)) {
                count++;
            }
        }
        return count;
    }
}
