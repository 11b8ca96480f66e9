package io.miniredis.replication.sentinel;

import io.miniredis.protocol.RespValue;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** One of the two connections of a link, and who waits for its replies. */
final class LinkConnection implements ConnectionListener {
    private final InstanceLink link;
    private final ReplyHandler messages;
    private final ArrayDeque<Awaited> awaited = new ArrayDeque<>();
    private @Nullable InstanceConnection connection;
    final long openedMillis;

    /** @param asker is not told of the reply if it is gone by then */
    private record Awaited(MonitoredInstance asker, ReplyHandler handler) {}

    /** @param messages hears what is no reply */
    LinkConnection(InstanceLink link, ReplyHandler messages, long nowMillis) {
        this.link = link;
        this.messages = messages;
        this.openedMillis = nowMillis;
    }

    void opened(InstanceConnection begun) {
        connection = begun;
    }

    void send(MonitoredInstance asker, ReplyHandler handler, String... arguments) {
        sendUnawaited(arguments);
        awaited.add(new Awaited(asker, handler));
    }

    /** Sends what is answered by messages: SUBSCRIBE. */
    void sendUnawaited(String... arguments) {
        InstanceConnection open = connection;
        if (open != null) {
            open.send(arguments);
        }
    }

    int pending() {
        return awaited.size();
    }

    @Nullable
    String localIp() {
        InstanceConnection open = connection;
        return open == null ? null : open.localIp();
    }

    void close() {
        InstanceConnection open = connection;
        connection = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void received(RespValue value) {
        Awaited oldest = awaited.poll();
        if (oldest == null && value instanceof RespValue.ErrorValue) {
            // It may not subscribe, or there are too many clients: it is of no use.
            close();
            link.lost(this);
        } else if (oldest == null) {
            messages.replied(value);
        } else if (!oldest.asker.link.isReleasedBy(oldest.asker)) {
            oldest.handler.replied(value);
        }
    }

    @Override
    public void lost() {
        link.lost(this);
    }
}
