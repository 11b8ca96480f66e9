package io.miniredis.replication.sentinel;

/** A program that runs until the test ends it. */
final class SimulatedScript implements ScriptProcess {
    private static final int SIGKILL = 9;

    private final long processId;
    private boolean running = true;
    private int exitCode;
    private int signal;

    SimulatedScript(long processId) {
        this.processId = processId;
    }

    void exit(int code) {
        running = false;
        exitCode = code;
    }

    @Override
    public long processId() {
        return processId;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int exitCode() {
        return exitCode;
    }

    @Override
    public int signal() {
        return signal;
    }

    @Override
    public void kill() {
        running = false;
        signal = SIGKILL;
    }
}
