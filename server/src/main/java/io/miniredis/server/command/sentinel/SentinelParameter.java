package io.miniredis.server.command.sentinel;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.Numbers;
import io.miniredis.replication.sentinel.InstanceAddress;
import io.miniredis.replication.sentinel.SentinelNode;
import io.miniredis.replication.sentinel.SentinelOptions;
import io.miniredis.server.RedisServer;
import io.miniredis.server.config.Setting;
import io.miniredis.server.log.LogLevel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What SENTINEL CONFIG GET tells and SET changes, in the order in which it is told. */
enum SentinelParameter {
    RESOLVE_HOSTNAMES,
    ANNOUNCE_HOSTNAMES,
    ANNOUNCE_IP,
    ANNOUNCE_PORT,
    SENTINEL_USER,
    SENTINEL_PASS,
    LOGLEVEL;

    String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static @Nullable SentinelParameter named(ByteString name) {
        for (SentinelParameter parameter : values()) {
            if (name.equalsIgnoreCase(parameter.wireName())) {
                return parameter;
            }
        }
        return null;
    }

    /** All of them by name. */
    static Map<String, String> values(RedisServer server, SentinelNode node) {
        Map<String, String> values = new LinkedHashMap<>();
        for (SentinelParameter parameter : values()) {
            values.put(parameter.wireName(), parameter.value(server, node.options()));
        }
        return values;
    }

    private String value(RedisServer server, SentinelOptions options) {
        return switch (this) {
            case RESOLVE_HOSTNAMES -> options.resolveHostnames ? "yes" : "no";
            case ANNOUNCE_HOSTNAMES -> options.announceHostnames ? "yes" : "no";
            case ANNOUNCE_IP -> orEmpty(options.announceIp);
            case ANNOUNCE_PORT -> String.valueOf(options.announcePort);
            case SENTINEL_USER -> orEmpty(options.sentinelUser);
            case SENTINEL_PASS -> orEmpty(options.sentinelPassword);
            case LOGLEVEL -> server.config().get("loglevel");
        };
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }

    boolean takes(ByteString value) {
        return switch (this) {
            case RESOLVE_HOSTNAMES, ANNOUNCE_HOSTNAMES -> isYes(value) || value.equalsIgnoreCase("no");
            case ANNOUNCE_PORT -> isPort(value.bytes());
            case LOGLEVEL -> isLogLevel(value);
            case ANNOUNCE_IP, SENTINEL_USER, SENTINEL_PASS -> true;
        };
    }

    private static boolean isYes(ByteString value) {
        return value.equalsIgnoreCase("yes");
    }

    private static boolean isPort(byte[] value) {
        return Numbers.isLong(value)
                && Numbers.parseLong(value) >= 0
                && Numbers.parseLong(value) <= InstanceAddress.LARGEST_PORT;
    }

    private static boolean isLogLevel(ByteString value) {
        for (LogLevel level : LogLevel.values()) {
            if (value.equalsIgnoreCase(level.name().toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        return false;
    }

    /** @param value one that it {@link #takes} */
    void set(RedisServer server, SentinelOptions options, ByteString value) {
        String text = Ascii.text(value.bytes());
        switch (this) {
            case RESOLVE_HOSTNAMES -> options.resolveHostnames = isYes(value);
            case ANNOUNCE_HOSTNAMES -> options.announceHostnames = isYes(value);
            case ANNOUNCE_IP -> options.announceIp = text;
            case ANNOUNCE_PORT -> options.announcePort = (int) Numbers.parseLong(value.bytes());
            case SENTINEL_USER -> options.sentinelUser = text.isEmpty() ? null : text;
            case SENTINEL_PASS -> options.sentinelPassword = text.isEmpty() ? null : text;
            case LOGLEVEL -> server.config().set(List.of(new Setting(ByteString.of(wireName()), value)), true, false);
        }
    }

    /** True if other sentinels must be connected with anew. */
    boolean isAboutAuthentication() {
        return this == SENTINEL_USER || this == SENTINEL_PASS;
    }
}
