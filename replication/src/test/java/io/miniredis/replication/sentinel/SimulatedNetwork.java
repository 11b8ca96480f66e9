package io.miniredis.replication.sentinel;

import io.miniredis.datastructures.RandomSource;
import io.miniredis.protocol.RespValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Processes, the network between them and one clock. Messages take a few milliseconds; machines die, and a wall may
 * stand between some of them. The same seed gives the same run, to the last message.
 */
final class SimulatedNetwork {
    private static final int LONGEST_DELAY_MILLIS = 5;

    private final RandomSource random;
    private final PriorityQueue<Due> queue = new PriorityQueue<>();
    private final Map<Integer, SimulatedServer> servers = new HashMap<>();
    private final Map<Integer, SimulatedSentinel> sentinels = new HashMap<>();
    private final Set<Set<Integer>> walls = new HashSet<>();
    /** What was published on hello channels: to be handed to those who listen. */
    private final List<Wire> wires = new ArrayList<>();

    private long nowMillis = 1_700_000_000_000L;
    private long number;

    /** An action and its time; those of the same time in the order in which they were thought of. */
    private record Due(long millis, long number, Runnable action) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return millis == other.millis ? Long.compare(number, other.number) : Long.compare(millis, other.millis);
        }
    }

    SimulatedNetwork(long seed) {
        random = new RandomSource(seed);
    }

    // ---- time ----

    long nowMillis() {
        return nowMillis;
    }

    int random(int bound) {
        return random.nextInt(bound);
    }

    void after(long millis, Runnable action) {
        queue.add(new Due(nowMillis + millis, number++, action));
    }

    /** Lets time pass. */
    void run(long millis) {
        runUntil(() -> false, millis);
    }

    /** Lets time pass until something is so; false if it is not so within the time. */
    boolean runUntil(BooleanSupplier isSo, long millis) {
        long end = nowMillis + millis;
        while (!queue.isEmpty() && queue.element().millis() <= end) {
            Due due = queue.remove();
            nowMillis = due.millis();
            due.action().run();
            if (isSo.getAsBoolean()) {
                return true;
            }
        }
        nowMillis = end;
        return isSo.getAsBoolean();
    }

    // ---- machines ----

    SimulatedServer server(int port) {
        return servers.computeIfAbsent(port, each -> new SimulatedServer(this, each));
    }

    List<SimulatedServer> servers() {
        return List.copyOf(servers.values());
    }

    SimulatedSentinel sentinel(int port) {
        return sentinels.computeIfAbsent(port, each -> new SimulatedSentinel(this, each));
    }

    // ---- the network ----

    /** Nothing gets from one to the other, in either direction, and nobody is told so. */
    void separate(int one, int other) {
        walls.add(Set.of(one, other));
    }

    void heal() {
        walls.clear();
    }

    private boolean isOpen(int from, int to) {
        return !walls.contains(Set.of(from, to));
    }

    @Nullable
    InstanceConnection connect(int from, InstanceAddress to, ConnectionListener listener) {
        Wire wire = new Wire(from, to.port(), listener);
        wires.add(wire);
        deliver(wire, () -> {
            if (!isListening(to.port())) {
                wire.lose();
            }
        });
        return wire;
    }

    private boolean isListening(int port) {
        SimulatedServer server = servers.get(port);
        SimulatedSentinel sentinel = sentinels.get(port);
        return (server != null && server.isUp()) || (sentinel != null && sentinel.isUp());
    }

    /** The process is gone: its connections break. */
    void breakConnections(int port) {
        for (Wire wire : List.copyOf(wires)) {
            if (wire.to == port) {
                deliver(wire, wire::lose);
            } else if (wire.from == port) {
                wire.close();
            }
        }
    }

    /** Hands a message to all who listen to a server. */
    void publish(int server, String channel, String message) {
        for (Wire wire : List.copyOf(wires)) {
            if (wire.to == server && wire.listens) {
                deliver(
                        wire,
                        () -> wire.receive(RespValue.Array.of(
                                RespValue.Bulk.of("message"), RespValue.Bulk.of(channel), RespValue.Bulk.of(message))));
            }
        }
    }

    /** Takes some time, and does not arrive behind a wall. In order on each wire, as TCP has it. */
    private void deliver(Wire wire, Runnable arrival) {
        if (isOpen(wire.from, wire.to)) {
            wire.lastArrivalMillis =
                    Math.max(wire.lastArrivalMillis, nowMillis + 1 + random.nextInt(LONGEST_DELAY_MILLIS));
            after(wire.lastArrivalMillis - nowMillis, () -> {
                if (isOpen(wire.from, wire.to)) {
                    arrival.run();
                }
            });
        }
    }

    /** A connection as its client has it. */
    private final class Wire implements InstanceConnection {
        private final int from;
        private final int to;
        private final ConnectionListener listener;
        private long lastArrivalMillis;
        private boolean listens;
        private boolean closed;

        Wire(int from, int to, ConnectionListener listener) {
            this.from = from;
            this.to = to;
            this.listener = listener;
        }

        @Override
        public void send(String... arguments) {
            deliver(this, () -> execute(arguments));
        }

        private void execute(String... arguments) {
            if (closed || !isListening(to)) {
                return;
            }
            if (arguments[0].equals("SUBSCRIBE")) {
                listens = true;
                return;
            }
            Consumer<RespValue> reply = value -> deliver(this, () -> receive(value));
            SimulatedServer server = servers.get(to);
            if (server != null) {
                server.execute(reply, arguments);
            } else {
                sentinel(to).execute(reply, arguments);
            }
        }

        void receive(RespValue value) {
            if (!closed) {
                listener.received(value);
            }
        }

        void lose() {
            if (!closed) {
                close();
                listener.lost();
            }
        }

        @Override
        public String localIp() {
            return SimulatedServer.HOST;
        }

        @Override
        public void close() {
            closed = true;
            wires.remove(this);
        }
    }
}
