package io.miniredis.server.config;

import static io.miniredis.server.config.Declaration.named;

/** The keyspace and its regular care: timers, expiry, events. */
public final class KeyspaceParameters {
    /** Rounds of background work a second, 1 to 500. */
    public final IntParameter hz;

    public final BooleanParameter dynamicHz;
    public final IntParameter activeExpireEffort;
    public final BooleanParameter activeRehashing;
    public final KeyspaceEventsParameter notifyKeyspaceEvents;

    KeyspaceParameters(ParameterTable table) {
        hz = table.integer(named("hz"), 10, 0, Integer.MAX_VALUE).clampedTo(1, 500);
        dynamicHz = table.flag(named("dynamic-hz"), true);
        activeExpireEffort = table.integer(named("active-expire-effort"), 1, 1, 10);
        activeRehashing = table.flag(named("activerehashing"), true);
        notifyKeyspaceEvents = table.add(new KeyspaceEventsParameter(named("notify-keyspace-events")));
    }
}
