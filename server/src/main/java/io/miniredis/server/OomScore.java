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
 * {@code oom-score-adj-values} say (setOOMScoreAdj in server.c): a replica more willingly than a primary, and
 * a process that stands for a save more willingly than either.
 *
 * <p>Confined to the main thread, but for the first {@link #follow}.
 */
public final class OomScore {
    /** Where Linux has a directory for each process, and one for the process that asks. */
    static final Path PROCESSES = Path.of("/proc");

    private static final String NAME = "oom_score_adj";

    private static final int LIMIT = 1_000;
    private static final String REFUSED = "Failed to set current oom_score_adj. Check server logs.";

    private final ProcessParameters config;
    private final ServerLog log;
    private final Path processes;
    private final Path file;
    private boolean replica;
    private boolean adjusted;
    /** What it was before, and will be again when the parameter is switched off. */
    private int base;

    OomScore(ProcessParameters config, ServerLog log, Path processes) {
        this.config = config;
        this.log = log;
        this.processes = processes;
        this.file = processes.resolve("self").resolve(NAME);
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
            write(file, off ? 0 : wanted());
            return null;
        } catch (IOException e) {
            log.warning("Unable to change oom_score_adj: " + e.getMessage());
            return REFUSED;
        }
    }

    /** A process was started that stands for a save. A failure is only logged. */
    public void child(long processId) {
        if (!adjusted) {
            return;
        }
        try {
            write(processes.resolve(Long.toString(processId)).resolve(NAME), config.oomScoreAdjValues.ofChild());
        } catch (IOException e) {
            log.warning("Unable to change oom_score_adj of " + processId + ": " + e.getMessage());
        }
    }

    private void write(Path target, int wanted) throws IOException {
        int score = config.oomScoreAdj.choice().equals("absolute") ? wanted : base + wanted;
        int clamped = Math.max(-LIMIT, Math.min(LIMIT, score));
        Files.writeString(target, clamped + "\n", StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    }

    private int wanted() {
        return replica ? config.oomScoreAdjValues.ofReplica() : config.oomScoreAdjValues.ofPrimary();
    }

    @Override
    public String toString() {
        return "OomScore[" + config.oomScoreAdj.choice() + (adjusted ? ", was " + base + "]" : "]");
    }
}
