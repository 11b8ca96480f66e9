package io.miniredis.server.info;

import io.miniredis.protocol.ReplyWriter;
import io.miniredis.server.RedisServer;
import io.miniredis.server.cluster.ClusterService;
import io.miniredis.server.config.MaxMemoryPolicy;
import io.miniredis.server.config.MemoryParameters;
import io.miniredis.server.keyspace.Database;
import io.miniredis.server.memory.Memory;
import io.miniredis.server.memory.MemoryUse;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.List;

/**
 * What MEMORY tells: true figures of this JVM under Redis's names. {@code allocated} is what the heap holds, garbage
 * included; {@code active} what it has reserved; {@code resident} what the process holds of the machine.
 */
public final class MemoryReport {
    private static final long MUCH_PERCENT = 80;
    private static final long WORTH_A_LOOK_BYTES = 5L << 20;

    /** More than that for each client, on average, is much. */
    private static final long CLIENT_BYTES = 200 * 1024;

    private final RedisServer server;
    private final MemoryUse use;
    private final long allocated = Memory.heapUsedBytes();
    private final long active = Runtime.getRuntime().totalMemory();
    private final long resident = ProcessInfo.residentBytes();
    private final long peak;
    private final long used;
    private final long dataset;
    private final List<Database> databases = new ArrayList<>();
    private long keys;

    public MemoryReport(RedisServer server) {
        this.server = server;
        this.use = server.memory().use();
        this.peak = use.peakBytes();
        this.used = use.usedBytes();
        this.dataset = used - use.overheadBytes();
        for (int i = 0; i < server.databases().count(); i++) {
            Database database = server.databases().get(i);
            if (database.size() > 0) {
                databases.add(database);
                keys += database.size();
            }
        }
    }

    /** MEMORY STATS. */
    public void write(ReplyWriter reply) {
        reply.map(27 + databases.size());
        field(reply, "peak.allocated", peak);
        field(reply, "total.allocated", used);
        field(reply, "startup.allocated", MemoryUse.STARTUP_BYTES);
        field(reply, "replication.backlog", server.replication().backlogMemoryBytes());
        field(reply, "clients.slaves", server.replication().replicasMemoryBytes());
        field(reply, "clients.normal", use.clientsBytes());
        ClusterService cluster = server.cluster();
        field(reply, "cluster.links", cluster == null ? 0 : cluster.linkBytes());
        field(reply, "aof.buffer", server.persistence().appendOnlyFile().bufferBytes());
        field(reply, "lua.caches", server.scripting().scriptBytes());
        field(reply, "functions.caches", server.scripting().functionBytes());
        for (Database database : databases) {
            writeDatabase(reply, database);
        }
        field(reply, "overhead.total", use.overheadBytes());
        field(reply, "keys.count", keys);
        field(reply, "keys.bytes-per-key", keys == 0 ? 0 : (used - MemoryUse.STARTUP_BYTES) / keys);
        field(reply, "dataset.bytes", dataset);
        fraction(reply, "dataset.percentage", percent(dataset, used - MemoryUse.STARTUP_BYTES));
        fraction(reply, "peak.percentage", percent(used, peak));
        field(reply, "allocator.allocated", allocated);
        field(reply, "allocator.active", active);
        field(reply, "allocator.resident", resident);
        fraction(reply, "allocator-fragmentation.ratio", (double) active / allocated);
        field(reply, "allocator-fragmentation.bytes", active - allocated);
        fraction(reply, "allocator-rss.ratio", (double) resident / active);
        field(reply, "allocator-rss.bytes", resident - active);
        fraction(reply, "rss-overhead.ratio", 1);
        field(reply, "rss-overhead.bytes", 0);
        fraction(reply, "fragmentation", (double) resident / used);
        field(reply, "fragmentation.bytes", resident - used);
    }

    private static void writeDatabase(ReplyWriter reply, Database database) {
        reply.bulk("db." + database.index());
        reply.map(3);
        field(
                reply,
                "overhead.hashtable.main",
                database.keys().overheadBytes() - 4L * database.keys().volatileCount());
        field(reply, "overhead.hashtable.expires", 4L * database.keys().volatileCount());
        field(reply, "overhead.hashtable.slot-to-keys", 0);
    }

    private static void field(ReplyWriter reply, String name, long value) {
        reply.bulk(name);
        reply.integer(value);
    }

    private static void fraction(ReplyWriter reply, String name, double value) {
        reply.bulk(name);
        reply.number(value);
    }

    private static double percent(long part, long whole) {
        return whole == 0 ? 0 : 100.0 * part / whole;
    }

    /** MEMORY DOCTOR. */
    public String advice() {
        long most = use.limitBytes();
        StringBuilder text = new StringBuilder("Used are ");
        text.append(InfoText.human(used)).append(" of at most ").append(InfoText.human(most));
        text.append(use.isLimitSet() ? " (maxmemory); " : " (what the heap has room for); ");
        text.append(keys).append(" keys are in it.\n");
        if (percent(used, most) > MUCH_PERCENT) {
            text.append(
                    config().maxMemoryPolicy.value() == MaxMemoryPolicy.NOEVICTION
                            ? "- Soon nothing can be written any more. Set maxmemory-policy, or raise the limit: maxmemory,"
                                    + " or -Xmx of the JVM.\n"
                            : "- Keys are deleted to make room, or soon will be, by maxmemory-policy.\n");
        }
        if (used > WORTH_A_LOOK_BYTES && peak > used + used / 2) {
            text.append("- It was ")
                    .append(InfoText.human(peak))
                    .append(" once. The JVM may keep what it reserved then.\n");
        }
        long clients = use.clientsBytes();
        if (clients > CLIENT_BYTES * Math.max(1, server.clients().count())) {
            text.append("- Clients' buffers take ").append(InfoText.human(clients));
            text.append(". Look for them with CLIENT LIST, and limit them with client-output-buffer-limit or"
                    + " maxmemory-clients.\n");
        }
        return text.toString();
    }

    private MemoryParameters config() {
        return server.config().memory;
    }

    /** MEMORY MALLOC-STATS: a line for each of the JVM's pools. */
    public static String pools() {
        StringBuilder text = new StringBuilder("pool: used, reserved, at most (bytes)\n");
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            MemoryUsage usage = pool.getUsage();
            text.append(pool.getName()).append(": ").append(usage.getUsed()).append(", ");
            text.append(usage.getCommitted()).append(", ");
            text.append(usage.getMax() < 0 ? "no limit" : Long.toString(usage.getMax()))
                    .append('\n');
        }
        return text.toString();
    }
}
