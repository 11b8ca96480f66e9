package io.miniredis.server;

import io.miniredis.server.log.ServerLog;
import java.util.concurrent.CompletableFuture;

/**
 * The orderly end of a server (prepareForShutdown, finishShutdown): asked for by SHUTDOWN, by a signal or by the owner of
 * an embedded server.
 *
 * <p>Confined to the main thread, but for {@link #finished()}.
 */
public final class Shutdown {
    private final ServerLog log;
    private final CompletableFuture<Integer> finished = new CompletableFuture<>();
    private boolean begun;

    Shutdown(ServerLog log) {
        this.log = log;
    }

    /** True from the moment the end was decided. */
    public boolean isBegun() {
        return begun;
    }

    /** Ends the server. There is nothing to save yet, so it always succeeds. */
    public void begin() {
        if (begun) {
            return;
        }
        begun = true;
        log.warning("User requested shutdown...");
        log.warning("Redis is now ready to exit, bye bye...");
        finished.complete(0);
    }

    /** Completed with the exit code when the server is ready to end. May be asked from any thread. */
    public CompletableFuture<Integer> finished() {
        return finished;
    }
}
