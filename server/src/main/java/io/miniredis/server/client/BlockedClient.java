package io.miniredis.server.client;

import io.miniredis.datastructures.ValueType;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.protocol.Request;
import io.miniredis.server.command.Command;
import io.miniredis.server.keyspace.KeyWaiter;
import io.miniredis.server.time.TimeEvent;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a client waits for, and what it is answered if that does not come (struct blockingState). */
final class BlockedClient extends KeyWaiter {
    final Client client;
    final Command command;
    final Request request;
    /** The type a key must have to be of use, or null if the wait is not for keys. */
    final @Nullable ValueType keyType;
    /** Null if only an error can end the wait. */
    final @Nullable Consumer<ReplyWriter> timeoutReply;

    /** When the wait ends, or null if it may last for ever. */
    @Nullable
    TimeEvent alarm;

    BlockedClient(
            Client client,
            Command command,
            Request request,
            @Nullable ValueType keyType,
            boolean untilGone,
            @Nullable Consumer<ReplyWriter> timeoutReply) {
        super(untilGone);
        this.client = client;
        this.command = command;
        this.request = request;
        this.keyType = keyType;
        this.timeoutReply = timeoutReply;
    }

    @Override
    public String toString() {
        return "BlockedClient[" + client + " in " + request + "]";
    }
}
