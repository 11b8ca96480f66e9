package io.miniredis.replication.sentinel;

import io.miniredis.replication.sentinel.SentinelEvent.Level;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One sentinel: its memory, its clockwork and its parts (struct sentinelState).
 *
 * <p>Ten times a second or more {@link #tick()} goes through all instances. For each it keeps the connections, sends
 * what is due, and looks whether it is down; for a primary it asks the other sentinels, too, and takes the next step of
 * a failover. What instances answer is noted when it comes.
 *
 * <p>Confined to one thread, its host's.
 */
public final class SentinelNode {
    private static final int LEAST_TICKS_PER_SECOND = 10;
    private static final long MILLIS_PER_SECOND = 1_000;

    private final SentinelHost host;
    private final SentinelOptions options = new SentinelOptions();
    private final Timings timings = new Timings();
    private final Addresses addresses;
    private final Instances instances;
    private final ScriptQueue scripts;
    private final Hello hello;
    private final Election election;
    private final Failover failover;
    private final Monitoring monitoring;
    private final Availability availability;

    private String id = "";
    private long currentEpoch;
    private boolean tilted;
    private long tiltSinceMillis;
    private long lastTickMillis;
    private boolean crashesWhenElected;
    private boolean crashesAfterPromotion;

    public SentinelNode(SentinelHost host) {
        this.host = host;
        this.addresses = new Addresses(host, options);
        this.instances = new Instances(this, host, addresses);
        this.scripts = new ScriptQueue(this, host);
        this.hello = new Hello(this, host, addresses);
        this.election = new Election(this, host, addresses);
        this.failover = new Failover(this, host, addresses);
        this.monitoring = new Monitoring(this, host, addresses);
        this.availability = new Availability(this, host);
        this.lastTickMillis = host.nowMillis();
    }

    // ---- the clockwork ----

    /** Does all that is due. */
    public void tick() {
        checkClock();
        List<MonitoredPrimary> primaries = new ArrayList<>(instances.primaries());
        for (MonitoredPrimary primary : primaries) {
            handle(primary);
            for (MonitoredReplica replica : primary.replicas.values()) {
                handle(replica);
            }
            for (PeerSentinel sentinel : primary.sentinels.values()) {
                handle(sentinel);
            }
        }
        for (MonitoredPrimary primary : primaries) {
            failover.finish(primary);
        }
        scripts.tick();
    }

    /**
     * In how many milliseconds to tick again. Never the same, so that sentinels that were started together do not go on
     * asking for votes together, and nobody ever wins.
     */
    public long millisToNextTick() {
        return MILLIS_PER_SECOND / (LEAST_TICKS_PER_SECOND + host.random(LEAST_TICKS_PER_SECOND));
    }

    /**
     * If the clock jumped, or the process stood still, everything looks timed out without being it. TILT: for a while
     * this sentinel goes on looking, and does not act.
     */
    private void checkClock() {
        long now = host.nowMillis();
        long passed = now - lastTickMillis;
        if (passed < 0 || passed > timings.millis(Timing.TILT_TRIGGER)) {
            tilted = true;
            tiltSinceMillis = now;
            event(Level.WARNING, "+tilt", "#tilt mode entered");
        }
        lastTickMillis = now;
    }

    private void handle(MonitoredInstance instance) {
        monitoring.reconnect(instance);
        monitoring.sendPeriodically(instance);
        if (staysTilted()) {
            return;
        }
        availability.checkSubjectively(instance);
        if (instance instanceof MonitoredPrimary primary) {
            availability.checkObjectively(primary);
            if (failover.startIfNeeded(primary)) {
                election.askOthers(primary, true);
            }
            failover.step(primary);
            election.askOthers(primary, false);
        }
    }

    private boolean staysTilted() {
        if (tilted && host.nowMillis() - tiltSinceMillis >= timings.millis(Timing.TILT_PERIOD)) {
            tilted = false;
            event(Level.WARNING, "-tilt", "#tilt mode exited");
        }
        return tilted;
    }

    public boolean isTilted() {
        return tilted;
    }

    /** Since when it is {@link #isTilted()}, in milliseconds since 1970. */
    public long tiltSinceMillis() {
        return tiltSinceMillis;
    }

    // ---- events ----

    void event(Level level, String type, String text) {
        host.tell(new SentinelEvent(level, type, text));
    }

    void event(Level level, String type, MonitoredInstance about) {
        event(level, type, about, "");
    }

    /** @param more follows the description of the instance */
    void event(Level level, String type, MonitoredInstance about, String more) {
        eventText(level, type, about, identity(about) + more);
    }

    /** An event about an instance whose text does not describe it. */
    void eventText(Level level, String type, MonitoredInstance about, String text) {
        event(level, type, text);
        String script = about.primary().notificationScript;
        if (level == Level.WARNING && script != null) {
            scripts.schedule(script, type, text);
        }
    }

    void log(Level level, String text) {
        host.tell(SentinelEvent.logLine(level, text));
    }

    /** {@code slave 127.0.0.1:6380 127.0.0.1 6380 @ mymaster 127.0.0.1 6379}. */
    private String identity(MonitoredInstance instance) {
        MonitoredPrimary primary = instance.primary();
        String own = instance.kind() + " " + instance.name() + " " + shown(instance);
        return primary == instance ? own : own + " @ " + primary.name() + " " + shown(primary);
    }

    private String shown(MonitoredInstance instance) {
        return addresses.shown(instance.address) + " " + instance.address.port();
    }

    /**
     * Tells of every primary and begins to watch, which may be seconds after the directives were read: a JVM and its
     * certificates take their time on a busy machine. Nobody has been silent for that long, and the clock has not
     * jumped.
     */
    public void begin() {
        lastTickMillis = host.nowMillis();
        for (MonitoredPrimary primary : instances.primaries()) {
            primary.link.resetTimes(lastTickMillis);
            primary.replicas.values().forEach(replica -> replica.link.resetTimes(lastTickMillis));
            primary.sentinels.values().forEach(sentinel -> sentinel.link.resetTimes(lastTickMillis));
            tellIsMonitored(primary);
        }
    }

    public void tellIsMonitored(MonitoredPrimary primary) {
        event(Level.WARNING, "+monitor", primary, " quorum " + primary.quorum);
    }

    // ---- who it is ----

    /** 40 hexadecimal digits, the same at every start; empty until they are known. */
    public String id() {
        return id;
    }

    public void id(String newId) {
        id = newId;
    }

    /** The latest epoch it has heard of. */
    public long currentEpoch() {
        return currentEpoch;
    }

    void currentEpoch(long epoch) {
        currentEpoch = epoch;
    }

    /** There was a later epoch than the one known here: keeps and tells that. */
    void adoptEpoch(long epoch, MonitoredPrimary primary) {
        if (epoch > currentEpoch) {
            currentEpoch = epoch;
            host.saveConfiguration();
            eventText(Level.WARNING, "+new-epoch", primary, String.valueOf(epoch));
        }
    }

    // ---- failures for a test ----

    /** SENTINEL SIMULATE-FAILURE: the process ends at these points. */
    public void crashes(boolean whenElected, boolean afterPromotion) {
        crashesWhenElected = whenElected;
        crashesAfterPromotion = afterPromotion;
    }

    /** As INFO shows it: bit 0 when elected, bit 1 after the promotion. */
    public int simulatedFailures() {
        return (crashesWhenElected ? 1 : 0) + (crashesAfterPromotion ? 2 : 0);
    }

    void elected() {
        crashIf(crashesWhenElected);
    }

    void promoted() {
        crashIf(crashesAfterPromotion);
    }

    private void crashIf(boolean asked) {
        if (asked) {
            log(Level.WARNING, "Sentinel CRASH because of SENTINEL simulate-failure");
            host.crash();
        }
    }

    // ---- parts ----

    public SentinelOptions options() {
        return options;
    }

    public Timings timings() {
        return timings;
    }

    public Instances instances() {
        return instances;
    }

    public ScriptQueue scripts() {
        return scripts;
    }

    public Election election() {
        return election;
    }

    public Failover failover() {
        return failover;
    }

    /** Who this sentinel is, told and heard. */
    public Hello hello() {
        return hello;
    }

    Monitoring monitoring() {
        return monitoring;
    }

    /** What clients are told of an address: an IP address or a name. */
    public String shownHost(InstanceAddress address) {
        return addresses.shown(address);
    }

    /** The IP address of a host if it may be given so, or null. */
    public @Nullable String resolve(String hostName) {
        return addresses.resolve(hostName);
    }

    @Override
    public String toString() {
        return "SentinelNode[" + id + ", epoch " + currentEpoch + ", "
                + instances.primaries().size() + " primaries" + (tilted ? ", tilted]" : "]");
    }
}
