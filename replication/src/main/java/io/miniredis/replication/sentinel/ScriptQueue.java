package io.miniredis.replication.sentinel;

import io.miniredis.replication.sentinel.SentinelEvent.Level;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Programs that are executed for events: notification scripts and client reconfiguration scripts. Exit code 1, or a
 * signal, means: try again, later and later, ten times at most.
 */
public final class ScriptQueue {
    private static final int LONGEST_QUEUE = 256;
    private static final int MOST_RUNNING = 16;
    private static final int MOST_ATTEMPTS = 10;
    private static final int TRY_AGAIN = 1;
    /** As of a process that could not execute its program. */
    private static final int NOT_EXECUTABLE = 2;

    private final SentinelNode node;
    private final SentinelHost host;
    private final List<ScriptJob> jobs = new ArrayList<>(0);
    private int running;

    ScriptQueue(SentinelNode node, SentinelHost host) {
        this.node = node;
        this.host = host;
    }

    /** The oldest first. */
    public List<ScriptJob> jobs() {
        return Collections.unmodifiableList(jobs);
    }

    public int running() {
        return running;
    }

    void schedule(String... arguments) {
        jobs.add(new ScriptJob(List.of(arguments)));
        if (jobs.size() > LONGEST_QUEUE) {
            removeOldestWaiting();
        }
    }

    private void removeOldestWaiting() {
        for (int i = 0; i < jobs.size(); i++) {
            if (!jobs.get(i).isRunning()) {
                jobs.remove(i);
                return;
            }
        }
    }

    void tick() {
        if (!jobs.isEmpty()) {
            startDue();
            collectEnded();
            killLate();
        }
    }

    private void startDue() {
        long now = host.nowMillis();
        // What fails at once is removed, and its event may schedule another.
        for (ScriptJob job : List.copyOf(jobs)) {
            if (running >= MOST_RUNNING) {
                return;
            }
            if (!job.isRunning() && job.startMillis <= now) {
                start(job, now);
            }
        }
    }

    private void start(ScriptJob job, long now) {
        job.startMillis = now;
        job.attempts++;
        ScriptProcess process = host.startScript(job.arguments());
        if (process == null) {
            jobs.remove(job);
            failed(job, 0, NOT_EXECUTABLE);
            return;
        }
        job.process = process;
        running++;
        node.event(Level.DEBUG, "+script-child", String.valueOf(process.processId()));
    }

    private void collectEnded() {
        List<ScriptJob> ended = new ArrayList<>(0);
        for (ScriptJob job : jobs) {
            ScriptProcess process = job.process;
            if (process != null && !process.isRunning()) {
                ended.add(job);
            }
        }
        ended.forEach(this::ended);
    }

    private void ended(ScriptJob job) {
        ScriptProcess process = job.process;
        if (process == null) {
            return;
        }
        int signal = process.signal();
        int exitCode = process.exitCode();
        node.event(Level.DEBUG, "-script-child", process.processId() + " " + exitCode + " " + signal);
        running--;
        job.process = null;
        if ((signal != 0 || exitCode == TRY_AGAIN) && job.attempts != MOST_ATTEMPTS) {
            job.startMillis = host.nowMillis() + retryDelayMillis(job.attempts);
            return;
        }
        jobs.remove(job);
        if (signal != 0 || exitCode != 0) {
            failed(job, signal, exitCode);
        }
    }

    private void failed(ScriptJob job, int signal, int exitCode) {
        node.event(Level.WARNING, "-script-error", job.program() + " " + signal + " " + exitCode);
    }

    /** Twice as long each time. */
    private long retryDelayMillis(int attempts) {
        return node.timings().millis(Timing.SCRIPT_RETRY_DELAY) << (attempts - 1);
    }

    private void killLate() {
        long patience = node.timings().millis(Timing.SCRIPT_MAX_RUNTIME);
        for (ScriptJob job : jobs) {
            ScriptProcess process = job.process;
            if (process != null && host.nowMillis() - job.startMillis > patience) {
                node.event(Level.WARNING, "-script-timeout", job.program() + " " + process.processId());
                process.kill();
            }
        }
    }

    @Override
    public String toString() {
        return "ScriptQueue[" + jobs.size() + " scripts, " + running + " running]";
    }
}
