package io.miniredis.server.info;

import io.miniredis.protocol.ReplyWriter;
import io.miniredis.server.RedisServer;
import io.miniredis.server.keyspace.Database;
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

    private final RedisServer server;
    private final long allocated = RedisServer.usedMemory();
    private final long active = Runtime.getRuntime().totalMemory();
    private final long resident = ProcessInfo.residentBytes();
    private final long peak;
    private final long dataset;
    private final List<Database> databases = new ArrayList<>();
    private long keys;
    private long tables;

    public MemoryReport(RedisServer server) {
        this.server = server;
        this.peak = server.peakMemory(allocated);
        this.dataset = Math.max(0, allocated - server.memoryAtStart());
        for (int i = 0; i < server.databases().count(); i++) {
            Database database = server.databases().get(i);
            if (database.size() > 0) {
                databases.add(database);
                keys += database.size();
                tables += database.keys().dict().tableBytes();
            }
        }
    }

    /** MEMORY STATS. */
    public void write(ReplyWriter reply) {
        reply.map(27 + databases.size());
        field(reply, "peak.allocated", peak);
        field(reply, "total.allocated", allocated);
        field(reply, "startup.allocated", server.memoryAtStart());
        field(reply, "replication.backlog", 0);
        field(reply, "clients.slaves", 0);
        field(reply, "clients.normal", server.clientsMemory());
        field(reply, "cluster.links", 0);
        field(reply, "aof.buffer", server.appendOnlyFile().bufferBytes());
        field(reply, "lua.caches", server.scripting().scriptBytes());
        field(reply, "functions.caches", server.scripting().functionBytes());
        for (Database database : databases) {
            writeDatabase(reply, database);
        }
        field(reply, "overhead.total", overhead());
        field(reply, "keys.count", keys);
        field(reply, "keys.bytes-per-key", keys == 0 ? 0 : dataset / keys);
        field(reply, "dataset.bytes", dataset);
        fraction(reply, "dataset.percentage", percent(dataset, allocated));
        fraction(reply, "peak.percentage", percent(allocated, peak));
        field(reply, "allocator.allocated", allocated);
        field(reply, "allocator.active", active);
        field(reply, "allocator.resident", resident);
        fraction(reply, "allocator-fragmentation.ratio", (double) active / allocated);
        field(reply, "allocator-fragmentation.bytes", active - allocated);
        fraction(reply, "allocator-rss.ratio", (double) resident / active);
        field(reply, "allocator-rss.bytes", resident - active);
        fraction(reply, "rss-overhead.ratio", 1);
        field(reply, "rss-overhead.bytes", 0);
        fraction(reply, "fragmentation", (double) resident / allocated);
        field(reply, "fragmentation.bytes", resident - allocated);
    }

    private long overhead() {
        long scripts = server.scripting().scriptBytes() + server.scripting().functionBytes();
        return server.memoryAtStart() + server.clientsMemory() + scripts + tables;
    }

    private static void writeDatabase(ReplyWriter reply, Database database) {
        reply.bulk("db." + database.index());
        reply.map(3);
        field(reply, "overhead.hashtable.main", database.keys().dict().tableBytes());
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
        long most = Runtime.getRuntime().maxMemory();
        StringBuilder text = new StringBuilder("The heap holds ");
        text.append(InfoText.human(allocated)).append(", garbage included, of at most ");
        text.append(InfoText.human(most)).append("; ").append(keys).append(" keys are in it.\n");
        if (percent(allocated, most) > MUCH_PERCENT) {
            text.append("- The heap is nearly full, or was not collected for a while. If it stays so, give the JVM more"
                    + " with -Xmx.\n");
        }
        long clients = server.clientsMemory();
        if (percent(clients, most) > 100 - MUCH_PERCENT) {
            text.append("- Clients' buffers take ").append(InfoText.human(clients));
            text.append(". Look for them with CLIENT LIST, and limit them with client-output-buffer-limit.\n");
        }
        return text.toString();
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
