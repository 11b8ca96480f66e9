package io.miniredis.replication.sentinel;

import org.jspecify.annotations.Nullable;

/** A replica of a watched primary, with what it last said of itself in INFO. */
public final class MonitoredReplica extends MonitoredInstance {
    private static final int DEFAULT_PRIORITY = 100;

    private final MonitoredPrimary primary;
    /** How long it has been without its primary, by its own account. */
    long primaryLinkDownMillis;

    boolean primaryLinkUp;

    @Nullable
    String primaryHost;

    int primaryPort;
    /** When what it says of its primary last changed. */
    long primaryChangedMillis;
    /** The lowest is promoted first; 0 is never promoted. */
    int priority = DEFAULT_PRIORITY;

    long offset;
    /** {@code replica-announced}: false if clients are not to be told of it. */
    boolean announced = true;

    long reconfigurationSentMillis;

    MonitoredReplica(String name, InstanceAddress address, MonitoredPrimary primary, long nowMillis) {
        super(name, address, nowMillis);
        this.primary = primary;
        this.reportedRole = Role.REPLICA;
        this.downAfterMillis = primary.downAfterMillis;
        this.primaryChangedMillis = nowMillis;
    }

    /** False if {@code replica-announced no} hides it from clients. */
    public boolean isAnnounced() {
        return announced;
    }

    @Override
    String kind() {
        return "slave";
    }

    @Override
    MonitoredPrimary primary() {
        return primary;
    }
}
