package io.miniredis.server.client;

import java.util.ArrayList;
import java.util.List;

/**
 * CLIENT PAUSE: until a moment, commands of all clients wait, or only those that write. Those that write wait, too,
 * while a failover or the end of the server does, so that replicas can catch up.
 *
 * <p>While it lasts, no key expires and none is evicted: the data stands still. Confined to the main thread.
 */
public final class ClientPause {
    private final List<Client> held = new ArrayList<>();
    private boolean active;
    private boolean failingOver;
    private boolean shuttingDown;
    private boolean everything;
    private long untilMillis;

    public boolean isActive() {
        return active || failingOver || shuttingDown;
    }

    /** True while a failover waits for a replica to catch up. */
    public boolean isForFailover() {
        return failingOver;
    }

    /** True while CLIENT PAUSE lasts. */
    boolean isAskedFor() {
        return active;
    }

    /** True while nothing may change the data, expiry included. */
    public boolean freezesData() {
        return isActive();
    }

    /** When it ends, in milliseconds since 1970-01-01 UTC. */
    public long untilMillis() {
        return untilMillis;
    }

    /** Begins a pause, or prolongs and tightens the one that lasts; it never becomes shorter or looser. */
    public void begin(long newUntilMillis, boolean allCommands) {
        everything = allCommands || (active && everything);
        untilMillis = active ? Math.max(untilMillis, newUntilMillis) : newUntilMillis;
        active = true;
    }

    /** Ends the pause. Returns the clients whose commands waited. */
    public List<Client> end() {
        active = false;
        everything = false;
        return released();
    }

    /** Commands that write wait until {@link #endFailover}, whatever CLIENT PAUSE says. */
    public void beginFailover() {
        failingOver = true;
    }

    /** Returns the clients whose commands waited and need not any more. */
    public List<Client> endFailover() {
        failingOver = false;
        return released();
    }

    /** Commands that write wait until {@link #endShutdown}, whatever CLIENT PAUSE says. */
    public void beginShutdown() {
        shuttingDown = true;
    }

    /** Returns the clients whose commands waited and need not any more. */
    public List<Client> endShutdown() {
        shuttingDown = false;
        return released();
    }

    private List<Client> released() {
        if (isActive()) {
            return List.of();
        }
        List<Client> released = new ArrayList<>(held);
        held.clear();
        return released;
    }

    /**
     * True if a command waits; its client is suspended.
     *
     * @param writes true if the command may change data or speak to replicas
     */
    public boolean holds(Client client, boolean writes) {
        if (!everything && !writes) {
            return false;
        }
        client.suspend();
        held.add(client);
        return true;
    }

    /** A client is gone. */
    void forget(Client client) {
        held.remove(client);
    }

    public int heldClients() {
        return held.size();
    }
}
