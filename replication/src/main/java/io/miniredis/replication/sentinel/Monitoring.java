package io.miniredis.replication.sentinel;

import io.miniredis.protocol.RespValue;
import io.miniredis.replication.sentinel.SentinelEvent.Level;
import org.jspecify.annotations.Nullable;

/**
 * Talks with instances: keeps the connections, and sends PING every second, INFO every ten, and every two who this
 * sentinel is, the last to sentinels as well.
 */
final class Monitoring {
    /** More than that without a reply, and nothing is sent that is not urgent. */
    private static final int MOST_PENDING_COMMANDS = 100;

    private static final long FAST_INFO_PERIOD_MILLIS = 1_000;
    private static final int ID_DIGITS_IN_NAME = 8;

    private final SentinelNode node;
    private final SentinelHost host;
    private final Addresses addresses;
    private final InfoReception info;

    Monitoring(SentinelNode node, SentinelHost host, Addresses addresses) {
        this.node = node;
        this.host = host;
        this.addresses = addresses;
        this.info = new InfoReception(node, host, addresses);
    }

    // ---- connections ----

    /** Opens what is missing, at most once in a ping period. */
    void reconnect(MonitoredInstance instance) {
        InstanceLink link = instance.link;
        long now = host.nowMillis();
        boolean tooSoon = now - link.reconnectedMillis < node.timings().millis(Timing.PING_PERIOD);
        if (!link.disconnected || instance.address.port() == 0 || tooSoon) {
            return;
        }
        link.reconnectedMillis = now;
        if (link.commands == null) {
            openCommands(instance, now);
        }
        boolean hearsMessages = !(instance instanceof PeerSentinel);
        if (hearsMessages && link.messages == null) {
            openMessages(instance, now);
        }
        if (link.commands != null && (link.messages != null || !hearsMessages)) {
            link.disconnected = false;
        }
    }

    private void openCommands(MonitoredInstance instance, long now) {
        if (node.options().resolveHostnames) {
            // It may have been started anew elsewhere.
            InstanceAddress fresh = addresses.find(instance.address.host(), instance.address.port(), false);
            if (fresh != null) {
                instance.address = fresh;
            }
        }
        LinkConnection opened = open(instance, new LinkConnection(instance.link, ReplyHandler.IGNORE, now), "cmd");
        if (opened != null) {
            instance.link.commands = opened;
            introduce(instance, opened, "cmd");
            ping(instance);
        }
    }

    private void openMessages(MonitoredInstance instance, long now) {
        LinkConnection opened = open(
                instance,
                new LinkConnection(instance.link, message -> messageReceived(instance, message), now),
                "pubsub");
        if (opened != null) {
            instance.link.messages = opened;
            introduce(instance, opened, "pubsub");
            opened.sendUnawaited(instance.command("SUBSCRIBE"), Hello.CHANNEL);
        }
    }

    private @Nullable LinkConnection open(MonitoredInstance instance, LinkConnection fresh, String purpose) {
        InstanceConnection connection = host.connect(instance.address, fresh);
        if (connection == null) {
            node.event(Level.DEBUG, "-" + purpose + "-link-reconnection", instance, " #Failed to establish connection");
            return null;
        }
        fresh.opened(connection);
        return fresh;
    }

    /** Authenticates, and says who this is in CLIENT LIST. */
    private void introduce(MonitoredInstance instance, LinkConnection to, String purpose) {
        MonitoredPrimary primary = instance.primary();
        SentinelOptions options = node.options();
        if (!(instance instanceof PeerSentinel)) {
            authenticate(instance, to, primary.authUser, primary.authPassword);
        } else if (options.sentinelPassword != null) {
            authenticate(instance, to, options.sentinelUser, options.sentinelPassword);
        } else {
            authenticate(instance, to, null, options.ownPassword);
        }
        String shortId =
                node.id().substring(0, Math.min(ID_DIGITS_IN_NAME, node.id().length()));
        to.send(
                instance,
                ReplyHandler.IGNORE,
                instance.command("CLIENT"),
                "SETNAME",
                "sentinel-" + shortId + "-" + purpose);
    }

    private static void authenticate(
            MonitoredInstance instance, LinkConnection to, @Nullable String user, @Nullable String password) {
        if (password == null) {
            return;
        }
        String command = instance.command("AUTH");
        if (user == null) {
            to.send(instance, ReplyHandler.IGNORE, command, password);
        } else {
            to.send(instance, ReplyHandler.IGNORE, command, user, password);
        }
    }

    private void messageReceived(MonitoredInstance instance, RespValue message) {
        instance.link.messageHeardMillis = host.nowMillis();
        node.hello().messageReceived(message);
    }

    // ---- what is sent regularly ----

