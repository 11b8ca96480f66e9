package io.miniredis.benchmarks;

import io.miniredis.datastructures.RandomSource;
import io.miniredis.protocol.RespClient;
import io.miniredis.protocol.RespValue;
import io.miniredis.server.time.SystemClock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * redis-server and mini-redis on the same machine, measured by the same client: commands per second, the 99th
 * percentile of latency, CPU time per command, and memory per key.
 *
 * <pre>
 *   java -cp benchmarks/target/benchmarks.jar io.miniredis.benchmarks.SideBySide [options] [NAME=COMMAND ...]
 *     --millis 1000      of each measurement
 *     --rounds 3         of which the median counts; servers take turns within a round
 *     --clients 20       connections
 *     --keys 1000000     for memory per key; 0 leaves it out
 *   java -cp … SideBySide "17=bin/mini-redis --port {port}" "25=env JAVA_HOME=/opt/jdk-25 bin/mini-redis --port {port}"
 * </pre>
 *
 * <p>Each server is a process of its own. The first is the reference: ratios are the others' value by its.
 */
public final class SideBySide {
    private static final String[] DEFAULT_SERVERS = {
        "redis-server=redis-server --port {port} --save '' --appendonly no",
        "mini-redis=bin/mini-redis --port {port} --save '' --appendonly no"
    };
    private static final int[] PIPELINES = {1, 16, 100};

    private final SystemClock clock = new SystemClock();
    private final RandomSource random = new RandomSource(42);
    private final List<String> servers = new ArrayList<>();
    private int millis = 1_000;
    private int rounds = 3;
    private int clients = 20;
    private int keys = 1_000_000;

    private SideBySide() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        SideBySide comparison = new SideBySide();
        comparison.parse(args);
        comparison.run();
    }

    private void parse(String[] args) {
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--millis" -> millis = Integer.parseInt(args[++i]);
                case "--rounds" -> rounds = Integer.parseInt(args[++i]);
                case "--clients" -> clients = Integer.parseInt(args[++i]);
                case "--keys" -> keys = Integer.parseInt(args[++i]);
                default -> servers.add(args[i]);
            }
        }
        if (servers.isEmpty()) {
            servers.addAll(List.of(DEFAULT_SERVERS));
        }
    }

    private void run() throws IOException, InterruptedException {
        List<ServerProcess> running = new ArrayList<>();
        try {
            for (String server : servers) {
                int equals = server.indexOf('=');
                running.add(ServerProcess.start(server.substring(0, equals), server.substring(equals + 1)));
            }
            if (keys > 0) {
                compareMemory(running);
            }
            compareSpeed(running);
        } finally {
            running.forEach(ServerProcess::close);
        }
    }

    // ---- speed

    private void compareSpeed(List<ServerProcess> running) throws IOException {
        System.out.println("command  pipeline  server             ops/s  ratio    p99 us  ratio  CPU us/op  ratio");
        for (Workload workload : Workload.values()) {
            for (ServerProcess server : running) {
                prepare(server, workload);
            }
            for (int pipeline : PIPELINES) {
                List<List<Measured>> results = measure(running, workload, pipeline);
                Measured reference = medians(results.get(0));
                for (int i = 0; i < running.size(); i++) {
                    print(workload, pipeline, running.get(i).name(), medians(results.get(i)), reference);
                }
            }
        }
    }

    /** Keys to read, and a look at a reply: an error would be measured as well as anything. */
    private void prepare(ServerProcess server, Workload workload) throws IOException {
        server.load(Workload.KEYS);
        try (RespClient client = server.connect()) {
            RespValue reply = client.call(workload.request(random));
            if (reply instanceof RespValue.ErrorValue) {
                throw new IOException(server.name() + " answers " + workload + " with " + reply);
            }
        }
    }

    /** By server, then by round. An extra round at first warms up and is dropped. */
    private List<List<Measured>> measure(List<ServerProcess> running, Workload workload, int pipeline)
            throws IOException {
        List<List<Measured>> results = new ArrayList<>();
        for (int round = 0; round <= rounds; round++) {
            for (int i = 0; i < running.size(); i++) {
                ServerProcess server = running.get(i);
                if (round == 0) {
                    results.add(new ArrayList<>());
                }
                try (LoadClient client = new LoadClient(server.port(), clients, clock, random)) {
                    Measured measured = client.run(workload, pipeline, millis, server::cpuNanos);
                    if (round > 0) {
                        results.get(i).add(measured);
                    }
                }
            }
        }
        return results;
    }

    private static Measured medians(List<Measured> results) {
        return new Measured(
                median(results, Measured::operationsPerSecond),
                median(results, Measured::p99Micros),
                median(results, Measured::cpuMicrosPerOperation));
    }

    private static double median(List<Measured> results, ToDoubleFunction<Measured> figure) {
        List<Measured> sorted = new ArrayList<>(results);
        sorted.sort(Comparator.comparingDouble(figure));
        return figure.applyAsDouble(sorted.get(sorted.size() / 2));
    }

    private static void print(Workload workload, int pipeline, String server, Measured of, Measured reference) {
        System.out.printf(
                Locale.ROOT,
                "%-7s  %8d  %-14s  %8.0f  %5.2f  %8.0f  %5.2f  %9.2f  %5.2f%n",
                workload,
                pipeline,
                server,
                of.operationsPerSecond(),
                of.operationsPerSecond() / reference.operationsPerSecond(),
                of.p99Micros(),
                of.p99Micros() / reference.p99Micros(),
                of.cpuMicrosPerOperation(),
                of.cpuMicrosPerOperation() / reference.cpuMicrosPerOperation());
    }

    // ---- memory

    private void compareMemory(List<ServerProcess> running) throws IOException, InterruptedException {
        System.out.println("server             bytes/key  ratio  resident bytes/key  ratio");
        double usedReference = 0;
        double residentReference = 0;
        for (ServerProcess server : running) {
            collectGarbage(server);
            long usedBefore = server.usedMemory();
            long residentBefore = server.residentBytes();
            server.load(keys);
            double resident = (double) (server.residentBytes() - residentBefore) / keys;
            collectGarbage(server);
            double used = (double) (server.usedMemory() - usedBefore) / keys;
            usedReference = usedReference == 0 ? used : usedReference;
            residentReference = residentReference == 0 ? resident : residentReference;
            System.out.printf(
                    Locale.ROOT,
                    "%-16s  %10.1f  %5.2f  %18.1f  %5.2f%n",
                    server.name(),
                    used,
                    used / usedReference,
                    resident,
                    resident / residentReference);
            try (RespClient client = server.connect()) {
                client.call("FLUSHALL");
            }
        }
        System.out.println();
    }

    /** A JVM's used_memory has garbage in it; jcmd makes it collect. */
    private static void collectGarbage(ServerProcess server) throws InterruptedException, IOException {
        if (!server.isJvm()) {
            // jcmd would send it a SIGQUIT.
            return;
        }
        try {
            new ProcessBuilder("jcmd", String.valueOf(server.processId()), "GC.run")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException noJcmd) {
            System.err.println("jcmd is not on the PATH: used_memory of a JVM will have garbage in it");
        }
    }
}
