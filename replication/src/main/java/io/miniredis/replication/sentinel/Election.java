package io.miniredis.replication.sentinel;

import io.miniredis.datastructures.Ascii;
import io.miniredis.protocol.RespValue;
import io.miniredis.replication.sentinel.SentinelEvent.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who may act. Many sentinels see that a primary is down; if two of them promoted a replica each there would be two
 * primaries.
 *
 * <p><b>How do they agree?</b> Each attempt is made in an epoch of its own, a number one higher than any its sentinel
 * has heard of. Who tries asks the others for their votes in that epoch. Each gives one, to the first who asks, and
 * keeps it on the disk before it answers. Who has the votes of more than half of all the sentinels it knows, and of the
 * quorum, is the leader of the epoch (Raft elects in the same way).
 *
 * <p><b>Why can there not be two?</b> Two majorities have a sentinel in common, and it votes once.
 *
 * <p><b>And if nobody wins?</b> Then the attempt is given up, and somebody tries again later, in another epoch. That
 * all try at once again is made unlikely: ticks come at random times, and who voted for another waits.
 *
 * <p><b>What is not promised.</b> That the old primary stops: behind a partition it goes on taking writes, which are
 * lost. And while a majority cannot be reached nobody acts.
 */
public final class Election {
    /** Of those that start anew at the same time one should be first, in milliseconds. */
    static final int MOST_DESYNCHRONIZATION_MILLIS = 1_000;

    /** A sentinel that did not answer for so many ask periods says nothing any more. */
    private static final int ASK_PERIODS_OF_VALIDITY = 5;

    private final SentinelNode node;
    private final SentinelHost host;
    private final Addresses addresses;

    Election(SentinelNode node, SentinelHost host, Addresses addresses) {
        this.node = node;
        this.host = host;
        this.addresses = addresses;
    }

    // ---- asking ----

    /**
     * While the primary is down the other sentinels are asked whether they see that, too, and during an attempt of this
     * one for their votes.
     *
     * @param atOnce true to ask at once even who has just answered
     */
    void askOthers(MonitoredPrimary primary, boolean atOnce) {
        long period = node.timings().millis(Timing.ASK_PERIOD);
        for (PeerSentinel sentinel : primary.sentinels.values()) {
            long silence = host.nowMillis() - sentinel.downReplyMillis;
            if (silence > ASK_PERIODS_OF_VALIDITY * period) {
                sentinel.flags.remove(InstanceFlag.MASTER_DOWN);
                sentinel.leader = null;
            }
            boolean worthIt = primary.has(InstanceFlag.S_DOWN) && !sentinel.link.disconnected;
            if (worthIt && (atOnce || silence >= period)) {
                ask(sentinel, primary);
            }
        }
    }

    private void ask(PeerSentinel sentinel, MonitoredPrimary primary) {
        boolean forVote = primary.failoverState != FailoverState.NONE;
        sentinel.link.send(
                sentinel,
                reply -> answered(sentinel, reply),
                sentinel.command("SENTINEL"),
                "is-master-down-by-addr",
                addresses.shown(primary.address),
                String.valueOf(primary.address.port()),
                String.valueOf(node.currentEpoch()),
                forVote ? node.id() : "*");
    }

    /** Down or not, whom it votes for, in which epoch. */
    private void answered(PeerSentinel sentinel, RespValue reply) {
        if (!(reply instanceof RespValue.Array array) || array.elements().size() != 3) {
            return;
        }
        List<RespValue> parts = array.elements();
        if (parts.get(0) instanceof RespValue.IntegerValue down
                && parts.get(1) instanceof RespValue.Bulk leader
                && parts.get(2) instanceof RespValue.IntegerValue epoch) {
            sentinel.downReplyMillis = host.nowMillis();
            if (down.value() == 1) {
                sentinel.flags.add(InstanceFlag.MASTER_DOWN);
            } else {
                sentinel.flags.remove(InstanceFlag.MASTER_DOWN);
            }
            String id = Ascii.text(leader.bytes().bytes());
            if (!id.equals("*")) {
                voted(sentinel, id, epoch.value());
            }
        }
    }

    private void voted(PeerSentinel sentinel, String leader, long epoch) {
        if (sentinel.leaderEpoch != epoch) {
            node.log(Level.NOTICE, sentinel.name() + " voted for " + leader + " " + epoch);
        }
        sentinel.leader = leader;
        sentinel.leaderEpoch = epoch;
    }

    // ---- answering ----

    /** True if this sentinel says of a primary that it is down. */
    public boolean saysDown(@Nullable MonitoredPrimary primary) {
        return primary != null && !node.isTilted() && primary.has(InstanceFlag.S_DOWN);
    }

    /** Votes for a candidate, unless it has voted in this epoch or a later one; returns the vote it then stands by. */
    public Vote vote(MonitoredPrimary primary, long epoch, String candidate) {
        node.adoptEpoch(epoch, primary);
        if (primary.leaderEpoch < epoch && node.currentEpoch() <= epoch) {
            primary.leader = candidate;
            primary.leaderEpoch = node.currentEpoch();
            host.saveConfiguration();
            node.eventText(Level.WARNING, "+vote-for-leader", primary, candidate + " " + primary.leaderEpoch);
            if (!candidate.equalsIgnoreCase(node.id())) {
                // Whoever has this vote is to have time for a failover before this sentinel tries one.
                primary.failoverStartMillis = host.nowMillis() + host.random(MOST_DESYNCHRONIZATION_MILLIS);
            }
        }
        return new Vote(primary.leader, primary.leaderEpoch);
    }

    // ---- counting ----

    /** The leader of an epoch, as far as this sentinel can tell, or null. Votes, if it has not. */
    @Nullable
    String leader(MonitoredPrimary primary, long epoch) {
        Map<String, Integer> votes = new HashMap<>();
        for (PeerSentinel sentinel : primary.sentinels.values()) {
            if (sentinel.leader != null && sentinel.leaderEpoch == node.currentEpoch()) {
                votes.merge(sentinel.leader, 1, Integer::sum);
            }
        }
        String winner = mostVoted(votes);
        Vote own = vote(primary, epoch, winner == null ? node.id() : winner);
        if (own.leader() != null && own.epoch() == epoch) {
            int count = votes.merge(own.leader(), 1, Integer::sum);
            if (winner == null || count > votes.getOrDefault(winner, 0)) {
                winner = own.leader();
            }
        }
        int voters = primary.sentinels.size() + 1;
        int needed = Math.max(voters / 2 + 1, primary.quorum);
        return winner != null && votes.getOrDefault(winner, 0) >= needed ? winner : null;
    }

    private static @Nullable String mostVoted(Map<String, Integer> votes) {
        String first = null;
        int most = 0;
        for (Map.Entry<String, Integer> entry : votes.entrySet()) {
            if (entry.getValue() > most) {
                first = entry.getKey();
                most = entry.getValue();
            }
        }
        return first;
    }

    /** How many sentinels could vote now, this one included. */
    public static int usable(MonitoredPrimary primary) {
        int usable = 1;
        for (PeerSentinel sentinel : primary.sentinels.values()) {
            if (!sentinel.isDown()) {
                usable++;
            }
        }
        return usable;
    }

    /** True if they are enough to say that the primary is down. */
    public static boolean reachesQuorum(MonitoredPrimary primary) {
        return usable(primary) >= primary.quorum;
    }

    /** True if they are enough to elect a leader. */
    public static boolean reachesMajority(MonitoredPrimary primary) {
        return usable(primary) >= (primary.sentinels.size() + 1) / 2 + 1;
    }
}
