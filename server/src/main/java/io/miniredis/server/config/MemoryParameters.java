package io.miniredis.server.config;

import static io.miniredis.server.config.Declaration.named;

/** How much memory there is, what happens when it is full, and how it is given back. */
public final class MemoryParameters {
    /** Redis's answer where it is built without its own jemalloc; clients know it as "not supported here". */
    private static final String NO_ACTIVE_DEFRAG =
            "Active defragmentation cannot be enabled: it requires a Redis server"
                    + " compiled with a modified Jemalloc like the one shipped by default with the Redis source"
                    + " distribution";

    private static final String NO_DEFRAGMENTATION = "a JVM moves its data by itself";

    /** Bytes, unsigned; 0: no limit. */
    public final LongParameter maxMemory;

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
        maxMemory = table.bytes(named("maxmemory"), 0, 0, NumberParameter.UNSIGNED_MAX);
        maxMemoryPolicy =
                table.constant(named("maxmemory-policy"), MaxMemoryPolicy.NOEVICTION, MaxMemoryPolicy.values());
        maxMemorySamples = table.integer(named("maxmemory-samples"), 5, 1, Integer.MAX_VALUE);
        maxMemoryEvictionTenacity = table.integer(named("maxmemory-eviction-tenacity"), 10, 0, 100);
        maxMemoryClients = table.add(
                new LongParameter(named("maxmemory-clients"), NumberForm.MEMORY_OR_PERCENT, 0, -100, Long.MAX_VALUE));
        lfuLogFactor = table.integer(named("lfu-log-factor"), 10, 0, Integer.MAX_VALUE);
        lfuDecayMinutes = table.integer(named("lfu-decay-time"), 1, 0, Integer.MAX_VALUE);
        lazyfreeLazyUserDel = table.flag(named("lazyfree-lazy-user-del"), false);
        lazyfreeLazyUserFlush = table.flag(named("lazyfree-lazy-user-flush"), false);
        lazyfreeLazyServerDel = table.flag(named("lazyfree-lazy-server-del"), false);
        lazyfreeLazyExpire = table.flag(named("lazyfree-lazy-expire"), false);
        lazyfreeLazyEviction = table.flag(named("lazyfree-lazy-eviction"), false);
        activeDefrag = table.flag(named("activedefrag"), false).never(NO_ACTIVE_DEFRAG);
        activeDefragIgnoreBytes = table.bytes(
                named("active-defrag-ignore-bytes").withoutEffect(NO_DEFRAGMENTATION), 100L << 20, 1, Long.MAX_VALUE);
        activeDefragThresholdLower =
                table.integer(named("active-defrag-threshold-lower").withoutEffect(NO_DEFRAGMENTATION), 10, 0, 1000);
        activeDefragThresholdUpper =
                table.integer(named("active-defrag-threshold-upper").withoutEffect(NO_DEFRAGMENTATION), 100, 0, 1000);
        activeDefragCycleMin =
                table.integer(named("active-defrag-cycle-min").withoutEffect(NO_DEFRAGMENTATION), 1, 1, 99);
        activeDefragCycleMax =
                table.integer(named("active-defrag-cycle-max").withoutEffect(NO_DEFRAGMENTATION), 25, 1, 99);
        activeDefragMaxScanFields = table.number(
                named("active-defrag-max-scan-fields").withoutEffect(NO_DEFRAGMENTATION), 1000, 1, Long.MAX_VALUE);
        jemallocBgThread = table.flag(named("jemalloc-bg-thread"), true);
    }
}
