package io.miniredis.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.datastructures.RandomSource;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/**
 * What holds whatever happens: the network looks at its promises itself, no epoch is won twice, and no slot has two
 * owners with the same epoch. And when it is quiet again, all agree.
 */
class ClusterTroubleTest {
    private static final int PRIMARIES = 3;
    private static final int TROUBLES = 12;

    @Property(tries = 6, shrinking = ShrinkingMode.OFF)
    void afterAllTroubleAllAgree(@ForAll long seed) {
        SimulatedNetwork network = SimulatedNetwork.cluster(seed, PRIMARIES, 2);
        RandomSource chance = new RandomSource(seed);
        for (int i = 0; i < TROUBLES; i++) {
            trouble(network, chance);
            network.run(chance.nextInt(8_000));
        }

        calm(network);
        network.run(90_000);

        assertEquals(1, network.views().size(), () -> "seed " + seed + "\n" + network);
        for (SimulatedNode node : network.nodes()) {
            assertTrue(node.state().isOk(), () -> "seed " + seed + "\n" + network);
        }
        for (int slot = 0; slot < HashSlot.COUNT; slot++) {
            assertEquals(1, network.serving(slot).size(), "slot " + slot + ", seed " + seed);
        }
    }

    /** Nodes die and come back, cables are cut and mended, and administrators interfere. */
    private static void trouble(SimulatedNetwork network, RandomSource chance) {
        SimulatedNode node = network.node(chance.nextInt(network.nodes().size()));
        switch (chance.nextInt(6)) {
            case 0 -> {
                if (network.nodes().stream().filter(SimulatedNode::isUp).count() > PRIMARIES * 2) {
                    node.kill();
                }
            }
            case 1 -> {
                if (!node.isUp()) {
                    node.boot();
                }
            }
            case 2 ->
                network.partition(List.of(
                        node, network.node(chance.nextInt(network.nodes().size()))));
            case 3 -> network.heal();
            case 4 -> network.loss(chance.nextDouble() / 5);
            default -> {
                if (node.isUp() && !node.isPrimary() && node.state().myself().primary() != null) {
                    node.act(cluster -> cluster.failover(FailoverMode.FORCE));
                }
            }
        }
    }

    private static void calm(SimulatedNetwork network) {
        network.heal();
        network.loss(0);
        for (SimulatedNode node : network.nodes()) {
            if (!node.isUp()) {
                node.boot();
            }
        }
    }
}
