package io.miniredis.replication.sentinel;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The {@code sentinel} directives of a configuration file: settings and, since a sentinel keeps there what it must not
 * forget, its state (sentinelHandleConfiguration). {@link StateLines} writes them.
 */
public final class SentinelDirectives {
    /** The last of the ranks in which directives are applied, from 0 on. */
    public static final int LAST_RANK = 2;

    private static final int ID_DIGITS = 40;
    private static final String NOT_POSITIVE = "negative or zero time parameter.";

    /** Global ones, that others depend on; then the primaries; then what is said of these. */
    private static final List<String> FIRST = List.of(
            "announce-ip",
            "announce-port",
            "deny-scripts-reconfig",
            "sentinel-user",
            "sentinel-pass",
            "current-epoch",
            "myid",
            "resolve-hostnames",
            "announce-hostnames");

    private final SentinelNode node;
    private final SentinelOptions options;
    private final Predicate<String> isExecutable;

    /** @param isExecutable tells of a path whether it can be executed */
    public SentinelDirectives(SentinelNode node, Predicate<String> isExecutable) {
        this.node = node;
        this.options = node.options();
        this.isExecutable = isExecutable;
    }

    /** In which order directives are to be applied, whatever their order in the file: the lowest first. */
    public static int rank(String name) {
        String directive = name.toLowerCase(Locale.ROOT);
        return FIRST.contains(directive) ? 0 : directive.equals("monitor") ? 1 : LAST_RANK;
    }

    /**
     * Applies a directive, its name first, without the word {@code sentinel}. Returns what is wrong with it, or null.
     */
    public @Nullable String apply(List<String> words) {
        String name = words.get(0).toLowerCase(Locale.ROOT);
        try {
            if (words.size() == 2) {
                return global(name, words.get(1));
            }
            if (name.equals("monitor") && words.size() == 5) {
                return monitor(words);
            }
            MonitoredPrimary primary =
                    words.size() < 3 ? null : node.instances().primary(words.get(1));
            return ofPrimary(name, words, primary);
        } catch (UnusableInstanceException unusable) {
            return unusable.getMessage();
        }
    }

    private @Nullable String global(String name, String value) {
        switch (name) {
            case "current-epoch" -> node.currentEpoch(Math.max(node.currentEpoch(), LeadingNumber.of(value)));
            case "myid" -> {
                if (value.length() != ID_DIGITS) {
                    return "Malformed Sentinel id in myid option.";
                }
                node.id(value);
            }
            case "announce-ip" -> options.announceIp = value.isEmpty() ? options.announceIp : value;
            case "announce-port" -> options.announcePort = LeadingNumber.intOf(value);
            case "sentinel-user" -> options.sentinelUser = value.isEmpty() ? options.sentinelUser : value;
            case "sentinel-pass" -> options.sentinelPassword = value.isEmpty() ? options.sentinelPassword : value;
            case "deny-scripts-reconfig", "resolve-hostnames", "announce-hostnames" -> {
                return flag(name, value);
            }
            default -> {
                return unrecognized();
            }
        }
        return null;
    }

    private @Nullable String flag(String name, String value) {
        boolean yes = value.equalsIgnoreCase("yes");
        if (!yes && !value.equalsIgnoreCase("no")) {
            return "Please specify yes or no for the " + name + (name.startsWith("deny") ? " options." : " option.");
        }
        switch (name) {
            case "deny-scripts-reconfig" -> options.denyScriptsReconfig = yes;
            case "resolve-hostnames" -> options.resolveHostnames = yes;
            default -> options.announceHostnames = yes;
        }
        return null;
    }

    private @Nullable String monitor(List<String> words) throws UnusableInstanceException {
        int quorum = LeadingNumber.intOf(words.get(4));
        if (quorum <= 0) {
            return "Quorum must be 1 or greater.";
        }
        node.instances().addPrimary(words.get(1), words.get(2), LeadingNumber.intOf(words.get(3)), quorum);
        return null;
    }

    private @Nullable String ofPrimary(String name, List<String> words, @Nullable MonitoredPrimary primary)
            throws UnusableInstanceException {
        if (!isOfPrimary(name, words.size())) {
            return unrecognized();
        }
        boolean oldKnownSentinel = name.equals("known-sentinel") && words.size() == 4;
        if (oldKnownSentinel) {
            return null;
        }
        if (primary == null) {
            return "No such master with specified name.";
        }
        return switch (words.size()) {
            case 3 -> setting(name, words.get(2), primary);
            case 4 -> {
                if (name.equals("rename-command")) {
                    boolean isNew = primary.renamedCommands.putIfAbsent(words.get(2), words.get(3)) == null;
                    yield isNew ? null : "Same command renamed multiple times with rename-command.";
                }
                node.instances().addReplica(primary, words.get(2), LeadingNumber.intOf(words.get(3)));
                yield null;
            }
            default -> {
                node.instances().addSentinel(primary, words.get(4), words.get(2), LeadingNumber.intOf(words.get(3)));
                yield null;
            }
        };
    }

    private static boolean isOfPrimary(String name, int words) {
        return switch (name) {
            case "down-after-milliseconds",
                    "failover-timeout",
                    "parallel-syncs",
                    "notification-script",
                    "client-reconfig-script",
                    "auth-pass",
                    "auth-user",
                    "config-epoch",
                    "leader-epoch",
                    "master-reboot-down-after-period" -> words == 3;
            case "known-slave", "known-replica", "rename-command" -> words == 4;
            case "known-sentinel" -> words == 4 || words == 5;
            default -> false;
        };
    }

    private @Nullable String setting(String name, String value, MonitoredPrimary primary) {
        switch (name) {
            case "parallel-syncs" -> primary.parallelSyncs = LeadingNumber.intOf(value);
            case "auth-pass" -> primary.authPassword = value;
            case "auth-user" -> primary.authUser = value;
            case "leader-epoch" -> primary.leaderEpoch = LeadingNumber.of(value);
            case "config-epoch" -> {
                primary.configEpoch = LeadingNumber.of(value);
                node.currentEpoch(Math.max(node.currentEpoch(), primary.configEpoch));
            }
            case "notification-script" -> {
                if (!isExecutable.test(value)) {
                    return "Notification script seems non existing or non executable.";
                }
                primary.notificationScript = value;
            }
            case "client-reconfig-script" -> {
                if (!isExecutable.test(value)) {
                    return "Client reconfiguration script seems non existing or non executable.";
                }
                primary.clientReconfigScript = value;
            }
            default -> {
                return time(name, LeadingNumber.intOf(value), primary);
            }
        }
        return null;
    }

    private static @Nullable String time(String name, int millis, MonitoredPrimary primary) {
        switch (name) {
            case "down-after-milliseconds" -> primary.downAfter(millis);
            case "failover-timeout" -> primary.failoverTimeoutMillis = millis;
            default -> {
                primary.rebootDownAfterMillis = millis;
                return millis < 0 ? "negative time parameter." : null;
            }
        }
        return millis <= 0 ? NOT_POSITIVE : null;
    }

    private static String unrecognized() {
        return "Unrecognized sentinel configuration statement.";
    }
}
