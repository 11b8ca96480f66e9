package io.miniredis.replication.sentinel;

import io.miniredis.protocol.RespValue;
import java.util.function.Consumer;

/**
 * As much of a Redis server as a sentinel sees: a role, INFO, and what makes it change. Its data are a number: the
 * offset.
 */
final class SimulatedServer {
    static final String HOST = "10.0.0.1";

    private final SimulatedNetwork network;
    private final int port;
    private String runId;
    private int primaryPort;
    private long offset;
    private int priority = 100;
    private boolean up = true;
    private boolean hangs;
    private boolean obeys = true;
    private boolean inTransaction;
    private boolean refuses;

    SimulatedServer(SimulatedNetwork network, int port) {
        this.network = network;
        this.port = port;
        this.runId = newRunId();
    }

    private String newRunId() {
        return String.format("%040x", (long) network.random(Integer.MAX_VALUE));
    }

    // ---- the test's hand ----

    SimulatedServer replicaOf(int otherPort) {
        primaryPort = otherPort;
        return this;
    }

    SimulatedServer offset(long bytes) {
        offset = bytes;
        return this;
    }

    SimulatedServer priority(int number) {
        priority = number;
        return this;
    }

    void kill() {
        up = false;
        network.breakConnections(port);
    }

    /** Starts again as it was configured: what it was told last. */
    void start() {
        up = true;
        runId = newRunId();
    }

    /** Takes connections, and says nothing. */
    void hang(boolean yes) {
        hangs = yes;
    }

    /** Answers to everything but PING, PUBLISH and INFO with an error. */
    void disobey() {
        obeys = false;
    }

    /** Answers PING with an error. */
    void refuse() {
        refuses = true;
    }

    boolean isUp() {
        return up;
    }

    boolean isPrimary() {
        return primaryPort == 0;
    }

    int primaryPort() {
        return primaryPort;
    }

    int port() {
        return port;
    }

    // ---- as a sentinel sees it ----

    void execute(Consumer<RespValue> reply, String... arguments) {
        if (hangs) {
            return;
        }
        switch (arguments[0]) {
            case "PING" ->
                reply.accept(
                        refuses ? new RespValue.ErrorValue("MISCONF no disk") : new RespValue.SimpleString("PONG"));
            case "INFO" -> reply.accept(RespValue.Bulk.of(info()));
            case "PUBLISH" -> {
                network.publish(port, arguments[1], arguments[2]);
                reply.accept(new RespValue.IntegerValue(1));
            }
            case "SLAVEOF" -> {
                if (obeys) {
                    primaryPort = arguments[1].equals("NO") ? 0 : Integer.parseInt(arguments[2]);
                }
                reply.accept(new RespValue.SimpleString(inTransaction ? "QUEUED" : "OK"));
            }
            default -> {
                inTransaction = arguments[0].equals("MULTI");
                reply.accept(new RespValue.SimpleString("OK"));
            }
        }
    }

    private String info() {
        StringBuilder text = new StringBuilder("# Server\r\nrun_id:" + runId + "\r\n# Replication\r\n");
        if (isPrimary()) {
            text.append("role:master\r\n");
            int number = 0;
            for (SimulatedServer other : network.servers()) {
                if (other.up && other.primaryPort == port) {
                    text.append("slave").append(number++);
                    text.append(":ip=" + HOST + ",port=" + other.port + ",state=online,offset=1,lag=0\r\n");
                }
            }
        } else {
            boolean linked = network.server(primaryPort).up;
            text.append("role:slave\r\nmaster_host:" + HOST + "\r\nmaster_port:" + primaryPort + "\r\n");
            text.append("master_link_status:" + (linked ? "up" : "down") + "\r\n");
            text.append(linked ? "" : "master_link_down_since_seconds:1\r\n");
            text.append("slave_repl_offset:" + offset + "\r\nslave_priority:" + priority + "\r\n");
            text.append("replica_announced:1\r\n");
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return port + (isPrimary() ? " primary" : " replica of " + primaryPort) + (up ? "" : ", dead");
    }
}