    void sendPeriodically(MonitoredInstance instance) {
        InstanceLink link = instance.link;
        if (link.disconnected || link.pendingCommands() >= MOST_PENDING_COMMANDS * link.users()) {
            return;
        }
        long now = host.nowMillis();
        boolean tellsInfo = !(instance instanceof PeerSentinel);
        if (tellsInfo && (instance.infoMillis == 0 || now - instance.infoMillis > infoPeriodMillis(instance))) {
            link.send(instance, reply -> infoReceived(instance, reply), instance.command("INFO"));
        }
        long pingPeriod = Math.min(instance.downAfterMillis, node.timings().millis(Timing.PING_PERIOD));
        if (now - link.pongMillis > pingPeriod && now - link.pingSentMillis > pingPeriod / 2) {
            ping(instance);
        }
        if (now - instance.helloSentMillis > node.timings().millis(Timing.PUBLISH_PERIOD)) {
            node.hello().send(instance);
        }
    }

    /**
     * A replica is looked at more often when its primary is down, for it may be promoted, by another sentinel or by
     * hand; and when it has lost its primary, so that it is known for how long.
     */
    private long infoPeriodMillis(MonitoredInstance instance) {
        if (instance instanceof MonitoredReplica replica) {
            MonitoredPrimary primary = replica.primary();
            boolean inTrouble = primary.has(InstanceFlag.O_DOWN) || primary.isFailingOver();
            if (inTrouble || replica.primaryLinkDownMillis != 0) {
                return FAST_INFO_PERIOD_MILLIS;
            }
        }
        return node.timings().millis(Timing.INFO_PERIOD);
    }

    private void infoReceived(MonitoredInstance instance, RespValue reply) {
        if (reply instanceof RespValue.Bulk text) {
            info.received(instance, text.bytes());
        } else if (reply instanceof RespValue.Verbatim text) {
            info.received(instance, text.text());
        }
    }

    void ping(MonitoredInstance instance) {
        InstanceLink link = instance.link;
        if (link.send(instance, reply -> pinged(instance, reply), instance.command("PING"))) {
            link.pingSentMillis = host.nowMillis();
            if (link.unansweredPingMillis == 0) {
                link.unansweredPingMillis = link.pingSentMillis;
            }
        }
    }

    private void pinged(MonitoredInstance instance, RespValue reply) {
        String text = statusOf(reply);
        InstanceLink link = instance.link;
        boolean pong = text.startsWith("PONG");
        if (pong || text.startsWith("LOADING") || text.startsWith("MASTERDOWN")) {
            link.availableMillis = host.nowMillis();
            link.unansweredPingMillis = 0;
            if (pong) {
                instance.flags.remove(InstanceFlag.MASTER_REBOOT);
            }
        } else if (text.startsWith("BUSY") && instance.has(InstanceFlag.S_DOWN)) {
            killScriptOnce(instance);
        }
        link.pongMillis = host.nowMillis();
    }

    private static String statusOf(RespValue reply) {
        if (reply instanceof RespValue.SimpleString status) {
            return status.text();
        }
        return reply instanceof RespValue.ErrorValue error ? error.line() : "";
    }

    /** It is down for a script that runs for ever. */
    private static void killScriptOnce(MonitoredInstance instance) {
        if (instance.flags.add(InstanceFlag.SCRIPT_KILL_SENT)) {
            instance.link.send(instance, ReplyHandler.IGNORE, instance.command("SCRIPT"), "KILL");
        }
    }

    // ---- orders ----

    /**
     * Makes an instance a replica of an address. Its INFO will tell whether it obeyed. False if it is not connected.
     */
    boolean makeReplicaOf(MonitoredInstance instance, InstanceAddress primary) {
        return changeRole(instance, addresses.shown(primary), String.valueOf(primary.port()));
    }

    /** Makes an instance a primary. */
    boolean makePrimary(MonitoredInstance instance) {
        return changeRole(instance, "NO", "ONE");
    }

    /**
     * One transaction: the new role, kept in its configuration file, and clients lose their connections, so that they
     * ask again who the primary is.
     */
    private static boolean changeRole(MonitoredInstance instance, String primaryHost, String primaryPort) {
        LinkConnection open = instance.link.commands;
        if (open == null) {
            return false;
        }
        ReplyHandler ignored = ReplyHandler.IGNORE;
        open.send(instance, ignored, instance.command("MULTI"));
        open.send(instance, ignored, instance.command("SLAVEOF"), primaryHost, primaryPort);
        open.send(instance, ignored, instance.command("CONFIG"), "REWRITE");
        open.send(instance, ignored, instance.command("CLIENT"), "KILL", "TYPE", "normal");
        open.send(instance, ignored, instance.command("CLIENT"), "KILL", "TYPE", "pubsub");
        open.send(instance, ignored, instance.command("EXEC"));
        return true;
    }
}
