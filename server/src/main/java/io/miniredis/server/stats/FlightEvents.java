package io.miniredis.server.stats;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/**
 * What a recording of the JDK Flight Recorder shows of the server, under "mini-redis": commands above {@code
 * slowlog-log-slower-than}, cycles of expiry and eviction that found something, snapshots, and clients that went and
 * why.
 *
 * <p>Without a recording an event costs a test. A Java runtime without the module {@code jdk.jfr} has no events.
 */
public final class FlightEvents {
    private static final boolean AVAILABLE =
            ModuleLayer.boot().findModule("jdk.jfr").isPresent();

    private FlightEvents() {}

    /** @param nanos what it took */
    public static void slowCommand(String command, long client, String address, int arguments, long nanos) {
        if (AVAILABLE) {
            SlowCommand event = new SlowCommand();
            if (event.shouldCommit()) {
                event.command = command;
                event.client = client;
                event.address = address;
                event.arguments = arguments;
                event.time = nanos;
                event.commit();
            }
        }
    }

    /** @param stoppedByTime true if expired keys were left because the cycle had its share of time */
    public static void expireCycle(long looked, long expired, boolean stoppedByTime, long nanos) {
        if (AVAILABLE) {
            ExpireCycle event = new ExpireCycle();
            if (event.shouldCommit()) {
                event.looked = looked;
                event.expired = expired;
                event.stoppedByTime = stoppedByTime;
                event.time = nanos;
                event.commit();
            }
        }
    }

    /** @param freedBytes what {@code maxmemory} counts of the evicted keys */
    public static void evictionCycle(String policy, long evicted, long freedBytes, long nanos) {
        if (AVAILABLE) {
            EvictionCycle event = new EvictionCycle();
            if (event.shouldCommit()) {
                event.policy = policy;
                event.evicted = evicted;
                event.freed = freedBytes;
                event.time = nanos;
                event.commit();
            }
        }
    }

    /** @param purpose {@code redis-rdb-bgsave}, {@code redis-aof-rewrite}, … */
    public static void snapshot(String purpose, long keys, long bytes, boolean succeeded, long nanos) {
        if (AVAILABLE) {
            Snapshot event = new Snapshot();
            if (event.shouldCommit()) {
                event.purpose = purpose;
                event.keys = keys;
                event.written = bytes;
                event.succeeded = succeeded;
                event.time = nanos;
                event.commit();
            }
        }
    }

    /** @param ageMillis how long it was connected */
    public static void clientClosed(long client, String address, String lastCommand, String reason, long ageMillis) {
        if (AVAILABLE) {
            ClientClosed event = new ClientClosed();
            if (event.shouldCommit()) {
                event.client = client;
                event.address = address;
                event.lastCommand = lastCommand;
                event.reason = reason;
                event.age = ageMillis;
                event.commit();
            }
        }
    }

    @Name("io.miniredis.SlowCommand")
    @Label("Slow Command")
    @Category("mini-redis")
    @Description("A command that took longer than slowlog-log-slower-than")
    @StackTrace(false)
    static final class SlowCommand extends Event {
        @Label("Command")
        String command = "";

        @Label("Client")
        long client;

        @Label("Address")
        String address = "";

        @Label("Arguments")
        int arguments;

        @Label("Time")
        @Timespan(Timespan.NANOSECONDS)
        long time;
    }

    @Name("io.miniredis.ExpireCycle")
    @Label("Expire Cycle")
    @Category("mini-redis")
    @Description("A search for expired keys that found some")
    @StackTrace(false)
    static final class ExpireCycle extends Event {
        @Label("Keys Looked At")
        long looked;

        @Label("Expired")
        long expired;

        @Label("Stopped By Time")
        boolean stoppedByTime;

        @Label("Time")
        @Timespan(Timespan.NANOSECONDS)
        long time;
    }

    @Name("io.miniredis.EvictionCycle")
    @Label("Eviction Cycle")
    @Category("mini-redis")
    @Description("Keys were evicted to get below maxmemory")
    @StackTrace(false)
    static final class EvictionCycle extends Event {
        @Label("Policy")
        String policy = "";

        @Label("Evicted Keys")
        long evicted;

        @Label("Freed")
        @DataAmount
        long freed;

        @Label("Time")
        @Timespan(Timespan.NANOSECONDS)
        long time;
    }

    @Name("io.miniredis.Snapshot")
    @Label("Snapshot")
    @Category("mini-redis")
    @Description("A snapshot of the data set was written")
    @StackTrace(false)
    static final class Snapshot extends Event {
        @Label("Purpose")
        String purpose = "";

        @Label("Keys")
        long keys;

        @Label("Written")
        @DataAmount
        long written;

        @Label("Succeeded")
        boolean succeeded;

        @Label("Time")
        @Timespan(Timespan.NANOSECONDS)
        long time;
    }

    @Name("io.miniredis.ClientClosed")
    @Label("Client Closed")
    @Category("mini-redis")
    @Description("A client is gone")
    @StackTrace(false)
    static final class ClientClosed extends Event {
        @Label("Client")
        long client;

        @Label("Address")
        String address = "";

        @Label("Last Command")
        String lastCommand = "";

        @Label("Reason")
        String reason = "";

        @Label("Age")
        @Timespan(Timespan.MILLISECONDS)
        long age;
    }
}
