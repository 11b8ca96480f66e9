package io.miniredis.cluster;

import io.miniredis.datastructures.RandomSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A cluster in one thread: nodes, the network between them, and time, which is a number. What happens depends on the
 * seed and on nothing else.
 *
 * <p>Messages take a while, but arrive in order on each connection; some are lost, if that is wished. Between the two
 * sides of a partition all are lost, silently, as when a cable is cut; who connects to a node that is down is refused.
 *
 * <p>Whatever is done to the nodes, they keep two promises, which are looked at ten times a second of the simulated
 * time: {@link #checkPromises}.
 */
final class SimulatedNetwork {
    private static final long CRON_MILLIS = 100;
    private static final long LEAST_DELAY_MILLIS = 1;
    private static final int DELAY_CHANCE_MILLIS = 20;

    private final RandomSource random;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final List<SimulatedNode> nodes = new ArrayList<>();
    private final Map<Long, String> winners = new HashMap<>();
    private Set<SimulatedNode> island = Set.of();
    private double loss;
    private long nowMillis = 1_700_000_000_000L;
    private long sequence;

    private record Event(long atMillis, long sequence, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(atMillis, other.atMillis);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }

    SimulatedNetwork(long seed) {
        this.random = new RandomSource(seed);
    }

    // ---- nodes ----

    /** Adds nodes that know nobody. */
    List<SimulatedNode> start(int count) {
        List<SimulatedNode> started = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            SimulatedNode node = new SimulatedNode(this, nodes.size() + 1, random.nextLong());
            nodes.add(node);
            started.add(node);
            node.boot();
            tick(node);
        }
        return started;
    }

    private void tick(SimulatedNode node) {
        after(CRON_MILLIS - 5 + random.nextInt(10), () -> {
            node.cron();
            checkPromises();
            tick(node);
        });
    }

    /** A cluster that serves all slots: primaries with as many replicas each, in turn. */
    static SimulatedNetwork cluster(long seed, int primaries, int replicasEach) {
        SimulatedNetwork network = new SimulatedNetwork(seed);
        List<SimulatedNode> all = network.start(primaries * (1 + replicasEach));
        for (int i = 0; i < primaries; i++) {
            int first = HashSlot.COUNT * i / primaries;
            int last = HashSlot.COUNT * (i + 1) / primaries - 1;
            all.get(i).act(node -> node.addSlots(first, last));
        }
        for (SimulatedNode node : all) {
            node.meet(all.get(0));
        }
        network.runUntil("all know all", n -> n.state().nodes().size() == all.size());
        for (int i = primaries; i < all.size(); i++) {
            String primary = all.get(i % primaries).id();
            network.runUntilOne(all.get(i), "knows the primary", n -> n.state().node(primary) != null);
            all.get(i).act(node -> node.replicate(primary));
        }
        network.runUntil(
                "the cluster is up, replicas are known",
                n -> n.state().isOk() && n.knownReplicas() == primaries * replicasEach);
        network.run(6_000);
        return network;
    }

    SimulatedNode node(int index) {
        return nodes.get(index);
    }

    List<SimulatedNode> nodes() {
        return nodes;
    }

    SimulatedNode at(String ip) {
        return nodes.stream().filter(node -> node.ip().equals(ip)).findFirst().orElseThrow();
    }

    /** Those that run and think to be primaries that serve a slot. */
    List<SimulatedNode> serving(int slot) {
        return nodes.stream()
                .filter(node -> node.isUp() && node.state().myself().slots().contains(slot))
                .toList();
    }

    // ---- the network ----

    /** Cuts these off from the others. */
    void partition(List<SimulatedNode> cutOff) {
        island = new HashSet<>(cutOff);
    }

    void heal() {
        island = Set.of();
    }

    /** Which part of the messages is lost from now on, 0 to 1. */
    void loss(double part) {
        loss = part;
    }

    boolean canReach(SimulatedNode from, SimulatedNode to) {
        return island.contains(from) == island.contains(to);
    }

    boolean loses() {
        return loss > 0 && random.nextDouble() < loss;
    }

    long delayMillis() {
        return LEAST_DELAY_MILLIS + random.nextInt(DELAY_CHANCE_MILLIS);
    }

    // ---- time ----

    long nowMillis() {
        return nowMillis;
    }

    void after(long millis, Runnable action) {
        events.add(new Event(nowMillis + millis, sequence++, action));
    }

    void run(long millis) {
        long end = nowMillis + millis;
        while (!events.isEmpty() && events.peek().atMillis() <= end) {
            Event next = events.remove();
            nowMillis = next.atMillis();
            next.action().run();
        }
        nowMillis = end;
    }

    /** Runs until it is true of every node that runs, for two minutes at most. */
    void runUntil(String what, Predicate<SimulatedNode> condition) {
        for (int i = 0; i < 1_200; i++) {
            if (nodes.stream().filter(SimulatedNode::isUp).allMatch(condition)) {
                return;
            }
            run(CRON_MILLIS);
        }
        throw new AssertionError("not within two minutes: " + what + "\n" + this);
    }

    void runUntilOne(SimulatedNode node, String what, Predicate<SimulatedNode> condition) {
        runUntil(what, each -> each != node || condition.test(each));
    }

    // ---- promises ----

    /** A node has won an election. Nobody else may ever win in that epoch. */
    void won(SimulatedNode node, long epoch) {
        String before = winners.putIfAbsent(epoch, node.id());
        if (before != null && !before.equals(node.id())) {
            throw new AssertionError("two winners in epoch " + epoch + ": " + before + " and " + node.id());
        }
    }

    int elections() {
        return winners.size();
    }

    /**
     * No two nodes think to serve the same slot with the same epoch: clients and nodes can always tell who is right.
     */
    private void checkPromises() {
        for (SimulatedNode one : nodes) {
            for (SimulatedNode other : nodes) {
                if (one != other && one.isUp() && other.isUp()) {
                    checkPromises(one.state().myself(), other.state().myself());
                }
            }
        }
    }

    private static void checkPromises(ClusterNode one, ClusterNode other) {
        if (one.configEpoch() != other.configEpoch()
                || one.slots().isEmpty()
                || other.slots().isEmpty()) {
            return;
        }
        SlotSet both = one.slots().copy();
        both.removeAll(other.slots());
        if (both.size() != one.slots().size()) {
            throw new AssertionError("two owners of a slot in the same epoch: " + one + " and " + other);
        }
    }

    /** What all nodes agree about, or one view after the other. */
    Set<String> views() {
        Set<String> views = new HashSet<>();
        for (SimulatedNode node : nodes) {
            if (node.isUp()) {
                views.add(node.view());
            }
        }
        return views;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (SimulatedNode node : nodes) {
            text.append(node).append('\n').append(node.isUp() ? node.cluster().describeNodes(false) : "");
        }
        return text.toString();
    }
}
