package io.miniredis.server.client;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.datastructures.ValueType;
import io.miniredis.datastructures.Values;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.server.RedisServer;
import io.miniredis.server.cluster.Routing;
import io.miniredis.server.command.Command;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.keyspace.AwaitedKey;
import io.miniredis.server.keyspace.AwaitedKeys;
import io.miniredis.server.keyspace.Database;
import io.miniredis.server.keyspace.KeyPlace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Clients whose command is begun but not answered: they wait for something, at most for a while (blocked.c). What they
 * send meanwhile waits behind it.
 *
 * <p>Who waits for keys stands in the queue of each of them ({@link AwaitedKeys}). A change makes a key ready; after
 * the command that made the change, a whole transaction or script included, the clients in the ready keys' queues have
 * their requests executed again, the longest waiting first, until the key has nothing more to give. A request that
 * changes another key may make that one ready, which is then served in the same round. A client whose request has to
 * wait again goes to the end of the queues, and its time runs on.
 *
 * <p>Confined to the main thread.
 */
public final class BlockedClients {
    /** Clients that go on in one turn of the event loop; more would let the others wait. */
    private static final int RESUMED_AT_ONCE = 128;

    /** For so long clients are served in one turn of the event loop. */
    private static final long SLICE_NANOS = 2_000_000;

    /** The clock is read once in 16 clients. */
    private static final int CLOCK_READ_MASK = 15;

    private final RedisServer server;
    private final AwaitedKeys keys;
    private final Map<Client, BlockedClient> waits = new HashMap<>();
    /** Clients that are answered and have sent more. */
    private final Queue<Client> unblocked = new ArrayDeque<>();

    private int withTimeout;
    private boolean resuming;

    // ---- serving ----

    private boolean serving;
    /** True between two slices. */
    private boolean unfinished;
    /** The ready key whose clients are being served, the next of them, and how many are still to be tried. */
    private @Nullable AwaitedKey current;

    private @Nullable KeyPlace next;
    private int tries;
    /** Clients whose commands wait for the end of it. */
    private final Queue<Client> held = new ArrayDeque<>();
    /** Clients whose time went by meanwhile. */
    private final Queue<Client> late = new ArrayDeque<>();

    /** The wait whose request is being executed again. */
    private @Nullable BlockedClient reprocessed;

    public BlockedClients(RedisServer server, AwaitedKeys keys) {
        this.server = server;
        this.keys = keys;
    }

    // ---- a wait begins ----

    /**
     * Suspends a client instead of answering its running command.
     *
     * @param timeoutMillis how long it waits, or 0 for as long as it takes
     * @param timeoutReply writes the command's reply when the time is over
     */
    public void block(CommandCall call, long timeoutMillis, Consumer<ReplyWriter> timeoutReply) {
        begin(
                new BlockedClient(call.client(), call.command(), call.request(), null, false, timeoutReply),
                timeoutMillis);
    }

    /** See {@link CommandCall#blockUntilFailed}. */
    public void blockUntilFailed(CommandCall call) {
        begin(new BlockedClient(call.client(), call.command(), call.request(), null, false, null), 0);
    }

    /** See {@link CommandCall#blockOnKeys}. */
    public void blockOnKeys(
            CommandCall call, ValueType type, List<ByteString> names, long timeoutMillis, boolean untilGone) {
        BlockedClient wait = reprocessed;
        if (wait != null && wait.client == call.client()) {
            reprocessed = null;
            wait.client.suspend();
        } else {
            wait = new BlockedClient(
                    call.client(), call.command(), call.requestAgain(), type, untilGone, ReplyWriter::nilArray);
            begin(wait, timeoutMillis);
        }
        Database db = call.db();
        for (ByteString name : names) {
            keys.join(wait, db.index(), name, db.hash(name));
        }
    }

    private void begin(BlockedClient wait, long timeoutMillis) {
        Client client = wait.client;
        client.suspend();
        if (timeoutMillis > 0) {
            wait.alarm = server.mainThread().schedule(timeoutMillis, () -> timeIsOver(client));
            withTimeout++;
        }
        waits.put(client, wait);
    }

