package io.miniredis.server.info;

import io.miniredis.server.RedisServer;
import io.miniredis.server.cluster.ClusterService;
import io.miniredis.server.config.MemoryParameters;
import io.miniredis.server.memory.Memory;
import io.miniredis.server.memory.MemoryUse;
import io.miniredis.server.replication.Replication;
import io.miniredis.server.scripting.Scripting;

/**
 * The section Memory. {@code used_memory} is what is counted against {@code maxmemory}; what stands under {@code
 * allocator_} is about the JVM's heap, which holds garbage, too.
 */
final class MemoryInfo {
    private final RedisServer server;
    private final InfoText text;

    MemoryInfo(RedisServer server, InfoText text) {
        this.server = server;
        this.text = text;
    }

    void memory() {
        MemoryUse use = server.memory().use();
        long peak = use.peakBytes();
        long used = use.usedBytes();
        long resident = ProcessInfo.residentBytes();
        text.section("Memory");
        text.bytes("used_memory", used);
        text.bytes("used_memory_rss", resident);
        text.bytes("used_memory_peak", peak);
        percent("used_memory_peak_perc", used, peak);
        text.field("used_memory_overhead", use.overheadBytes());
        text.field("used_memory_startup", MemoryUse.STARTUP_BYTES);
        text.field("used_memory_dataset", used - use.overheadBytes());
        percent("used_memory_dataset_perc", used - use.overheadBytes(), used - MemoryUse.STARTUP_BYTES);
        heap(resident);
        scripts();
        limits();
        text.fraction("mem_fragmentation_ratio", (double) resident / used);
        text.field("mem_fragmentation_bytes", resident - used);
        replication(server.replication());
        text.field("mem_clients_normal", use.clientsBytes());
        ClusterService cluster = server.cluster();
        text.field("mem_cluster_links", cluster == null ? 0 : cluster.linkBytes());
        text.field("mem_aof_buffer", server.persistence().appendOnlyFile().bufferBytes());
        text.field("mem_allocator", "jvm");
        text.field("active_defrag_running", false);
        text.field("lazyfree_pending_objects", 0);
        text.field("lazyfreed_objects", server.stats().lazyfreedObjects);
    }

    /** What waits for replicas is not counted against the limit. */
    private void replication(Replication replication) {
        text.field("mem_not_counted_for_evict", replication.replicasMemoryBytes());
        text.field("mem_replication_backlog", replication.backlogMemoryBytes());
        text.field(
                "mem_total_replication_buffers", replication.backlogMemoryBytes() + replication.replicasMemoryBytes());
        text.field("mem_clients_slaves", replication.replicasMemoryBytes());
    }

    private void heap(long resident) {
        long allocated = Memory.heapUsedBytes();
        long active = Runtime.getRuntime().totalMemory();
        text.field("allocator_allocated", allocated);
        text.field("allocator_active", active);
        text.field("allocator_resident", resident);
        text.bytes("total_system_memory", ProcessInfo.systemBytes());
        text.fraction("allocator_frag_ratio", (double) active / allocated);
        text.field("allocator_frag_bytes", active - allocated);
        text.fraction("allocator_rss_ratio", (double) resident / active);
        text.field("allocator_rss_bytes", resident - active);
        text.fraction("rss_overhead_ratio", 1);
        text.field("rss_overhead_bytes", 0);
    }

    /** The names beginning with used_memory_lua are the old ones of those with vm_eval. */
    private void scripts() {
        Scripting scripting = server.scripting();
        text.bytes("used_memory_lua", scripting.scriptEngineBytes());
        text.field("used_memory_vm_eval", scripting.scriptEngineBytes());
        text.field("used_memory_scripts_eval", scripting.scriptBytes());
        text.field("number_of_cached_scripts", scripting.scripts().size());
        text.field("number_of_functions", scripting.functions().functionCount());
        text.field("number_of_libraries", scripting.functions().libraryCount());
        text.field("used_memory_vm_functions", scripting.functionEngineBytes());
        text.bytes("used_memory_vm_total", scripting.scriptEngineBytes() + scripting.functionEngineBytes());
        text.field("used_memory_functions", scripting.functionBytes());
        text.bytes("used_memory_scripts", scripting.scriptBytes() + scripting.functionBytes());
    }

    private void limits() {
        MemoryParameters config = server.config().memory;
        text.bytes("maxmemory", config.maxMemory.value());
        text.field("maxmemory_policy", config.maxMemoryPolicy.text().utf8());
    }

    private void percent(String name, long part, long whole) {
        text.field(name, InfoText.decimals(whole <= 0 ? 0 : 100.0 * part / whole, 2) + "%");
    }
}
