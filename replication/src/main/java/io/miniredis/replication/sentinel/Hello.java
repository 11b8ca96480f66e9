package io.miniredis.replication.sentinel;

import io.miniredis.datastructures.Ascii;
import io.miniredis.protocol.RespValue;
import io.miniredis.replication.sentinel.SentinelEvent.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How sentinels find each other, and how all learn of a failover. Every two seconds each publishes in the primary and
 * its replicas, and tells the other sentinels, who and where it is, and which address the primary has since which
 * epoch. The address with the higher epoch wins, everywhere.
 */
public final class Hello {
    static final String CHANNEL = "__sentinel__:hello";

    private final SentinelNode node;
    private final SentinelHost host;
    private final Addresses addresses;

    Hello(SentinelNode node, SentinelHost host, Addresses addresses) {
        this.node = node;
        this.host = host;
        this.addresses = addresses;
    }

    // ---- telling ----

    void send(MonitoredInstance instance) {
        LinkConnection open = instance.link.commands;
        String ownIp = node.options().announceIp;
        if (ownIp == null && open != null) {
            ownIp = open.localIp();
        }
        if (instance.link.disconnected || open == null || ownIp == null) {
            return;
        }
        MonitoredPrimary primary = instance.primary();
        InstanceAddress current = primary.currentAddress();
        HelloMessage message = new HelloMessage(
                ownIp,
                node.options().announcedPort(),
                node.id(),
                node.currentEpoch(),
                primary.name(),
                addresses.shown(current),
                current.port(),
                primary.configEpoch);
        open.send(
                instance,
                reply -> published(instance, reply),
                instance.command("PUBLISH"),
                CHANNEL,
                message.toString());
    }

    private void published(MonitoredInstance instance, RespValue reply) {
        if (!(reply instanceof RespValue.ErrorValue)) {
            instance.helloSentMillis = host.nowMillis();
        }
    }

    /** Says it again soon, to all that belong to a primary: there is news. */
    void sendSoon(MonitoredPrimary primary) {
        sendSoon((MonitoredInstance) primary);
        primary.sentinels.values().forEach(this::sendSoon);
        primary.replicas.values().forEach(this::sendSoon);
    }

    private void sendSoon(MonitoredInstance instance) {
        long period = node.timings().millis(Timing.PUBLISH_PERIOD) + 1;
        if (instance.helloSentMillis >= period) {
            instance.helloSentMillis -= period;
        }
    }

    // ---- hearing ----

    /** Something came on the connection for messages. */
    void messageReceived(RespValue value) {
        List<RespValue> parts = value instanceof RespValue.Array array
                ? array.elements()
                : value instanceof RespValue.Push push ? push.elements() : List.of();
        if (parts.size() == 3
                && "message".equals(text(parts.get(0)))
                && parts.get(2) instanceof RespValue.Bulk payload) {
            String hello = Ascii.text(payload.bytes().bytes());
            if (!hello.contains(node.id())) {
                received(hello);
            }
        }
    }

    private static @Nullable String text(RespValue value) {
        return value instanceof RespValue.Bulk bulk ? Ascii.text(bulk.bytes().bytes()) : null;
    }

    /** A sentinel said this, over an instance or by PUBLISH to this one. */
    public void received(String text) {
        HelloMessage hello = HelloMessage.parse(text);
        MonitoredPrimary primary = hello == null ? null : node.instances().primary(hello.primaryName());
        if (hello == null || primary == null) {
            return;
        }
        PeerSentinel sentinel = known(hello, primary);
        if (sentinel == null) {
            sentinel = meet(hello, primary);
        }
        node.adoptEpoch(hello.currentEpoch(), primary);
        if (sentinel != null) {
            adoptAddress(hello, primary, sentinel);
            sentinel.helloReceivedMillis = host.nowMillis();
        }
    }

    private @Nullable PeerSentinel known(HelloMessage hello, MonitoredPrimary primary) {
        InstanceAddress at = addresses.find(hello.ip(), hello.port(), true);
        return at == null ? null : primary.findSentinel(at, hello.id());
    }

    /** A sentinel that is new here, or has moved, or stands where another one did. */
    private @Nullable PeerSentinel meet(HelloMessage hello, MonitoredPrimary primary) {
        boolean moved = Instances.removeSentinel(primary, hello.id());
        if (moved) {
            node.event(
                    Level.NOTICE,
                    "+sentinel-address-switch",
                    primary,
                    " ip " + hello.ip() + " port " + hello.port() + " for " + hello.id());
        } else {
            removeWhoStoodThere(hello, primary);
        }
        try {
            PeerSentinel met = node.instances().addSentinel(primary, hello.id(), hello.ip(), hello.port());
            if (moved) {
                node.instances().spreadAddress(met);
            } else {
                node.event(Level.NOTICE, "+sentinel", met);
            }
            host.saveConfiguration();
            return met;
        } catch (UnusableInstanceException unusable) {
            return null;
        }
    }

    /** Two sentinels cannot be at one address: the former one is gone, from all primaries. */
    private void removeWhoStoodThere(HelloMessage hello, MonitoredPrimary primary) {
        InstanceAddress at = addresses.find(hello.ip(), hello.port(), true);
        PeerSentinel former = at == null ? null : primary.findSentinel(at, null);
        if (former != null) {
            node.event(Level.NOTICE, "+sentinel-invalid-addr", former);
            for (MonitoredPrimary each : node.instances().primaries()) {
                Instances.removeSentinel(each, former.name());
            }
        }
    }

    /** The primary has had another address since a later epoch than the one known here: there was a failover. */
    private void adoptAddress(HelloMessage hello, MonitoredPrimary primary, PeerSentinel from) {
        if (primary.configEpoch >= hello.configEpoch()) {
            return;
        }
        primary.configEpoch = hello.configEpoch();
        InstanceAddress old = primary.address;
        if (hello.primaryPort() == old.port() && addresses.isHostOf(old, hello.primaryHost())) {
            return;
        }
        node.event(Level.WARNING, "+config-update-from", from);
        node.failover().tellSwitch(primary, hello.primaryHost(), hello.primaryPort());
        node.instances().switchAddress(primary, hello.primaryHost(), hello.primaryPort());
        node.failover().callClientReconfigScript(primary, "observer", old, primary.address);
    }
}
