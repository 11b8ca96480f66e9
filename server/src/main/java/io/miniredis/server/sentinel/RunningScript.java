package io.miniredis.server.sentinel;

import io.miniredis.replication.sentinel.ScriptProcess;

/** A program that was started for an event. */
final class RunningScript implements ScriptProcess {
    /** What the JVM adds to the number of a signal to make an exit code of it, as shells do. */
    private static final int SIGNAL_BASE = 128;

    private final Process process;

    RunningScript(Process process) {
        this.process = process;
    }

    @Override
    public long processId() {
        return process.pid();
    }

    @Override
    public boolean isRunning() {
        return process.isAlive();
    }

    @Override
    public int exitCode() {
        return signal() == 0 ? process.exitValue() : 0;
    }

    @Override
    public int signal() {
        return Math.max(0, process.exitValue() - SIGNAL_BASE);
    }

    @Override
    public void kill() {
        process.destroyForcibly();
    }
}
