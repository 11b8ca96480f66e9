package io.miniredis.benchmarks;

import io.miniredis.datastructures.Dict;
import io.miniredis.datastructures.DictEntry;
import io.miniredis.datastructures.RandomSource;
import io.miniredis.datastructures.SipHash;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** The hash table: the time to hash and find a key, and to fill a table or go through one as a whole. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DictBenchmark {
    /** Keys in the table: within the processor's caches, and far beyond them. */
    @Param({"1000", "1000000"})
    public int keys;

    private final SipHash hash = new SipHash(1, 2);
    private final RandomSource random = new RandomSource(42);
    private Dict<DictEntry> dict = new Dict<>();
    private byte[][] known = {};
    private final byte[] unknown = Keys.key(Integer.MAX_VALUE);

    @Setup
    public void fill() {
        known = new byte[keys][];
        for (int i = 0; i < keys; i++) {
            known[i] = Keys.key(i);
        }
        dict = filled();
        while (dict.rehashing()) {
            dict.rehashStep(1_000);
        }
    }

    private Dict<DictEntry> filled() {
        Dict<DictEntry> filling = new Dict<>();
        for (byte[] key : known) {
            filling.insert(new DictEntry(key, hash.hash(key)));
        }
        return filling;
    }

    @Benchmark
    public @Nullable DictEntry find() {
        byte[] key = known[random.nextInt(keys)];
        return dict.find(key, hash.hash(key));
    }

    @Benchmark
    public @Nullable DictEntry findMissing() {
        return dict.find(unknown, hash.hash(unknown));
    }

    /** Of all keys together, growth of the table included. */
    @Benchmark
    public Dict<DictEntry> insertAll() {
        return filled();
    }

    /** Of all keys together. */
    @Benchmark
    public void scanAll(Blackhole entries) {
        long cursor = 0;
        do {
            cursor = dict.scan(cursor, entries::consume);
        } while (cursor != 0);
    }
}
