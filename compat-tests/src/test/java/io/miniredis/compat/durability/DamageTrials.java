package io.miniredis.compat.durability;

import java.io.IOException;
import java.nio.file.Files;

/**
 * Gives servers damaged data for as long as one likes: {@code DamageTrials WHAT ROUNDS SEED [SECONDS]}, what being
 * payloads or files. It ends before its ROUNDS are done when the SECONDS are over. Each server is given a part of them.
 */
public final class DamageTrials {
    private static final int ROUNDS_EACH = 20_000;

    private DamageTrials() {}

    public static void main(String[] args) throws IOException {
        boolean payloads = args[0].equals("payloads");
        int rounds = Integer.parseInt(args[1]);
        long seed = Long.parseLong(args[2]);
        long seconds = args.length > 3 ? Long.parseLong(args[3]) : Long.MAX_VALUE / 2_000_000_000;
        long endNanos = System.nanoTime() + seconds * 1_000_000_000;
        for (int done = 0; done < rounds && System.nanoTime() < endNanos; seed++) {
            try (DamageTrial trial = new DamageTrial(Files.createTempDirectory("damaged"), seed)) {
                int until = Math.min(ROUNDS_EACH, rounds - done);
                while (trial.rounds() < until && System.nanoTime() < endNanos) {
                    if (payloads) {
                        trial.restoreBatch();
                    } else {
                        trial.load();
                    }
                }
                trial.finish();
                done += trial.rounds();
                System.out.println(trial);
            }
        }
    }
}
