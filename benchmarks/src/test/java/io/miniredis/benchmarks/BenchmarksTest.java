package io.miniredis.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Collection;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every benchmark can be run. How fast it is, is no matter of a test. */
class BenchmarksTest {
    @BeforeAll
    static void letOtherBuildsRun() {
        System.setProperty("jmh.ignoreLock", "true");
    }

    @ParameterizedTest
    @CsvSource({"RequestDecoderBenchmark, 3", "RespWriterBenchmark, 4", "DictBenchmark, 4", "CommandBenchmark, 4"})
    void eachMethodRunsOnce(String benchmark, int methods) throws RunnerException {
        Options once = new OptionsBuilder()
                .include("\\." + benchmark + "\\.")
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(1))
                .param("keys", "100")
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();

        Collection<RunResult> results = new Runner(once).run();

        assertEquals(methods, results.size());
        results.forEach(
                result -> assertFalse(Double.isNaN(result.getPrimaryResult().getScore())));
    }
}
