package io.miniredis.compat.durability;

import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A few of the runs that {@link KillTrials} makes by the thousand. */
class KillTest {
    private static final int RUNS = 2;

    @ParameterizedTest
    @EnumSource
    @Timeout(120)
    void whatWasPromisedOutlivesTheProcess(Durability durability, @TempDir Path directory) {
        KillTrial trial = new KillTrial(durability, directory, 11);

        for (int i = 0; i < RUNS; i++) {
            trial.run();
        }

        trial.finish();
    }
}
