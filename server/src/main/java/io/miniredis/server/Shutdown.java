package io.miniredis.server;

import io.miniredis.protocol.ErrorReply;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.config.ServerConfig;
import io.miniredis.server.log.ServerLog;
import io.miniredis.server.persistence.RdbSaving;
import io.miniredis.server.replication.Replicas;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The orderly end of a server (prepareForShutdown, finishShutdown): asked for by SHUTDOWN, by a signal or by the owner
 * of an embedded server. What was not saved is saved first if there are save points; a server that cannot save does not
 * end.
 *
 * <p>Before that, replicas may catch up: writes wait, and cron looks whether all have acknowledged everything, or
 * {@code shutdown-timeout} is over. Who asks again meanwhile waits with the others, whatever the options (so does
 * Redis).
 *
 * <p>Confined to the main thread, but for {@link #finished()}, {@link #announce()} and {@link #signalled}.
 */
public final class Shutdown {
    private static final long MILLIS_PER_SECOND = 1_000;

    private final RedisServer server;
    private final ServerLog log;
    private final CompletableFuture<Integer> finished = new CompletableFuture<>();
    private volatile Runnable whenBegun = () -> {};
    private boolean begun;

    /** What is to be done when replicas have caught up, or null if they are not waited for. */
    private @Nullable ShutdownOptions waiting;

    /** Until when they are, in milliseconds since 1970. */
    private long waitEndMillis;

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
    public void announce() {
        announced = true;
    }

    /** True if what runs for long must stop. */
    boolean isAnnounced() {
        return announced || begun;
    }

    /** Sets what is done, on the main thread, when the server begins to end. */
    void whenBegun(Runnable action) {
        whenBegun = action;
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

    /** Obeys a signal, or ends the wait for replicas. */
    void cron() {
        if (begun) {
            return;
        }
        ShutdownOptions options = waiting;
        Signal signal = asked;
        if (options != null) {
            if (server.time().millis() >= waitEndMillis || replicas().areInStep()) {
                finish(options);
            }
        } else if (signal != null) {
            obey(signal);
        }
    }

    private void obey(Signal signal) {
        ServerConfig config = server.config();
        begin(ShutdownOptions.of(
                signal == Signal.SIGINT ? config.process.shutdownOnSigint : config.process.shutdownOnSigterm));
    }

    // ---- the end ----

    /**
     * Ends the server, at once or when replicas have caught up ({@link #isWaiting}). Returns false, with the reason in
     * the log, if it goes on.
     */
    public boolean begin(ShutdownOptions options) {
        if (begun || isWaiting()) {
            return true;
        }
        log.notice("User requested shutdown...");
        whenBegun.run();
        // What is loaded by half must not take the place of the whole.
        boolean nothingToSave = server.persistence().loading().isActive() || server.sentinel() != null;
        ShutdownOptions obeyed = nothingToSave ? options.withoutSaving() : options;
        int timeoutSeconds = server.config().process.shutdownTimeoutSeconds.value();
        if (!options.now() && timeoutSeconds != 0 && !replicas().areInStep()) {
            letReplicasCatchUp(obeyed, timeoutSeconds);
            return true;
        }
        return finish(obeyed);
    }

    /** The owner ends the server: nobody is waited for, and what cannot be saved is lost. */
    void endWithoutWaiting() {
        waiting = null;
        begin(new ShutdownOptions(false, false, true, true));
    }

    private Replicas replicas() {
        return server.replication().replicas();
    }

    private boolean finish(ShutdownOptions options) {
        replicas().logLag();
        if (!save(options)) {
            log.warning("Errors trying to shut down the server. Check the logs for more information.");
            cancel();
            return false;
        }
        begun = true;
        waiting = null;
        log.warning((server.sentinel() == null ? "Redis" : "Sentinel") + " is now ready to exit, bye bye...");
        finished.complete(0);
        return true;
    }

    private boolean save(ShutdownOptions options) {
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

    // ---- waiting for replicas ----

    private void letReplicasCatchUp(ShutdownOptions options, int timeoutSeconds) {
        waiting = options;
        waitEndMillis = server.time().millis() + timeoutSeconds * MILLIS_PER_SECOND;
        if (!server.pause().freezesData()) {
            server.replication().requestAcknowledgements();
        }
        server.pause().beginShutdown();
        log.notice("Waiting for replicas before shutting down.");
    }

    /** True while replicas may catch up before the server ends. */
    public boolean isWaiting() {
        return waiting != null;
    }

    /** For how long at most they still may. */
    public long waitMillis() {
        return waitEndMillis - server.time().millis();
    }

    /** Lets a client wait with the server: it loses its connection, or is told that the server goes on. */
    public void await(CommandCall call) {
        call.blockUntilFailed();
    }

    /** What a client is told that asked for it in vain. */
    public static ErrorReply failed() {
        return new ErrorReply("ERR Errors trying to SHUTDOWN. Check logs.");
    }

    /** SHUTDOWN ABORT: what a client or a signal has asked for is not done. Returns false if nothing was asked. */
    public boolean callOff() {
        if (!isWaiting() && asked == null) {
            return false;
        }
        cancel();
        log.notice("Shutdown manually aborted.");
        return true;
    }

    /** The server goes on. */
    private void cancel() {
        waiting = null;
        asked = null;
        server.blockedClients().failThoseWithoutTimeout(failed());
        server.clientLife().release(server.pause().endShutdown());
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
