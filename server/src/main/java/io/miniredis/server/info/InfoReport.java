package io.miniredis.server.info;

import io.miniredis.datastructures.Numbers;
import io.miniredis.server.RedisServer;
import io.miniredis.server.command.Command;
import io.miniredis.server.keyspace.Database;
import io.miniredis.server.sentinel.Sentinel;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * INFO's sections (genRedisInfoString). Without a name those of everyday use are given, {@code all} adds the statistics
 * per command, {@code everything} those of modules, of which there are none; {@code debug} is given by its name only.
 */
public final class InfoReport {
    private static final List<String> DEFAULT = List.of(
            "server",
            "clients",
            "memory",
            "persistence",
            "stats",
            "replication",
            "cpu",
            "modules",
            "errorstats",
            "cluster",
            "keyspace");
    private static final List<String> ALL = List.of(
            "server",
            "clients",
            "memory",
            "persistence",
            "stats",
            "replication",
            "cpu",
            "modules",
            "commandstats",
            "errorstats",
            "latencystats",
            "cluster",
            "keyspace");

    private static final List<String> IN_SENTINEL = List.of("server", "clients", "stats", "cpu");

    private final RedisServer server;
    private final InfoText text = new InfoText();

    public InfoReport(RedisServer server) {
        this.server = server;
    }

    /** @param names in lower case; unknown ones are passed over */
    public byte[] sections(List<String> names) {
        Set<String> wanted = new LinkedHashSet<>();
        for (String name : names) {
            switch (name) {
                case "default" -> wanted.addAll(DEFAULT);
                case "all", "everything" -> wanted.addAll(ALL);
                default -> wanted.add(name);
            }
        }
        for (String name : ALL) {
            if (names.isEmpty() ? DEFAULT.contains(name) : wanted.contains(name)) {
                write(name);
            }
        }
        if (wanted.contains("debug")) {
            new ActivityInfo(server, text).turns();
        }
        return text.bytes();
    }

    /** What a sentinel has of them; behind these it tells of itself. */
    public byte[] sectionsOfSentinel(List<String> names, Sentinel sentinel) {
        Set<String> wanted = new LinkedHashSet<>(names);
        boolean all = names.isEmpty() || wanted.contains("all") || wanted.contains("everything");
        for (String name : IN_SENTINEL) {
            if (all || wanted.contains("default") || wanted.contains(name)) {
                write(name);
            }
        }
        if (all || wanted.contains("default") || wanted.contains("sentinel")) {
            new SentinelInfo(sentinel, text).write();
        }
        return text.bytes();
    }

    private void write(String section) {
        switch (section) {
            case "server" -> new ProcessInfo(server, text).server();
            case "memory" -> new MemoryInfo(server, text).memory();
            case "cpu" -> new ProcessInfo(server, text).cpu();
            case "clients" -> new ActivityInfo(server, text).clients();
            case "stats" -> new ActivityInfo(server, text).stats();
            case "persistence" -> new PersistenceInfo(server, text).write();
            case "replication" -> new ReplicationInfo(server, text).write();
            case "modules" -> text.section("Modules");
            case "commandstats" -> commandStatistics();
            case "errorstats" -> errorStatistics();
            case "latencystats" -> latencyStatistics();
            case "cluster" -> cluster();
            case "keyspace" -> keyspace();
            default -> throw new IllegalStateException(section);
        }
    }

    private void cluster() {
        text.section("Cluster");
        text.field("cluster_enabled", server.cluster() != null);
    }

    private void commandStatistics() {
        text.section("Commandstats");
        server.commands().forEachInUse(this::commandStatistics);
    }

    private void commandStatistics(Command command) {
        if (command.calls() > 0 || command.rejectedCalls() > 0 || command.failedCalls() > 0) {
            double perCall = command.calls() == 0 ? 0 : (double) command.micros() / command.calls();
            text.field(
                    "cmdstat_" + command.fullName(),
                    "calls=" + command.calls() + ",usec=" + command.micros() + ",usec_per_call="
                            + InfoText.decimals(perCall, 2) + ",rejected_calls=" + command.rejectedCalls()
                            + ",failed_calls=" + command.failedCalls());
        }
        if (command.subcommands() != null) {
            command.subcommands().forEach(this::commandStatistics);
        }
    }

    private void errorStatistics() {
        text.section("Errorstats");
        server.errorStats().forEach((code, count) -> text.field("errorstat_" + InfoText.safe(code), "count=" + count));
    }

    private void latencyStatistics() {
        text.section("Latencystats");
        double[] percentiles = server.config().monitoring.latencyPercentiles.values();
        server.commands().forEachInUse(command -> latencyStatistics(command, percentiles));
    }

    private void latencyStatistics(Command command, double[] percentiles) {
        if (command.hasLatencies()) {
            StringBuilder line = new StringBuilder();
            for (double percentile : percentiles) {
                double micros = command.latencies().percentileNanos(percentile) / 1_000.0;
                line.append(line.isEmpty() ? "p" : ",p").append(Numbers.formatShortest(percentile));
                line.append('=').append(InfoText.decimals(micros, 3));
            }
            text.field("latency_percentiles_usec_" + command.fullName(), line.toString());
        }
        if (command.subcommands() != null) {
            command.subcommands().forEach(subcommand -> latencyStatistics(subcommand, percentiles));
        }
    }

    private void keyspace() {
        text.section("Keyspace");
        for (int i = 0; i < server.databases().count(); i++) {
            Database database = server.databases().get(i);
            if (database.size() > 0) {
                int subexpiry = database.keys().fieldExpiries().size();
                text.field(
                        "db" + i,
                        "keys=" + database.size() + ",expires="
                                + database.keys().volatileCount() + ",avg_ttl=" + database.averageTtlMillis()
                                + (subexpiry == 0 ? "" : ",subexpiry=" + subexpiry));
            }
        }
    }
}
