package io.miniredis.benchmarks;

import io.miniredis.protocol.RespWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Replies to bytes: the time per reply, in a direct buffer as connections have it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RespWriterBenchmark {
    private static final int REPLIES = 100;

    private final ByteBuf buffer = PooledByteBufAllocator.DEFAULT.directBuffer(64 * 1024);
    private final RespWriter writer = new RespWriter(buffer);
    private final byte[] smallValue = Keys.key(1);
    private final byte[] largeValue = new byte[500];

    @TearDown
    public void release() {
        buffer.release();
    }

    @Benchmark
    @OperationsPerInvocation(REPLIES)
    public int ok() {
        buffer.clear();
        for (int i = 0; i < REPLIES; i++) {
            writer.ok();
        }
        return buffer.writerIndex();
    }

    @Benchmark
    @OperationsPerInvocation(REPLIES)
    public int integer() {
        buffer.clear();
        for (int i = 0; i < REPLIES; i++) {
            writer.integer(i * 1_000_003L);
        }
        return buffer.writerIndex();
    }

    @Benchmark
    @OperationsPerInvocation(REPLIES)
    public int smallBulk() {
        return bulks(smallValue);
    }

    @Benchmark
    @OperationsPerInvocation(REPLIES)
    public int largeBulk() {
        return bulks(largeValue);
    }

    private int bulks(byte[] value) {
        buffer.clear();
        for (int i = 0; i < REPLIES; i++) {
            writer.bulk(value);
        }
        return buffer.writerIndex();
    }
}
