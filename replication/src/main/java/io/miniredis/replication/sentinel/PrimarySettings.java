package io.miniredis.replication.sentinel;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.Numbers;
import io.miniredis.replication.sentinel.SentinelEvent.Level;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** SENTINEL SET: changes what is configured of a primary, option by option, until one of them is wrong. */
public final class PrimarySettings {
    private static final String SCRIPTS_DENIED =
            "Reconfiguration of scripts path is denied for security reasons. Check the deny-scripts-reconfig"
                    + " configuration directive in your Sentinel configuration";

    private final SentinelNode node;
    private final MonitoredPrimary primary;
    private final Predicate<String> isExecutable;
    private boolean changed;

    /** @param isExecutable tells of a path whether it can be executed */
    public PrimarySettings(SentinelNode node, MonitoredPrimary primary, Predicate<String> isExecutable) {
        this.node = node;
        this.primary = primary;
        this.isExecutable = isExecutable;
    }

    /** True if an option was applied, even if a later one was refused. */
    public boolean isChanged() {
        return changed;
    }

    /** Applies options with their values, in order. Returns what is wrong with the first that is refused, or null. */
    public @Nullable String set(List<String> arguments) {
        int at = 0;
        while (at < arguments.size()) {
            String option = arguments.get(at);
            int values = valuesOf(option);
            if (values == 0 || at + values >= arguments.size()) {
                return "Unknown option or number of arguments for SENTINEL SET '" + option + "'";
            }
            String error = values == 1
                    ? set(option, arguments.get(at + 1))
                    : rename(option, arguments.get(at + 1), arguments.get(at + 2));
            if (error != null) {
                return error;
            }
            changed = true;
            boolean secret = option.equalsIgnoreCase("auth-pass");
            String told = secret ? "******" : String.join(" ", arguments.subList(at + 1, at + 1 + values));
            node.event(Level.WARNING, "+set", primary, " " + option + " " + told);
            at += 1 + values;
        }
        return null;
    }

    private static int valuesOf(String option) {
        return switch (option.toLowerCase(Locale.ROOT)) {
            case "down-after-milliseconds",
                    "failover-timeout",
                    "parallel-syncs",
                    "notification-script",
                    "client-reconfig-script",
                    "auth-pass",
                    "auth-user",
                    "quorum",
                    "master-reboot-down-after-period" -> 1;
            case "rename-command" -> 2;
            default -> 0;
        };
    }

    private @Nullable String set(String option, String value) {
        switch (option.toLowerCase(Locale.ROOT)) {
            case "notification-script" -> {
                String error = scriptRefusal(value, "Notification script");
                primary.notificationScript = error == null ? noneIfEmpty(value) : primary.notificationScript;
                return error;
            }
            case "client-reconfig-script" -> {
                String error = scriptRefusal(value, "Client reconfiguration script");
                primary.clientReconfigScript = error == null ? noneIfEmpty(value) : primary.clientReconfigScript;
                return error;
            }
            case "auth-pass" -> {
                primary.authPassword = noneIfEmpty(value);
                Instances.reconnect(primary);
                return null;
            }
            case "auth-user" -> {
                primary.authUser = noneIfEmpty(value);
                Instances.reconnect(primary);
                return null;
            }
            default -> {
                return setNumber(option, value);
            }
        }
    }

    private @Nullable String setNumber(String option, String value) {
        byte[] digits = Ascii.bytes(value);
        String name = option.toLowerCase(Locale.ROOT);
        long least = name.equals("master-reboot-down-after-period") ? 0 : 1;
        if (!Numbers.isLong(digits) || Numbers.parseLong(digits) < least) {
            return invalid(value, option);
        }
        long number = Numbers.parseLong(digits);
        switch (name) {
            case "down-after-milliseconds" -> primary.downAfter(number);
            case "failover-timeout" -> primary.failoverTimeoutMillis = number;
            case "parallel-syncs" -> primary.parallelSyncs = (int) number;
            case "quorum" -> primary.quorum = (int) number;
            default -> primary.rebootDownAfterMillis = number;
        }
        return null;
    }

    private @Nullable String rename(String option, String from, String to) {
        if (from.isEmpty() || to.isEmpty()) {
            return invalid("", option);
        }
        primary.renamedCommands.remove(from);
        if (!from.equalsIgnoreCase(to)) {
            primary.renamedCommands.put(from, to);
        }
        return null;
    }

    private @Nullable String scriptRefusal(String path, String what) {
        if (node.options().denyScriptsReconfig) {
            return SCRIPTS_DENIED;
        }
        boolean usable = path.isEmpty() || isExecutable.test(path);
        return usable ? null : what + " seems non existing or non executable";
    }

    private static @Nullable String noneIfEmpty(String value) {
        return value.isEmpty() ? null : value;
    }

    private static String invalid(String value, String option) {
        return "Invalid argument '" + value + "' for SENTINEL SET '" + option + "'";
    }
}
