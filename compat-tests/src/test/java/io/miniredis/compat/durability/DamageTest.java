package io.miniredis.compat.durability;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A few of the rounds that {@link DamageTrials} makes by the million. */
class DamageTest {
    @TempDir
    Path directory;

    @Test
    @Timeout(120)
    void aDamagedPayloadIsRefusedOrMakesAKeyThatWorks() {
        try (DamageTrial trial = new DamageTrial(directory, 1)) {
            for (int i = 0; i < 10; i++) {
                trial.restoreBatch();
            }

            trial.finish();
        }
    }

    @Test
    @Timeout(120)
    void aDamagedFileIsRefusedOrLoaded() {
        try (DamageTrial trial = new DamageTrial(directory, 2)) {
            for (int i = 0; i < 500; i++) {
                trial.load();
            }

            trial.finish();
        }
    }
}
