package io.miniredis.server.snapshot;

import io.miniredis.server.OomScore;
import io.miniredis.server.log.ServerLog;
import java.io.File;
import java.io.IOException;

/**
 * Starts the processes that stand for saves (redisFork), for a server that is a process itself. An embedded server has
 * none: what its application starts and counts is not ours to mix with.
 *
 * <p>Confined to the main thread, but for {@link #rehearse}.
 */
public final class Children {
    /** It reads until its input ends, and is everywhere but where there is no system to speak of. */
    private static final String PROGRAM = "cat";

    /** What the JDK loads, links and starts with the first process, beside what trying to start one makes it load. */
    private static final String[] OF_THE_JDK = {
        "java.lang.ProcessHandleImpl",
        "java.lang.ProcessHandleImpl$ExitCompletion",
        "java.lang.ProcessHandleImpl$1",
        "java.lang.ProcessImpl$1",
        "java.lang.ProcessImpl$ProcessPipeOutputStream",
        "java.lang.ProcessBuilder$NullInputStream",
        "java.util.concurrent.ThreadPoolExecutor$Worker",
        "jdk.internal.event.ProcessStartEvent"
    };

    /** What of this server is needed for the first time when a save begins. */
    static final String[] OURS = {
        "io.miniredis.persistence.snapshot.HandedOver",
        "io.miniredis.persistence.snapshot.RdbPreface",
        "io.miniredis.persistence.snapshot.RdbPreface$Field",
        "io.miniredis.persistence.snapshot.Snapshot",
        "io.miniredis.server.log.LineLog$1",
        "io.miniredis.server.persistence.KeySaveDelay",
        "io.miniredis.server.persistence.RdbFileSave",
        "io.miniredis.server.snapshot.Child",
        "io.miniredis.server.snapshot.Snapshots$Running"
    };

    private final ServerLog log;
    private final OomScore oomScore;
    private final String program;
    private boolean toldFailure;

    public Children(ServerLog log, OomScore oomScore) {
        this(log, oomScore, PROGRAM);
    }

    Children(ServerLog log, OomScore oomScore, String program) {
        this.log = log;
        this.oomScore = oomScore;
        this.program = program;
    }

    /**
     * Starts one; it is there when this returns.
     *
     * @param purpose what the system's list of processes shows of it
     */
    Child start(String purpose) {
        try {
            Process process = command(program, purpose).start();
            oomScore.child(process.pid());
            return new Child(process);
        } catch (IOException | UnsupportedOperationException refused) {
            if (!toldFailure) {
                toldFailure = true;
                log.verbose("Saves have no process of their own: " + refused.getMessage());
            }
            return new Child(null);
        }
    }

    private static ProcessBuilder command(String program, String purpose) {
        // The second argument would be read when the first, the pipe, has ended: never.
        return new ProcessBuilder(program, "-", purpose)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
    }

    /**
     * Has loaded what is needed to begin a save and to start a process, but starts none: the first save would otherwise
     * keep clients waiting for some 20 ms longer. On any thread but the main thread.
     */
    public static void rehearse() {
        try {
            command(PROGRAM, "")
                    .redirectInput(new File("/dev/null/nothing"))
                    .start()
                    .destroyForcibly();
        } catch (IOException | UnsupportedOperationException expected) {
            load(OF_THE_JDK);
            load(OURS);
        }
    }

    private static void load(String[] names) {
        try {
            for (String name : names) {
                Class.forName(name);
            }
        } catch (ClassNotFoundException otherJdk) {
            // It will take a little longer.
            return;
        }
    }

    @Override
    public String toString() {
        return "Children[" + program + "]";
    }
}
