package io.miniredis.compat.durability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Kills servers for as long as one likes: {@code KillTrials POLICY RUNS SEED [SECONDS]}, policy being always, everysec,
 * no or snapshots. It ends before its RUNS are done when the SECONDS are over. The directory is left as it is.
 *
 * <p>Each run is a start of the JVM: {@code -Dserver.class.path} and {@code -Dserver.options} may make that quicker.
 */
public final class KillTrials {
    private KillTrials() {}

    public static void main(String[] args) throws IOException {
        Durability durability = Durability.valueOf(args[0].toUpperCase(Locale.ROOT));
        int runs = Integer.parseInt(args[1]);
        long seed = Long.parseLong(args[2]);
        long seconds = args.length > 3 ? Long.parseLong(args[3]) : Long.MAX_VALUE / 2_000_000_000;
        long endNanos = System.nanoTime() + seconds * 1_000_000_000;
        Path directory = Files.createTempDirectory("killed-" + args[0]);
        KillTrial trial = new KillTrial(durability, directory, seed);
        try {
            for (int i = 0; i < runs && System.nanoTime() < endNanos; i++) {
                trial.run();
            }
            trial.finish();
        } catch (AssertionError failure) {
            System.out.println(trial + "; FAILED, see " + directory);
            throw failure;
        }
        System.out.println(trial);
    }
}
