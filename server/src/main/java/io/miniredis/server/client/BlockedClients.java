package io.miniredis.server.client;

import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.server.RedisServer;
import io.miniredis.server.time.TimeEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Clients whose command is begun but not answered: they wait for something, at most for a while (blocked.c). What they
 * send meanwhile waits behind it.
 *
 * <p>Confined to the main thread.
 */
public final class BlockedClients {
    private final RedisServer server;
    private final Map<Client, Wait> waits = new HashMap<>();

    private record Wait(@Nullable TimeEvent alarm, Consumer<ReplyWriter> timeoutReply) {}

    public BlockedClients(RedisServer server) {
        this.server = server;
    }

    /**
     * Suspends a client instead of answering its running command.
     *
     * @param timeoutMillis how long it waits, or 0 for as long as it takes
     * @param timeoutReply writes the command's reply when the time is over
     */
    public void block(Client client, long timeoutMillis, Consumer<ReplyWriter> timeoutReply) {
        client.suspend();
        TimeEvent alarm =
                timeoutMillis == 0 ? null : server.mainThread().schedule(timeoutMillis, () -> timeOut(client));
        waits.put(client, new Wait(alarm, timeoutReply));
    }

    /** Ends a client's wait as if its time were over. Returns false if it does not wait. */
    public boolean timeOut(Client client) {
        Wait wait = end(client);
        if (wait == null) {
            return false;
        }
        wait.timeoutReply.accept(client.reply());
        resume(client);
        return true;
    }

    /** Ends a client's wait with an error. Returns false if it does not wait. */
    public boolean fail(Client client, ErrorReply error) {
        if (end(client) == null) {
            return false;
        }
        server.countError(error);
        client.reply().error(error.line());
        resume(client);
        return true;
    }

    /** What the client sent meanwhile is executed after the command that is running now, not in its middle. */
    private void resume(Client client) {
        client.commandDone();
        server.mainThread().execute(() -> server.dispatcher().resume(client));
    }

    /** The connection is gone, and with it the wait. */
    public void forget(Client client) {
        end(client);
    }

    private @Nullable Wait end(Client client) {
        Wait wait = waits.remove(client);
        if (wait != null && wait.alarm != null) {
            wait.alarm.cancel();
        }
        return wait;
    }

    /** How many clients wait. */
    public int count() {
        return waits.size();
    }

    /** How many of them wait for a limited time only. */
    public int withTimeout() {
        int count = 0;
        for (Wait wait : waits.values()) {
            if (wait.alarm != null) {
                count++;
            }
        }
        return count;
    }

    @Override
    public String toString() {
        return "BlockedClients[" + waits.size() + " waiting]";
    }
}
