package io.miniredis.server.monitoring;

import io.miniredis.protocol.Request;
import io.miniredis.server.RedisServer;
import io.miniredis.server.client.Client;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells the log of broken invariants: a {@link CrashReport} for the first, and only the failure itself for those that
 * follow soon, for a client may repeat what fails.
 *
 * <p>Confined to the main thread, but for {@link #crash}.
 */
public final class FailureReports {
    private static final long PAUSE_NANOS = 60_000_000_000L;

    private final RedisServer server;
    private long nextReportNanos = Long.MIN_VALUE;
    private @Nullable IntConsumer processEnd;

    public FailureReports(RedisServer server) {
        this.server = server;
    }

    /**
     * A request met a broken invariant; its client is answered {@link io.miniredis.protocol.Errors#INTERNAL}.
     *
     * @param when the end of the sentence "Internal error …"
     */
    public void report(String when, Throwable failure, Client client, Request request) {
        server.stats().unexpectedErrorReplies++;
        long now = server.time().nanos();
        if (server.config().process.crashLogEnabled.value() && now >= nextReportNanos) {
            nextReportNanos = now + PAUSE_NANOS;
            server.log().warning("Internal error " + when + ", a report follows");
            server.log().raw(new CrashReport(server).of(when, failure, client, request));
        } else {
            server.log().failure("Internal error " + when, failure);
        }
    }

    /** The server has a process of its own, and {@code end} ends it at once, as the signal of that number would. */
    public void processEnd(IntConsumer end) {
        processEnd = end;
    }

    /** True if the process is the server's, so that it may die with it. */
    public boolean mayCrash() {
        return processEnd != null;
    }

    /** Dies of a signal, with a report. Any thread; returns only if the process is not the server's. */
    public void crash(int signal) {
        if (server.config().process.crashLogEnabled.value()) {
            server.log().raw(new CrashReport(server).ofSignal(signal));
        }
        if (processEnd != null) {
            processEnd.accept(signal);
        }
    }
}
