package io.miniredis.replication.sentinel;

import io.miniredis.datastructures.Ascii;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lines of the configuration file that hold a sentinel's settings and state (rewriteConfigSentinelOption). */
public final class StateLines {
    private final SentinelNode node;
    private final List<DirectiveLine> lines = new ArrayList<>();

    private StateLines(SentinelNode node) {
        this.node = node;
    }

    /** In the order in which they are written. Old {@code sentinel} lines that none of them replaces are to go. */
    public static List<DirectiveLine> of(SentinelNode node) {
        StateLines state = new StateLines(node);
        state.add("myid", node.id());
        SentinelOptions options = node.options();
        state.flag("deny-scripts-reconfig", options.denyScriptsReconfig, true);
        state.flag("resolve-hostnames", options.resolveHostnames, false);
        state.flag("announce-hostnames", options.announceHostnames, false);
        node.instances().primaries().forEach(state::primary);
        state.add("current-epoch", String.valueOf(node.currentEpoch()));
        state.addIf("announce-ip", options.announceIp == null ? null : Ascii.quote(Ascii.bytes(options.announceIp)));
        state.addIf("announce-port", options.announcePort == 0 ? null : String.valueOf(options.announcePort));
        state.addIf("sentinel-user", options.sentinelUser);
        state.addIf("sentinel-pass", options.sentinelPassword);
        return state.lines;
    }

    private void add(String name, String value) {
        lines.add(new DirectiveLine("sentinel " + name, "sentinel " + name + " " + value, true));
    }

    private void addIf(String name, @Nullable String value) {
        if (value != null) {
            add(name, value);
        }
    }

    private void flag(String name, boolean value, boolean byDefault) {
        String text = "sentinel " + name + " " + (value ? "yes" : "no");
        lines.add(new DirectiveLine("sentinel " + name, text, value != byDefault));
    }

    private void primary(MonitoredPrimary primary) {
        InstanceAddress current = primary.currentAddress();
        String name = primary.name();
        add("monitor", name + " " + shown(current) + " " + primary.quorum);
        unlessDefault("down-after-milliseconds", name, primary.downAfterMillis, Timing.DEFAULT_DOWN_AFTER);
        unlessDefault("failover-timeout", name, primary.failoverTimeoutMillis, Timing.DEFAULT_FAILOVER_TIMEOUT);
        if (primary.parallelSyncs != 1) {
            add("parallel-syncs", name + " " + primary.parallelSyncs);
        }
        ofPrimary("notification-script", name, primary.notificationScript);
        ofPrimary("client-reconfig-script", name, primary.clientReconfigScript);
        ofPrimary("auth-pass", name, primary.authPassword);
        ofPrimary("auth-user", name, primary.authUser);
        if (primary.rebootDownAfterMillis != 0) {
            add("master-reboot-down-after-period", name + " " + primary.rebootDownAfterMillis);
        }
        add("config-epoch", name + " " + primary.configEpoch);
        add("leader-epoch", name + " " + primary.leaderEpoch);
        for (MonitoredReplica replica : primary.replicas.values()) {
            // Once promoted it is the primary here, and the old primary takes its place.
            InstanceAddress address = replica.address.isSameAs(current) ? primary.address : replica.address;
            add("known-replica", name + " " + shown(address));
        }
        for (PeerSentinel sentinel : primary.sentinels.values()) {
            add("known-sentinel", name + " " + shown(sentinel.address) + " " + sentinel.name());
        }
        primary.renamedCommands.forEach((from, to) -> add("rename-command", name + " " + from + " " + to));
    }

    private void unlessDefault(String directive, String name, long millis, Timing byDefault) {
        if (millis != node.timings().millis(byDefault)) {
            add(directive, name + " " + millis);
        }
    }

    private void ofPrimary(String directive, String name, @Nullable String value) {
        if (value != null) {
            add(directive, name + " " + value);
        }
    }

    private String shown(InstanceAddress address) {
        return node.shownHost(address) + " " + address.port();
    }
}
