package io.miniredis.server.config;

import static io.miniredis.server.config.Declaration.named;

/** How much memory there is, what happens when it is full, and how it is given back. */
public final class MemoryParameters {
    /** Redis's answer where it is built without its own jemalloc; clients know it as "not supported here". */
    private static final String NO_DEFRAGMENTATION =
            "Active defragmentation cannot be enabled: it requires a Redis server"
                    + " compiled with a modified Jemalloc like the one shipped by default with the Redis source distribution";

    /** Bytes, unsigned; 0: no limit. */
    public final LongParameter maxMemory;

    /** Only what it notes at each access of a key is built, not the eviction. */
    public final EnumParameter<MaxMemoryPolicy> maxMemoryPolicy;

    public final IntParameter maxMemorySamples;
    public final IntParameter maxMemoryEvictionTenacity;
    /** Bytes, or below 0 a percentage of maxmemory; 0: no limit. */
    public final LongParameter maxMemoryClients;

    public final IntParameter lfuLogFactor;
    public final IntParameter lfuDecayMinutes;
    public final BooleanParameter lazyfreeLazyUserDel;
    public final BooleanParameter lazyfreeLazyUserFlush;
    public final BooleanParameter lazyfreeLazyServerDel;
    public final BooleanParameter lazyfreeLazyExpire;
    public final BooleanParameter lazyfreeLazyEviction;
    public final BooleanParameter activeDefrag;
    public final LongParameter activeDefragIgnoreBytes;
    public final IntParameter activeDefragThresholdLower;
    public final IntParameter activeDefragThresholdUpper;
    public final IntParameter activeDefragCycleMin;
    public final IntParameter activeDefragCycleMax;
    public final LongParameter activeDefragMaxScanFields;
    public final BooleanParameter jemallocBgThread;

    MemoryParameters(ParameterTable table) {
        maxMemory = table.add(new LongParameter(
                named("maxmemory").later("evict keys or refuse writes above this size"),
                NumberForm.MEMORY,
                0,
                0,
                NumberParameter.UNSIGNED_MAX));
        maxMemoryPolicy = table.add(
                new EnumParameter<>(named("maxmemory-policy"), MaxMemoryPolicy.NOEVICTION, MaxMemoryPolicy.values()));
        maxMemorySamples = table.add(new IntParameter(
                named("maxmemory-samples").later("bound the keys compared to find one to evict"),
                5,
                1,
                Integer.MAX_VALUE));
        maxMemoryEvictionTenacity = table.add(
                new IntParameter(named("maxmemory-eviction-tenacity").later("bound the time of evicting"), 10, 0, 100));
        maxMemoryClients = table.add(new LongParameter(
                named("maxmemory-clients").later("disconnect clients that use more memory together"),
                NumberForm.MEMORY_OR_PERCENT,
                0,
                -100,
                Long.MAX_VALUE));
        lfuLogFactor = table.add(new IntParameter(named("lfu-log-factor"), 10, 0, Integer.MAX_VALUE));
        lfuDecayMinutes = table.add(new IntParameter(named("lfu-decay-time"), 1, 0, Integer.MAX_VALUE));
        lazyfreeLazyUserDel = table.add(new BooleanParameter(named("lazyfree-lazy-user-del"), false));
        lazyfreeLazyUserFlush = table.add(new BooleanParameter(named("lazyfree-lazy-user-flush"), false));
        lazyfreeLazyServerDel = table.add(new BooleanParameter(named("lazyfree-lazy-server-del"), false));
        lazyfreeLazyExpire = table.add(new BooleanParameter(named("lazyfree-lazy-expire"), false));
        lazyfreeLazyEviction = table.add(new BooleanParameter(
                named("lazyfree-lazy-eviction").later("free evicted values in the background"), false));
        activeDefrag = table.add(new BooleanParameter(named("activedefrag"), false).never(NO_DEFRAGMENTATION));
        activeDefragIgnoreBytes = table.add(new LongParameter(
                named("active-defrag-ignore-bytes").withoutEffect("a JVM moves its data by itself"),
                NumberForm.MEMORY,
                100L << 20,
                1,
                Long.MAX_VALUE));
        activeDefragThresholdLower = table.add(new IntParameter(
                named("active-defrag-threshold-lower").withoutEffect("a JVM moves its data by itself"), 10, 0, 1000));
        activeDefragThresholdUpper = table.add(new IntParameter(
                named("active-defrag-threshold-upper").withoutEffect("a JVM moves its data by itself"), 100, 0, 1000));
        activeDefragCycleMin = table.add(new IntParameter(
                named("active-defrag-cycle-min").withoutEffect("a JVM moves its data by itself"), 1, 1, 99));
        activeDefragCycleMax = table.add(new IntParameter(
                named("active-defrag-cycle-max").withoutEffect("a JVM moves its data by itself"), 25, 1, 99));
        activeDefragMaxScanFields = table.add(new LongParameter(
                named("active-defrag-max-scan-fields").withoutEffect("a JVM moves its data by itself"),
                1000,
                1,
                Long.MAX_VALUE));
        jemallocBgThread = table.add(new BooleanParameter(named("jemalloc-bg-thread"), true));
    }
}
