package io.miniredis.replication.sentinel;

/** A program that was started for an event. */
public interface ScriptProcess {
    long processId();

    boolean isRunning();

    /** The exit code; 0 if a signal ended it. Once it runs no more. */
    int exitCode();

    /** The number of the signal that ended it, or 0. */
    int signal();

    void kill();
}
