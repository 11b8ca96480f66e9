package io.miniredis.server.client;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.datastructures.ValueType;
import io.miniredis.datastructures.Values;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.server.RedisServer;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.keyspace.Database;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Clients whose command is begun but not answered: they wait for something, at most for a while (blocked.c). What they
 * send meanwhile waits behind it.
 *
 * <p>Who waits for keys stands in the queue of each of them ({@link AwaitedKeys}). A change makes a key ready; after the
 * command that made the change, a whole transaction or script included, the clients in the ready keys' queues have
 * their requests executed again, the longest waiting first, until the key has nothing more to give. A request that
 * changes another key may make that one ready, which is then served in the same round. A client whose request has to wait
 * again goes to the end of the queues, and its time runs on.
 *
 * <p>Confined to the main thread.
 */
public final class BlockedClients {
    /** Clients that go on in one turn of the event loop; more would let the others wait. */
    private static final int RESUMED_AT_ONCE = 128;

    private final RedisServer server;
    private final AwaitedKeys keys;
    private final Map<Client, BlockedClient> waits = new HashMap<>();
    /** Clients that are answered and have sent more. */
    private final Queue<Client> unblocked = new ArrayDeque<>();

    private int withTimeout;
    private boolean resuming;
    private boolean serving;
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
            wait.alarm = server.mainThread().schedule(timeoutMillis, () -> timeOut(client));
            withTimeout++;
        }
        waits.put(client, wait);
    }

    // ---- keys become ready ----

    /** Executes the requests again that waited for keys which are ready now. Called when a top-level command has ended. */
    public void serveReadyKeys() {
        if (serving || !keys.hasReady()) {
            return;
        }
        serving = true;
        try {
            for (AwaitedKey key = keys.nextReady(); key != null; key = keys.nextReady()) {
                keys.reset(key);
                serve(key);
            }
        } finally {
            serving = false;
        }
    }

    private void serve(AwaitedKey key) {
        Database db = server.databases().get(key.database);
        ByteString name = ByteString.wrap(key.key());
        // Who has to wait again stands behind those who were here before: each is tried once.
        int tries = key.waiters;
        ValueType type = typeOf(db, name);
        KeyPlace place = key.first;
        while (place != null && tries-- > 0 && (type != null || key.untilGone > 0)) {
            KeyPlace behind = place.behind;
            BlockedClient waiter = place.waiter;
            if (waiter.untilGone || waiter.keyType == type) {
                executeAgain(waiter);
                type = typeOf(db, name);
            }
            boolean isGone = behind != null && behind.key == null;
            place = isGone ? key.first : behind;
        }
    }

    private static @Nullable ValueType typeOf(Database db, ByteString name) {
        KeyEntry entry = db.peekEntry(name);
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

    /** Ends a client's wait as if its time were over. Returns false if it does not wait. */
    public boolean timeOut(Client client) {
        BlockedClient wait = end(client);
        if (wait == null) {
            return false;
        }
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