    // ---- keys become ready ----

    /**
     * Executes the requests again that waited for keys which are ready now. Called when a top-level command has ended.
     */
    public void serveReadyKeys() {
        if (!serving && !unfinished && keys.hasReady()) {
            serveSome();
        }
    }

    /*
     * Ten thousand clients of one key are served in tens of milliseconds, in hundreds before the code is compiled.
     * Nobody should wait for that who only asks whether the server is alive. So it is done in slices, and between them
     * only commands are executed that have to do with their connection alone; all others wait, so that none sees a list
     * that has been pushed to and not been popped from (standsBehind).
     */
    private void serveSome() {
        long endNanos = server.time().clock().nanos() + SLICE_NANOS;
        serving = true;
        unfinished = false;
        try {
            while (!unfinished && (current != null || takeReadyKey())) {
                unfinished = !serveCurrent(endNanos);
            }
        } finally {
            serving = false;
        }
        if (unfinished) {
            server.mainThread().executeNextTurn(this::serveSome);
        } else {
            release();
        }
    }

    private boolean takeReadyKey() {
        AwaitedKey key = keys.nextReady();
        if (key == null) {
            return false;
        }
        keys.reset(key);
        current = key;
        next = key.first();
        // Who has to wait again stands behind those who were here before: each is tried once.
        tries = key.waiters();
        return true;
    }

    /** Serves the clients of the current key. Returns false if the time is over before. */
    private boolean serveCurrent(long endNanos) {
        AwaitedKey key = Objects.requireNonNull(current);
        Database db = server.databases().get(key.database());
        ByteString name = ByteString.wrap(key.key());
        ValueType type = typeOf(db, name);
        KeyPlace place = stillThere(next, key);
        while (place != null && tries > 0 && (type != null || key.isAwaitedUntilGone())) {
            tries--;
            KeyPlace behind = place.behind();
            BlockedClient waiter = blocked(place);
            if (waiter.waitsUntilGone() || waiter.keyType == type) {
                executeAgain(waiter);
                type = typeOf(db, name);
            }
            place = stillThere(behind, key);
            if ((tries & CLOCK_READ_MASK) == 0 && server.time().clock().nanos() - endNanos > 0) {
                next = place;
                return false;
            }
        }
        current = null;
        next = null;
        return true;
    }

    /** Nobody but clients waits for keys. */
    private static BlockedClient blocked(KeyPlace place) {
        return (BlockedClient) place.waiter();
    }

    /** A place, or the first one if its client is gone meanwhile. */
    private static @Nullable KeyPlace stillThere(@Nullable KeyPlace place, AwaitedKey key) {
        return place != null && place.isGivenUp() ? key.first() : place;
    }

    /**
     * True if a command has to wait until the clients are served whose keys are ready; its client is suspended then.
     */
    public boolean standsBehind(Client client, Command command) {
        boolean isAboutItsConnection = command.spec().group() == CommandGroup.CONNECTION && command.container() == null;
        if (!unfinished || isAboutItsConnection) {
            return false;
        }
        client.suspend();
        held.add(client);
        return true;
    }

    /** All are served: who had to stand behind goes on. */
    private void release() {
        for (Client client = late.poll(); client != null; client = late.poll()) {
            timeOut(client);
        }
        for (Client client = held.poll(); client != null; client = held.poll()) {
            client.resume();
            goOn(client);
        }
    }

    private static @Nullable ValueType typeOf(Database db, ByteString name) {
        KeyEntry entry = db.glimpseEntry(name);
        return entry == null ? null : Values.typeOf(entry.value());
    }

    private void executeAgain(BlockedClient wait) {
        Client client = wait.client;
        keys.leave(wait);
        client.resume();
        reprocessed = wait;
        server.dispatcher().reprocess(client, wait.command, wait.request);
        if (reprocessed == null) {
            return;
        }
        reprocessed = null;
        end(client);
        if (!client.isSuspended()) {
            goOn(client);
        }
    }

    // ---- a wait ends otherwise ----

