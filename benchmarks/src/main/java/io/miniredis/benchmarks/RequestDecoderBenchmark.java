package io.miniredis.benchmarks;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.DecoderLimits;
import io.miniredis.protocol.RequestDecoder;
import io.miniredis.protocol.RequestEncoder;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Bytes to requests: the time per request of a pipeline of 100, read in one piece and in pieces of 1,000 bytes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RequestDecoderBenchmark {
    private static final int REQUESTS = 100;
    private static final int PIECE_BYTES = 1_000;

    private final RequestDecoder decoder = new RequestDecoder(new DecoderLimits());
    private final byte[] sets = pipeline("SET", "xyz");
    private final byte[] gets = pipeline("GET");

    private static byte[] pipeline(String name, String... more) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < REQUESTS; i++) {
            ByteString[] argv = new ByteString[2 + more.length];
            argv[0] = ByteString.of(name);
            argv[1] = ByteString.wrap(Keys.key(i));
            for (int j = 0; j < more.length; j++) {
                argv[2 + j] = ByteString.of(more[j]);
            }
            bytes.writeBytes(RequestEncoder.encode(argv));
        }
        return bytes.toByteArray();
    }

    @Benchmark
    @OperationsPerInvocation(REQUESTS)
    public void set(Blackhole requests) {
        decode(sets, 0, sets.length, requests);
    }

    @Benchmark
    @OperationsPerInvocation(REQUESTS)
    public void get(Blackhole requests) {
        decode(gets, 0, gets.length, requests);
    }

    @Benchmark
    @OperationsPerInvocation(REQUESTS)
    public void setInPieces(Blackhole requests) {
        for (int from = 0; from < sets.length; from += PIECE_BYTES) {
            decode(sets, from, Math.min(from + PIECE_BYTES, sets.length), requests);
        }
    }

    private void decode(byte[] bytes, int from, int to, Blackhole requests) {
        int at = from;
        while (at < to) {
            at = decoder.decode(bytes, at, to);
            if (decoder.ready()) {
                requests.consume(decoder.take());
            }
        }
    }
}
