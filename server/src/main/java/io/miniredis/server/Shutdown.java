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
    private final RedisServer server;
    private final ServerLog log;
    private final CompletableFuture<Integer> finished = new CompletableFuture<>();
    private boolean begun;

    Shutdown(RedisServer server) {
        this.server = server;
        this.log = server.log();
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
        server.appendOnlyFile().finish();
        log.warning("Redis is now ready to exit, bye bye...");
        finished.complete(0);
    }

    /** Ends the server at once: to go on would be to break a promise. The log has said which. */
    public void abort() {
        begun = true;
        finished.complete(1);
    }

    /** Completed with the exit code when the server is ready to end. May be asked from any thread. */
    public CompletableFuture<Integer> finished() {
        return finished;
    }
}
