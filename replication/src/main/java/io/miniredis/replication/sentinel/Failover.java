package io.miniredis.replication.sentinel;

import io.miniredis.replication.sentinel.SentinelEvent.Level;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Makes a replica the primary. A method for each {@link FailoverState}, called once a tick while a primary is in it.
 *
 * <pre>
 *   WAIT_START ------> SELECT_SLAVE -> SEND_SLAVEOF_NOONE -> WAIT_PROMOTION -> RECONF_SLAVES -> UPDATE_CONFIG
 *       | not elected       | none will do    | time-out          | time-out
 *       +-------------------+-----------------+-------------------+--> NONE
 * </pre>
 *
 * <p>Once the promoted replica has said that it is a primary, there is no way back: the new address has the epoch of
 * this attempt, all sentinels will take it, and whoever comes back is given the new primary later.
 */
public final class Failover {
    private static final DateTimeFormatter CTIME = DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.US);

    private final SentinelNode node;
    private final SentinelHost host;
    private final Addresses addresses;

    Failover(SentinelNode node, SentinelHost host, Addresses addresses) {
        this.node = node;
        this.host = host;
        this.addresses = addresses;
    }

    // ---- the beginning ----

    /** Begins an attempt if the primary is objectively down, and none was made lately. */
    boolean startIfNeeded(MonitoredPrimary primary) {
        if (!primary.has(InstanceFlag.O_DOWN) || primary.isFailingOver()) {
            return false;
        }
        long nextMillis = primary.failoverStartMillis + 2 * primary.failoverTimeoutMillis;
        if (host.nowMillis() < nextMillis) {
            logDelayOnce(primary, nextMillis);
            return false;
        }
        start(primary);
        return true;
    }

    private void logDelayOnce(MonitoredPrimary primary, long nextMillis) {
        if (primary.failoverDelayLoggedMillis != primary.failoverStartMillis) {
            primary.failoverDelayLoggedMillis = primary.failoverStartMillis;
            String next = CTIME.format(Instant.ofEpochMilli(nextMillis).atZone(ZoneId.systemDefault()));
            node.log(Level.NOTICE, "Next failover delay: I will not start a failover before " + next);
        }
    }

    private void start(MonitoredPrimary primary) {
        long now = host.nowMillis();
        primary.failoverState(FailoverState.WAIT_START, now);
        primary.flags.add(InstanceFlag.FAILOVER_IN_PROGRESS);
        node.currentEpoch(node.currentEpoch() + 1);
        primary.failoverEpoch = node.currentEpoch();
        node.eventText(Level.WARNING, "+new-epoch", primary, String.valueOf(node.currentEpoch()));
        node.event(Level.WARNING, "+try-failover", primary);
        primary.failoverStartMillis = now + host.random(Election.MOST_DESYNCHRONIZATION_MILLIS);
    }

    /** SENTINEL FAILOVER: begins an attempt for which nobody is asked. Returns why not, or null. */
    public @Nullable String force(MonitoredPrimary primary) {
        if (primary.isFailingOver()) {
            return "INPROG Failover already in progress";
        }
        if (ReplicaSelection.best(primary, node.timings(), host.nowMillis()) == null) {
            return "NOGOODSLAVE No suitable replica to promote";
        }
        node.log(Level.NOTICE, "Executing user requested FAILOVER of '" + primary.name() + "'");
        start(primary);
        primary.flags.add(InstanceFlag.FORCE_FAILOVER);
        return null;
    }

    /** Gives up, as long as nothing has happened that others would see. */
    private void abort(MonitoredPrimary primary, String why) {
        node.event(Level.WARNING, why, primary);
        primary.flags.remove(InstanceFlag.FAILOVER_IN_PROGRESS);
        primary.flags.remove(InstanceFlag.FORCE_FAILOVER);
        primary.failoverState(FailoverState.NONE, host.nowMillis());
        MonitoredReplica chosen = primary.promoted;
        if (chosen != null) {
            chosen.flags.remove(InstanceFlag.PROMOTED);
            primary.promoted = null;
        }
    }

    // ---- the states ----

    /** Does what the state asks for. */
    void step(MonitoredPrimary primary) {
        if (!primary.isFailingOver()) {
            return;
        }
        switch (primary.failoverState) {
            case WAIT_START -> waitStart(primary);
            case SELECT_SLAVE -> selectReplica(primary);
            case SEND_SLAVEOF_NOONE -> sendReplicaOfNoOne(primary);
            case WAIT_PROMOTION -> waitPromotion(primary);
            case RECONF_SLAVES -> reconfigureReplicas(primary);
            case NONE, UPDATE_CONFIG -> {
                // Nothing until the tick ends.
            }
        }
    }

    private void waitStart(MonitoredPrimary primary) {
        String leader = node.election().leader(primary, primary.failoverEpoch);
        boolean elected = leader != null && leader.equalsIgnoreCase(node.id());
        long now = host.nowMillis();
        if (!elected && !primary.has(InstanceFlag.FORCE_FAILOVER)) {
            long patience = Math.min(node.timings().millis(Timing.ELECTION_TIMEOUT), primary.failoverTimeoutMillis);
            if (now - primary.failoverStartMillis > patience) {
                abort(primary, "-failover-abort-not-elected");
            }
            return;
        }
        node.event(Level.WARNING, "+elected-leader", primary);
        node.elected();
        primary.failoverState(FailoverState.SELECT_SLAVE, now);
        node.event(Level.WARNING, "+failover-state-select-slave", primary);
    }

    private void selectReplica(MonitoredPrimary primary) {
        MonitoredReplica best = ReplicaSelection.best(primary, node.timings(), host.nowMillis());
        if (best == null) {
            abort(primary, "-failover-abort-no-good-slave");
            return;
        }
        node.event(Level.WARNING, "+selected-slave", best);
        best.flags.add(InstanceFlag.PROMOTED);
        primary.promoted = best;
        primary.failoverState(FailoverState.SEND_SLAVEOF_NOONE, host.nowMillis());
        node.event(Level.NOTICE, "+failover-state-send-slaveof-noone", best);
    }

    private void sendReplicaOfNoOne(MonitoredPrimary primary) {
        MonitoredReplica promoted = promoted(primary);
        if (promoted.link.disconnected) {
            abortIfLate(primary);
        } else if (node.monitoring().makePrimary(promoted)) {
            node.event(Level.NOTICE, "+failover-state-wait-promotion", promoted);
            primary.failoverState(FailoverState.WAIT_PROMOTION, host.nowMillis());
        }
    }

    /** The next state follows when the replica's INFO says that it is a primary: {@link #promotionSeen}. */
    private void waitPromotion(MonitoredPrimary primary) {
        abortIfLate(primary);
    }

    private void abortIfLate(MonitoredPrimary primary) {
        if (host.nowMillis() - primary.failoverStateSinceMillis > primary.failoverTimeoutMillis) {
            abort(primary, "-failover-abort-slave-timeout");
        }
    }

    /** The chosen replica says that it is a primary. From now on this is the configuration with the highest epoch. */
    void promotionSeen(MonitoredPrimary primary, MonitoredReplica replica) {
        primary.configEpoch = primary.failoverEpoch;
        primary.failoverState(FailoverState.RECONF_SLAVES, host.nowMillis());
        host.saveConfiguration();
        node.event(Level.WARNING, "+promoted-slave", replica);
        node.promoted();
        node.event(Level.WARNING, "+failover-state-reconf-slaves", primary);
        callClientReconfigScript(primary, "leader", primary.address, replica.address);
        node.hello().sendSoon(primary);
    }

    /** Gives the other replicas their new primary, {@code parallel-syncs} at a time. */
    private void reconfigureReplicas(MonitoredPrimary primary) {
        int underWay = 0;
        for (MonitoredReplica replica : primary.replicas.values()) {
            underWay += isUnderWay(replica) ? 1 : 0;
        }
        for (MonitoredReplica replica : primary.replicas.values()) {
            if (underWay >= primary.parallelSyncs) {
                break;
            }
            if (!isSettled(replica)) {
                giveUpIfLate(replica);
                underWay += reconfigure(replica, "+slave-reconf-sent") ? 1 : 0;
            }
        }
        endIfDone(primary);
    }

    private static boolean isUnderWay(MonitoredReplica replica) {
        return replica.has(InstanceFlag.RECONF_SENT) || replica.has(InstanceFlag.RECONF_INPROG);
    }

    private static boolean isSettled(MonitoredReplica replica) {
        return replica.has(InstanceFlag.PROMOTED) || replica.has(InstanceFlag.RECONF_DONE);
    }

    /** A replica that does not obey holds up the others no longer. That it has the wrong primary will be seen later. */
    private void giveUpIfLate(MonitoredReplica replica) {
        long patience = node.timings().millis(Timing.SLAVE_RECONF_TIMEOUT);
        if (replica.has(InstanceFlag.RECONF_SENT) && host.nowMillis() - replica.reconfigurationSentMillis > patience) {
            node.event(Level.NOTICE, "-slave-reconf-sent-timeout", replica);
            replica.flags.remove(InstanceFlag.RECONF_SENT);
            replica.flags.add(InstanceFlag.RECONF_DONE);
        }
    }

    private boolean reconfigure(MonitoredReplica replica, String event) {
        MonitoredReplica promoted = promoted(replica.primary());
        if (isUnderWay(replica)
                || replica.link.disconnected
                || !node.monitoring().makeReplicaOf(replica, promoted.address)) {
            return false;
        }
        replica.flags.add(InstanceFlag.RECONF_SENT);
        replica.reconfigurationSentMillis = host.nowMillis();
        node.event(Level.NOTICE, event, replica);
        return true;
    }

    /** It ends when all replicas that can be reached have the new primary, or after {@code failover-timeout}. */
    private void endIfDone(MonitoredPrimary primary) {
        if (promoted(primary).has(InstanceFlag.S_DOWN)) {
            return;
        }
        boolean late = host.nowMillis() - primary.failoverStateSinceMillis > primary.failoverTimeoutMillis;
        if (late) {
            node.event(Level.WARNING, "+failover-end-for-timeout", primary);
        } else if (!areAllReconfigured(primary)) {
            return;
        }
        node.event(Level.WARNING, "+failover-end", primary);
        primary.failoverState(FailoverState.UPDATE_CONFIG, host.nowMillis());
        if (late) {
            tellTheRest(primary);
        }
    }

    private static boolean areAllReconfigured(MonitoredPrimary primary) {
        for (MonitoredReplica replica : primary.replicas.values()) {
            if (!isSettled(replica) && !replica.has(InstanceFlag.S_DOWN)) {
                return false;
            }
        }
        return true;
    }

    /** Nobody will look whether they obey. */
    private void tellTheRest(MonitoredPrimary primary) {
        for (MonitoredReplica replica : primary.replicas.values()) {
            boolean toldAlready = isSettled(replica) || replica.has(InstanceFlag.RECONF_SENT);
            if (!toldAlready
                    && !replica.link.disconnected
                    && node.monitoring().makeReplicaOf(replica, promoted(primary).address)) {
                node.event(Level.NOTICE, "+slave-reconf-sent-be", replica);
                replica.flags.add(InstanceFlag.RECONF_SENT);
            }
        }
    }

    /** UPDATE_CONFIG, at the end of the tick: the promoted replica is what is watched under the primary's name. */
    void finish(MonitoredPrimary primary) {
        if (primary.failoverState == FailoverState.UPDATE_CONFIG) {
            InstanceAddress next = promoted(primary).address;
            tellSwitch(primary, addresses.shown(next), next.port());
            node.instances().switchAddress(primary, next.host(), next.port());
        }
    }

    private static MonitoredReplica promoted(MonitoredPrimary primary) {
        MonitoredReplica promoted = primary.promoted;
        if (promoted == null) {
            throw new IllegalStateException("no promoted replica: " + primary);
        }
        return promoted;
    }

    // ---- telling ----

    void tellSwitch(MonitoredPrimary primary, String newHost, int newPort) {
        node.eventText(
                Level.WARNING,
                "+switch-master",
                primary,
                primary.name() + " " + addresses.shown(primary.address) + " " + primary.address.port() + " " + newHost
                        + " " + newPort);
    }

    /** @param role {@code leader} or {@code observer} */
    void callClientReconfigScript(MonitoredPrimary primary, String role, InstanceAddress from, InstanceAddress to) {
        String script = primary.clientReconfigScript;
        if (script != null) {
            node.scripts()
                    .schedule(
                            script,
                            primary.name(),
                            role,
                            "start",
                            addresses.shown(from),
                            String.valueOf(from.port()),
                            addresses.shown(to),
                            String.valueOf(to.port()));
        }
    }
}
