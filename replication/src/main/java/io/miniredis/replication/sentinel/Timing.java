package io.miniredis.replication.sentinel;

import org.jspecify.annotations.Nullable;

/** The periods that SENTINEL DEBUG shows and changes, in its order, in milliseconds. */
public enum Timing {
    INFO_PERIOD(10_000),
    PING_PERIOD(1_000),
    ASK_PERIOD(1_000),
    PUBLISH_PERIOD(2_000),
    DEFAULT_DOWN_AFTER(30_000),
    DEFAULT_FAILOVER_TIMEOUT(180_000),
    TILT_TRIGGER(2_000),
    TILT_PERIOD(30_000),
    SLAVE_RECONF_TIMEOUT(10_000),
    MIN_LINK_RECONNECT_PERIOD(15_000),
    ELECTION_TIMEOUT(10_000),
    SCRIPT_MAX_RUNTIME(60_000),
    SCRIPT_RETRY_DELAY(30_000);

    private final long defaultMillis;

    Timing(long defaultMillis) {
        this.defaultMillis = defaultMillis;
    }

    long defaultMillis() {
        return defaultMillis;
    }

    /** {@code INFO-PERIOD}. */
    public String wireName() {
        return name().replace('_', '-');
    }

    /** The one of this name, in any case of letters, or null. */
    public static @Nullable Timing named(String wireName) {
        for (Timing timing : values()) {
            if (timing.wireName().equalsIgnoreCase(wireName)) {
                return timing;
            }
        }
        return null;
    }
}
