package io.miniredis.benchmarks;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.RandomSource;
import io.miniredis.protocol.Request;
import io.miniredis.server.RedisServer;
import io.miniredis.server.client.Client;
import io.miniredis.server.config.ServerConfig;
import io.miniredis.server.log.SilentLog;
import io.miniredis.server.time.SystemClock;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The way of a command from the dispatcher to the bytes of its reply, without decoder and socket. Run it with {@code
 * -prof gc}: bytes per operation beyond those of the request and a stored value are bytes too many.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CommandBenchmark {
    private static final int KEYS = 100_000;
    private static final int REQUESTS = 1_024;

    private final RedisServer server =
            new RedisServer(ServerConfig.defaults(), new SystemClock(), 42, SilentLog.INSTANCE);
    private final Client client = Objects.requireNonNull(server.accept(new DiscardingConnection()));
    private final Request ping = request("PING");
    private final Request[] gets = new Request[REQUESTS];
    private final Request[] sets = new Request[REQUESTS];
    private final Request[] incrs = new Request[REQUESTS];
    private int next;

    // Nothing else runs: the server's own thread was not started, so this thread may stand for it.
    @Setup
    public void prepare() {
        for (int i = 0; i < KEYS; i++) {
            execute(request("SET", Keys.key(i), "xyz"));
        }
        RandomSource random = new RandomSource(42);
        for (int i = 0; i < REQUESTS; i++) {
            byte[] key = Keys.key(random.nextInt(KEYS));
            gets[i] = request("GET", key);
            sets[i] = request("SET", key, "xyz");
            incrs[i] = request("INCR", ("counter:" + i).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        }
    }

    @TearDown
    public void close() {
        client.connection().close();
        server.stop();
    }

    private static Request request(String name) {
        return Request.of(ByteString.of(name));
    }

    private static Request request(String name, byte[] key) {
        return Request.of(ByteString.of(name), ByteString.wrap(key));
    }

    private static Request request(String name, byte[] key, String value) {
        return Request.of(ByteString.of(name), ByteString.wrap(key), ByteString.of(value));
    }

    @Benchmark
    public void ping() {
        execute(ping);
    }

    @Benchmark
    public void get() {
        execute(oneOf(gets));
    }

    @Benchmark
    public void set() {
        execute(oneOf(sets));
    }

    @Benchmark
    public void incr() {
        execute(oneOf(incrs));
    }

    private Request oneOf(Request[] requests) {
        next = (next + 1) & (REQUESTS - 1);
        return requests[next];
    }

    private void execute(Request request) {
        server.dispatcher().accept(client, request);
        client.connection().flush();
    }
}
