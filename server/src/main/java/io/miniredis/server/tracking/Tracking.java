package io.miniredis.server.tracking;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.Request;
import io.miniredis.server.RedisServer;
import io.miniredis.server.client.Client;
import io.miniredis.server.command.CommandFlag;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.KeyExtractor;
import io.miniredis.server.command.KeyFinder;
import io.miniredis.server.keyspace.KeyEvent;
import io.miniredis.server.keyspace.KeyspaceEffects;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Client-side caching (tracking.c): clients that keep copies of what they read are told when these are valid no more.
 *
 * <p>In the usual mode the keys that a client reads are remembered with its id, in one table for all databases; the
 * first change of a key tells its clients and forgets it. In broadcasting mode nothing is remembered, and the client is
 * told of every change of keys that begin as it wishes, of all changes of one turn of the event loop at once. Messages
 * go to the client itself, if it speaks RESP3, or to another one that it named.
 *
 * <p>While nobody tracks, a change costs a comparison and a command another. Confined to the main thread.
 */
public final class Tracking implements KeyspaceEffects.Listener, KeyFinder.KeySink {
    private static final int KEYS_DROPPED_AT_ONCE = 100;

    private final RedisServer server;
    private final TrackingTable table;
    private final Broadcasts broadcasts = new Broadcasts();
    private final Broadcasts.Sender sender = this::send;
    private final List<Client> flooded = new ArrayList<>();
    private int clients;
    /** False until somebody tracks for the first time; the table may be full when the last one is gone. */
    private boolean active;

    /** How often in a row the table was found too large and could not be made small enough. */
    private int roundsOverLimit;

    // The request whose keys are being remembered, and for whom.
    private @Nullable Request reading;
    private long reader;

    public Tracking(RedisServer server) {
        this.server = server;
        this.table = new TrackingTable(server.databases().collections().hash);
    }

    // ---- who tracks ----

    /**
     * The client is told from now on.
     *
     * @param redirect the id of the client that is told instead, or 0
     * @param prefixes with {@link TrackingMode#BROADCAST}: which keys it hears of, in addition to those before
     */
    public void enable(Client client, TrackingMode mode, boolean noLoop, long redirect, List<ByteString> prefixes) {
        active = true;
        ClientTracking tracking = client.tracking();
        if (tracking == null) {
            tracking = new ClientTracking(mode, noLoop, redirect);
            client.tracking(tracking);
            clients++;
        } else {
            tracking.change(mode, noLoop, redirect);
        }
        if (mode == TrackingMode.BROADCAST) {
            for (ByteString prefix : prefixes.isEmpty() ? List.of(ByteString.EMPTY) : prefixes) {
                broadcasts.add(client, tracking, prefix);
            }
        }
    }

    /** The client is told nothing any more. Its id stays in the table until the keys change. */
    public void disable(Client client) {
        ClientTracking tracking = client.tracking();
        if (tracking != null) {
            broadcasts.remove(client, tracking);
            client.tracking(null);
            clients--;
        }
    }

    // ---- what is read ----

    /** A command was executed for a client that tracks: the keys it has read are remembered (trackingRememberKeys). */
    public void commandDone(Client client, ClientTracking tracking, CommandSpec spec, Request request) {
        // Of a script only the commands that it calls have read anything.
        boolean reads = spec.has(CommandFlag.READONLY) && !spec.has(CommandFlag.NO_MANDATORY_KEYS);
        if (reads && tracking.remembersKeys()) {
            reading = request;
            reader = client.id();
            KeyExtractor.keys(spec, request, this);
            reading = null;
        }
    }

    @Override
    public void key(int argument, long flags) {
        if (reading != null) {
            table.add(reading.arg(argument), reader);
        }
    }

    // ---- what changes ----

    @Override
    public void keyEvent(int database, ByteString key, KeyEvent event) {
        if (active && event.changesValue()) {
            broadcasts.keyChanged(
                    key, event.isServersOwn() ? null : server.executor().currentClient());
            TrackedKey tracked = table.remove(key);
            if (tracked != null) {
                invalidate(tracked);
            }
        }
    }

