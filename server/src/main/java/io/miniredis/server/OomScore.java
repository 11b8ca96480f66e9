package io.miniredis.server;

import io.miniredis.server.config.ApplyHook;
import io.miniredis.server.config.ProcessParameters;
import io.miniredis.server.log.ServerLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * How willingly Linux kills this process when memory runs out, as {@code oom-score-adj} and
 * {@code oom-score-adj-values} say (setOOMScoreAdj in server.c): a replica more willingly than a primary. There are no
 * child processes, so the third value is never used.
 *
 * <p>Confined to the main thread, but for the first {@link #follow}.
 */
public final class OomScore {
    static final Path OF_THIS_PROCESS = Path.of("/proc/self/oom_score_adj");

    private static final int LIMIT = 1_000;
    private static final String REFUSED = "Failed to set current oom_score_adj. Check server logs.";

    private final ProcessParameters config;
    private final ServerLog log;
    private final Path file;
    private boolean replica;
    private boolean adjusted;
    /** What it was before, and will be again when the parameter is switched off. */
    private int base;

    OomScore(ProcessParameters config, ServerLog log, Path file) {
        this.config = config;
        this.log = log;
        this.file = file;
    }

    /** Does what the parameters say, now and when they are changed. A failure now is only logged. */
    void follow() {
        // One for both: what is set at once is applied once.
        ApplyHook hook = this::adjust;
        config.oomScoreAdj.onChange(hook);
        config.oomScoreAdjValues.onChange(hook);
        if (!config.oomScoreAdj.isDefault()) {
            @Nullable String ignored = adjust();
        }
    }

    /** The server is a replica from now on, or is none any more. A failure is only logged. */
    public void replica(boolean yes) {
        replica = yes;
        @Nullable String ignored = adjust();
    }

    private @Nullable String adjust() {
        String choice = config.oomScoreAdj.choice();
        boolean off = choice.equals("no");
        if (off && !adjusted) {
            return null;
        }
        try {
            if (!adjusted) {
                base = Integer.parseInt(Files.readString(file).trim());
            }
            adjusted = !off;
            int wanted = off ? 0 : wanted();
            int score = choice.equals("absolute") ? wanted : base + wanted;
            int clamped = Math.max(-LIMIT, Math.min(LIMIT, score));
            Files.writeString(file, clamped + "\n", StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
            return null;
        } catch (IOException e) {
            log.warning("Unable to change oom_score_adj: " + e.getMessage());
            return REFUSED;
        }
    }

    private int wanted() {
        return replica ? config.oomScoreAdjValues.ofReplica() : config.oomScoreAdjValues.ofPrimary();
    }

    @Override
    public String toString() {
        return "OomScore[" + config.oomScoreAdj.choice() + (adjusted ? ", was " + base + "]" : "]");
    }
}
