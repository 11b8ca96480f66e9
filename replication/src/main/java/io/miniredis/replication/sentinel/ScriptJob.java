package io.miniredis.replication.sentinel;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A program to execute, and how far that is. */
public final class ScriptJob {
    private final List<String> arguments;

    @Nullable
    ScriptProcess process;

    int attempts;
    /** While it runs since when, else from when on it may be started; 0 for at any time. */
    long startMillis;

    ScriptJob(List<String> arguments) {
        this.arguments = arguments;
    }

    /** The program first. */
    public List<String> arguments() {
        return arguments;
    }

    public boolean isRunning() {
        return process != null;
    }

    /** 0 if it does not run. */
    public long processId() {
        ScriptProcess running = process;
        return running == null ? 0 : running.processId();
    }

    /** How often it was started. */
    public int attempts() {
        return attempts;
    }

    /** For how long it has run, or for how long it will wait. */
    public long runOrDelayMillis(long nowMillis) {
        if (isRunning()) {
            return nowMillis - startMillis;
        }
        return startMillis == 0 ? 0 : Math.max(0, startMillis - nowMillis);
    }

    String program() {
        return arguments.get(0);
    }

    @Override
    public String toString() {
        return "ScriptJob[" + String.join(" ", arguments) + ", attempts=" + attempts + "]";
    }
}
