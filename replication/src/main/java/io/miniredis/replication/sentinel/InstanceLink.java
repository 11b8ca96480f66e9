package io.miniredis.replication.sentinel;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The connections with one process, one for commands and one for messages, and what is known of it by them
 * (instanceLink).
 *
 * <p>A sentinel that watches several primaries, as this one does, has one link for all of them: five sentinels and a
 * hundred primaries make five connections and five pings a second, not five hundred. It has no connection for messages.
 */
final class InstanceLink {
    private int users = 1;
    /** Instances that are gone while others use the link, and may still have replies under way. */
    private final Set<MonitoredInstance> released = new HashSet<>(0);

    /** True if a connection is missing. */
    boolean disconnected = true;

    @Nullable
    LinkConnection commands;

    @Nullable
    LinkConnection messages;

    long messageHeardMillis;
    /** The last reply to PING that will do. */
    long availableMillis;
    /** When the oldest PING was sent that has no such reply; 0 if there is none. */
    long unansweredPingMillis;

    long pingSentMillis;
    /** The last reply to PING whatever it was. */
    long pongMillis;

    long reconnectedMillis;

    InstanceLink(long nowMillis) {
        // As if a ping were under way: what cannot be connected with at all is down when its time is over.
        unansweredPingMillis = nowMillis;
        availableMillis = nowMillis;
        pongMillis = nowMillis;
    }

    /** Begins to count anew, as if it were made now. */
    void resetTimes(long nowMillis) {
        unansweredPingMillis = nowMillis;
        pingSentMillis = 0;
        availableMillis = nowMillis;
        pongMillis = nowMillis;
    }

    /** Sends a command. Returns false if there is no connection. */
    boolean send(MonitoredInstance asker, ReplyHandler handler, String... arguments) {
        LinkConnection open = commands;
        if (open == null) {
            return false;
        }
        open.send(asker, handler, arguments);
        return true;
    }

    int pendingCommands() {
        LinkConnection first = commands;
        LinkConnection second = messages;
        return (first == null ? 0 : first.pending()) + (second == null ? 0 : second.pending());
    }

    void closeCommands() {
        LinkConnection open = commands;
        if (open != null) {
            lost(open);
            open.close();
        }
    }

    void closeMessages() {
        LinkConnection open = messages;
        if (open != null) {
            lost(open);
            open.close();
        }
    }

    void close() {
        closeCommands();
        closeMessages();
    }

    void lost(LinkConnection connection) {
        if (connection == commands) {
            commands = null;
            disconnected = true;
        } else if (connection == messages) {
            messages = null;
            disconnected = true;
        }
    }

    int users() {
        return users;
    }

    InstanceLink share() {
        users++;
        return this;
    }

    /** An instance is gone; the last one closes the link. */
    void release(MonitoredInstance user) {
        users--;
        if (users == 0) {
            close();
        } else if (commands != null) {
            released.add(user);
        }
    }

    boolean isReleasedBy(MonitoredInstance user) {
        return released.contains(user);
    }

    @Override
    public String toString() {
        return "InstanceLink[" + (disconnected ? "disconnected" : "connected") + ", " + pendingCommands() + " pending, "
                + users + " users]";
    }
}
