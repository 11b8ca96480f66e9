package io.miniredis.replication.sentinel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Programs that are executed for events. */
class ScriptQueueTest {
    private final SimulatedNetwork network = new SimulatedNetwork(1);
    private final SimulatedSentinel sentinel = network.sentinel(26001).watch(6001, 1);
    private final ScriptQueue queue = sentinel.node().scripts();

    private SimulatedScript started() {
        queue.schedule("/script", "argument");
        network.run(200);
        return sentinel.processes().get(sentinel.processes().size() - 1);
    }

    @Test
    void aScriptThatEndsWellIsDone() {
        SimulatedScript script = started();
        assertEquals(List.of("/script", "argument"), sentinel.scripts().get(0));
        assertTrue(queue.jobs().get(0).isRunning());

        script.exit(0);
        network.run(200);

        assertEquals(List.of(), queue.jobs());
        assertEquals(0, queue.running());
        assertEquals(0, sentinel.count("-script-error"));
    }

    @Test
    void oneThatFailsIsTold() {
        started().exit(3);
        network.run(200);

        assertTrue(sentinel.told("-script-error /script 0 3"));
        assertEquals(List.of(), queue.jobs());
    }

    @Test
    void oneThatAsksForItIsTriedAgainLaterAndLater() {
        started().exit(1);
        network.run(200);
        assertFalse(queue.jobs().get(0).isRunning());
        network.run(29_000);
        assertEquals(1, sentinel.scripts().size());
        network.run(2_000);
        assertEquals(2, sentinel.scripts().size());

        sentinel.processes().get(1).exit(1);
        network.run(50_000);
        assertEquals(2, sentinel.scripts().size());
        network.run(12_000);

        assertEquals(3, sentinel.scripts().size());
        assertEquals(3, queue.jobs().get(0).attempts());
    }

    @Test
    void afterTenAttemptsItIsGivenUp() {
        queue.schedule("/script");
        for (int i = 1; i <= 10; i++) {
            int attempt = i;
            assertTrue(network.runUntil(() -> sentinel.scripts().size() == attempt, 30_000L << i));
            sentinel.processes().get(i - 1).exit(1);
        }
        network.run(1_000);

        assertTrue(sentinel.told("-script-error /script 0 1"));
        assertEquals(List.of(), queue.jobs());
    }

    @Test
    void oneThatTakesTooLongIsKilled() {
        SimulatedScript script = started();
        network.run(59_000);
        assertTrue(script.isRunning());
        network.run(2_000);

        assertFalse(script.isRunning());
        assertTrue(sentinel.told("-script-timeout /script 1"));
    }

    @Test
    void oneThatCannotBeExecutedIsNotTriedAgain() {
        queue.schedule("/missing");
        network.run(200);

        assertTrue(sentinel.told("-script-error /missing 0 2"));
        assertEquals(List.of(), queue.jobs());
    }

    @Test
    void sixteenRunAtATimeAndTheOldestThatWaitGiveWay() {
        for (int i = 0; i < 300; i++) {
            queue.schedule("/script", String.valueOf(i));
        }
        network.run(200);

        assertEquals(256, queue.jobs().size());
        assertEquals(16, queue.running());
        assertEquals("44", sentinel.scripts().get(0).get(1));
    }

    @Test
    void eventsOfAPrimaryAreToldToItsNotificationScript() {
        sentinel.directive("notification-script", "mymaster", "/notify");
        assertTrue(network.runUntil(() -> !sentinel.scripts().isEmpty(), 10_000));

        assertEquals(
                List.of("/notify", "+sdown", "master mymaster 10.0.0.1 6001"),
                sentinel.scripts().get(0));
    }

    @Test
    void aSwitchIsToldToItsClientReconfigurationScript() {
        network.server(6001);
        network.server(6002).replicaOf(6001);
        sentinel.directive("client-reconfig-script", "mymaster", "/clients");
        network.run(15_000);
        network.server(6001).kill();
        assertTrue(network.runUntil(() -> sentinel.count("+switch-master") == 1, 60_000));
        network.run(200);

        assertEquals(
                List.of("/clients", "mymaster", "leader", "start", "10.0.0.1", "6001", "10.0.0.1", "6002"),
                sentinel.scripts().get(0));
    }
}
