package io.miniredis.server;

import io.miniredis.server.config.ServerConfig;
import io.miniredis.server.log.ServerLog;
import io.miniredis.server.persistence.RdbSaving;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The orderly end of a server (prepareForShutdown, finishShutdown): asked for by SHUTDOWN, by a signal or by the owner of
 * an embedded server. What was not saved is saved first if there are save points; a server that cannot save does not end.
 *
 * <p>Confined to the main thread, but for {@link #finished()}, {@link #announce()} and {@link #signalled}.
 */
public final class Shutdown {
    private final RedisServer server;
    private final ServerLog log;
    private final CompletableFuture<Integer> finished = new CompletableFuture<>();
    private boolean begun;

    /** The owner ends the server; set by any thread. */
    private volatile boolean announced;

    /** The signal that asked for it and has not been obeyed or called off. */
    private volatile @Nullable Signal asked;

    /** What a process may be sent. */
    public enum Signal {
        SIGTERM,
        SIGINT
    }

    Shutdown(RedisServer server) {
        this.server = server;
        this.log = server.log();
    }

    /** True from the moment the end was decided; nothing is executed any more. */
    public boolean isBegun() {
        return begun;
    }

    /** The end is about to be decided: a script that runs for ever must stop, or nobody could decide. On any thread. */
    void announce() {
        announced = true;
    }

    /** True if what runs for long must stop. */
    boolean isAnnounced() {
        return announced || begun;
    }

    // ---- signals ----

    /**
     * The process was sent a signal, which cron obeys. Called on any thread.
     *
     * @return false if the process is to end at once: whoever interrupts it twice does not want to wait
     */
    boolean signalled(Signal signal) {
        if (asked != null && signal == Signal.SIGINT) {
            log.warning("You insist... exiting now.");
            return false;
        }
        log.warning(
                server.persistence().loading().isActive()
                        ? "Received shutdown signal during loading, scheduling shutdown."
                        : "Received " + signal + " scheduling shutdown...");
        asked = signal;
        return true;
    }

    /** Obeys a signal. */
    void cron() {
        Signal signal = asked;
        if (signal == null || begun) {
            return;
        }
        ServerConfig config = server.config();
        begin(ShutdownOptions.of(
                signal == Signal.SIGINT ? config.process.shutdownOnSigint : config.process.shutdownOnSigterm));
    }

    // ---- the end ----

    /** Ends the server. Returns false, with the reason in the log, if it goes on. */
    public boolean begin(ShutdownOptions options) {
        if (begun) {
            return true;
        }
        log.notice("User requested shutdown...");
        // What is loaded by half must not take the place of the whole.
        if (!finish(server.persistence().loading().isActive() ? options.withoutSaving() : options)) {
            log.warning("Errors trying to shut down the server. Check the logs for more information.");
            asked = null;
            return false;
        }
        begun = true;
        log.warning("Redis is now ready to exit, bye bye...");
        finished.complete(0);
        return true;
    }

    private boolean finish(ShutdownOptions options) {
        RdbSaving rdb = server.persistence().rdb();
        if (rdb.isInBackground()) {
            log.warning("There is a child saving an .rdb. Killing it!");
            rdb.abortAndWait();
        }
        if (!server.persistence().appendOnlyFile().finish(options.force())) {
            return false;
        }
        boolean hasSavePoints = !server.config().persistence.save.points().isEmpty();
        if (options.save() || (hasSavePoints && !options.noSave())) {
            log.notice("Saving the final RDB snapshot before exiting.");
            if (!rdb.save()) {
                log.warning("Error trying to save the DB" + (options.force() ? ". Exit anyway." : ", can't exit."));
                return options.force();
            }
        }
        return true;
    }

    /** SHUTDOWN ABORT: what a signal has asked for is not done. Returns false if nothing was asked. */
    public boolean callOff() {
        if (asked == null) {
            return false;
        }
        asked = null;
        log.notice("Shutdown manually aborted.");
        return true;
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