    private void invalidate(TrackedKey key) {
        Invalidation invalidation = Invalidation.of(ByteString.wrap(key.key()));
        for (int i = 0; i < key.count(); i++) {
            Client client = server.clients().find(key.client(i));
            ClientTracking tracking = client == null ? null : client.tracking();
            // One that broadcasts now has read the key before, when it did not.
            if (client != null && tracking != null && !tracking.isBroadcast() && !isLoop(client, tracking)) {
                send(client, tracking, invalidation);
            }
        }
        closeFlooded();
    }

    private boolean isLoop(Client client, ClientTracking tracking) {
        return tracking.isNoLoop() && client == server.executor().currentClient();
    }

    @Override
    public void databasesFlushed() {
        if (!active) {
            return;
        }
        for (Client client : clients == 0 ? new Client[0] : server.clients().snapshot()) {
            ClientTracking tracking = client.tracking();
            if (tracking != null) {
                send(client, tracking, Invalidation.EVERYTHING);
            }
        }
        closeFlooded();
        table.clear();
    }

    @Override
    public void databaseReplaced(int database) {}

    /** Tells those who broadcast what has changed. Called before the main thread waits. */
    public void broadcast() {
        if (broadcasts.anyChanges()) {
            broadcasts.send(sender);
            closeFlooded();
        }
    }

    /**
     * Drops keys until there are no more than {@code tracking-table-max-keys}, and tells their clients as if the keys
     * had changed; some at once, and more each time in a row that it was not enough (trackingLimitUsedSlots).
     */
    public void limitTable() {
        long most = server.config().monitoring.trackingTableMaxKeys.value();
        if (most == 0 || table.size() <= most) {
            roundsOverLimit = 0;
            return;
        }
        int effort = KEYS_DROPPED_AT_ONCE * ++roundsOverLimit;
        for (int i = 0; i < effort && table.size() > most; i++) {
            TrackedKey dropped = table.removeAny(server.random());
            if (dropped != null) {
                invalidate(dropped);
            }
        }
        if (table.size() <= most) {
            roundsOverLimit = 0;
        }
    }

    // ---- messages ----

    private void send(Client client, Invalidation invalidation) {
        ClientTracking tracking = client.tracking();
        if (tracking != null) {
            send(client, tracking, invalidation);
        }
    }

    /** To the client, or to whom it has named; a RESP2 client is told only as a subscriber (sendTrackingMessage). */
    private void send(Client client, ClientTracking tracking, Invalidation invalidation) {
        if (tracking.redirect() == 0) {
            if (client.protocol() > 2) {
                push(client, invalidation.push());
            }
            return;
        }
        Client target = server.clients().find(tracking.redirect());
        if (target == null) {
            tracking.redirectBroken();
            if (client.protocol() > 2) {
                push(client, Invalidation.redirectBroken(tracking.redirect()));
            }
        } else if (target.protocol() > 2) {
            push(target, invalidation.push());
        } else if (target.isSubscribed()) {
            push(target, invalidation.message());
        }
    }

    private void push(Client target, byte[] resp) {
        if (server.clientLife().push(target, resp)) {
            flooded.add(target);
        }
    }

    /** Afterwards: a client that is closed is taken out of what is being walked through. */
    private void closeFlooded() {
        for (int i = 0; i < flooded.size(); i++) {
            server.clientLife().checkOutput(flooded.get(i));
        }
        flooded.clear();
    }

    // ---- what is known ----

    /** How many clients track. */
    public int clients() {
        return clients;
    }

    /** Keys in the table. */
    public int keys() {
        return table.size();
    }

    /** Pairs of a key and a client in the table. */
    public long items() {
        return table.items();
    }

    /** Bytes of heap, estimated, that the table takes. */
    public long sizeBytes() {
        return active ? table.sizeBytes() : 0;
    }

    public int prefixes() {
        return broadcasts.count();
    }

    @Override
    public String toString() {
        return "Tracking[" + clients + " clients, " + table + ", " + broadcasts + "]";
    }
}