    private void timeIsOver(Client client) {
        if (unfinished) {
            // Maybe it is one of those who are to be served.
            late.add(client);
        } else {
            timeOut(client);
        }
    }

    /**
     * Ends a client's wait as if its time were over. Returns false if it does not wait, or for what knows no such end.
     */
    public boolean timeOut(Client client) {
        BlockedClient wait = waits.get(client);
        if (wait == null || wait.timeoutReply == null) {
            return false;
        }
        end(client);
        wait.timeoutReply.accept(client.reply());
        if (wait.keyType != null) {
            server.dispatcher().countUnblocked(client, wait.command, false);
        }
        answered(client);
        return true;
    }

    /** Ends a client's wait with an error. Returns false if it does not wait. */
    public boolean fail(Client client, ErrorReply error) {
        BlockedClient wait = end(client);
        if (wait == null) {
            return false;
        }
        server.countError(error);
        client.reply().error(error.line());
        server.dispatcher().countUnblocked(client, wait.command, true);
        answered(client);
        return true;
    }

    /** Ends the waits of {@link #blockUntilFailed} with an error. */
    public void failThoseWithoutTimeout(ErrorReply error) {
        for (BlockedClient wait : new ArrayList<>(waits.values())) {
            if (wait.timeoutReply == null) {
                fail(wait.client, error);
            }
        }
    }

    /**
     * Ends the waits for keys that are another node's now, or that nobody can change while the cluster is down, with
     * what says where to go. Called ten times a second on a node of a cluster.
     */
    public void redirectWhoWaitInVain(Routing routing) {
        if (keys.isEmpty()) {
            return;
        }
        for (BlockedClient wait : new ArrayList<>(waits.values())) {
            AwaitedKey key = wait.anyKey();
            // All its keys are in one slot.
            ErrorReply refusal =
                    key == null ? null : routing.refusalOfWait(wait.client, wait.command, ByteString.wrap(key.key()));
            if (refusal != null && fail(wait.client, refusal)) {
                server.clientLife().flushOrClose(wait.client);
            }
        }
    }

    /** Ends all waits with an error, and the connections: this server has become another one. */
    public void failAll(ErrorReply error) {
        for (Client client : new ArrayList<>(waits.keySet())) {
            client.closeReason("role changed");
            if (fail(client, error)) {
                client.closeAfterReply();
                server.clientLife().flushOrClose(client);
            }
        }
    }

    private void answered(Client client) {
        client.commandDone();
        client.resume();
        goOn(client);
    }

    /** What the client sent meanwhile is executed after the command that is running now, not in its middle. */
    private void goOn(Client client) {
        if (client.waitingRequests() == 0 && client.protocolError() == null) {
            return;
        }
        unblocked.add(client);
        if (!resuming) {
            resuming = true;
            server.mainThread().execute(this::resumeSome);
        }
    }

    private void resumeSome() {
        for (int i = 0; i < RESUMED_AT_ONCE; i++) {
            Client client = unblocked.poll();
            if (client == null) {
                resuming = false;
                return;
            }
            if (!client.isSuspended()) {
                server.dispatcher().resume(client);
            }
        }
        server.mainThread().executeNextTurn(this::resumeSome);
    }

    /** The connection is gone, and with it the wait. */
    public void forget(Client client) {
        end(client);
    }

    /** True if a command of the client is begun and not answered. */
    public boolean isWaiting(Client client) {
        return waits.containsKey(client);
    }

    private @Nullable BlockedClient end(Client client) {
        BlockedClient wait = waits.remove(client);
        if (wait == null) {
            return null;
        }
        keys.leave(wait);
        if (wait.alarm != null) {
            wait.alarm.cancel();
            withTimeout--;
        }
        return wait;
    }

    // ---- for INFO ----

    /** How many clients wait, those that a pause holds up included. */
    public int count() {
        return waits.size() + server.pause().heldClients();
    }

    /** How many of them wait for a limited time only. */
    public int withTimeout() {
        return withTimeout;
    }

    @Override
    public String toString() {
        return "BlockedClients[" + waits.size() + " waiting for " + keys + "]";
    }
}
