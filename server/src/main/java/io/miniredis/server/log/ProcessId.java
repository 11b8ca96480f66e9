package io.miniredis.server.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The number of the process we run in (getpid): a log line begins with it. */
public final class ProcessId {
    private ProcessId() {}

    public static long current() {
        try {
            // ProcessHandle starts a pool of threads to answer the same, which takes 15 ms.
            return Long.parseLong(Files.readSymbolicLink(Path.of("/proc/self")).toString());
        } catch (IOException | NumberFormatException notLinux) {
            return ProcessHandle.current().pid();
        }
    }
}
