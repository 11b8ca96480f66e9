package io.miniredis.server.net;

import io.miniredis.protocol.Request;
import io.miniredis.server.RedisServer;
import io.miniredis.server.client.Client;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Carries requests from an I/O thread to the main thread, all of one read at a time.
 *
 * <p>The two threads share nothing but {@link #waitingBytes}: tasks of the main loop run in the order they were handed
 * over, so the client is there before its first batch. While a client's requests wait for the main thread to the amount
 * of {@link #MOST_WAITING_BYTES}, its socket is not read: the queue of a client that floods the server is the
 * network's.
 *
 * <p>A batch is executed turn by turn ({@link Turn}), so that one client's requests do not keep all others waiting.
 *
 * <p>The decoder must know whether the client has authenticated, which the main thread finds out. Until it has,
 * requests are handed over one by one, and the next one is decoded when the one before has been answered.
 */
final class HandOver implements RequestSink {
    /** Reading stops above this and goes on below half of it. */
    static final long MOST_WAITING_BYTES = 1024 * 1024;

    /** What a request takes in memory beyond its bytes, by estimate. */
    private static final int REQUEST_BYTES = 100;

    private final RedisServer server;
    private final ChannelConnection connection;
    private final AtomicLong waitingBytes = new AtomicLong();

    // The I/O thread's.
    private List<Request> batch = new ArrayList<>(0);
    private long batchBytes;
    private boolean authenticated;

    // The main thread's.
    private final Turn turn;
    private final Deque<Runnable> behind = new ArrayDeque<>(0);
    private @Nullable Batch running;
    /** True while a request of this client is executed, from within which others may be served. */
    private boolean executing;

    private @Nullable Client client;

    /** What one read brought, and how far it is executed. */
    private static final class Batch {
        final List<Request> requests;
        final long inputBytes;
        final long heldBytes;
        final boolean answerIsAwaited;
        int next;

        Batch(List<Request> requests, long inputBytes, long heldBytes, boolean answerIsAwaited) {
            this.requests = requests;
            this.inputBytes = inputBytes;
            this.heldBytes = heldBytes;
            this.answerIsAwaited = answerIsAwaited;
        }
    }

    /** @param authenticated true if no password is needed */
    HandOver(RedisServer server, ChannelConnection connection, boolean authenticated) {
        this.server = server;
        this.connection = connection;
        this.turn = new Turn(server.time(), connection);
        this.authenticated = authenticated;
        connection.onAuthentication(yes -> this.authenticated = yes);
    }

    @Override
    public void opened() {
        onMainThread(() -> client = server.accept(connection));
    }

    @Override
    public boolean request(Request request) {
        batch.add(request);
        batchBytes += request.sizeBytes() + REQUEST_BYTES;
        return authenticated;
    }

    @Override
    public void readComplete(long inputBytes) {
        Batch full = new Batch(batch, inputBytes, batchBytes, !authenticated && !batch.isEmpty());
        batch = new ArrayList<>(Math.min(batch.size(), 1_024));
        batchBytes = 0;
        if (waitingBytes.addAndGet(full.heldBytes) > MOST_WAITING_BYTES) {
            connection.reading(false);
            // The main thread may have caught up meanwhile and looked too early.
            goOnIfFew();
        }
        onMainThread(() -> execute(full));
    }

    private void goOnIfFew() {
        if (!connection.isReading() && waitingBytes.get() < MOST_WAITING_BYTES / 2) {
            connection.reading(true);
        }
    }

    /** Executes a batch from where it stopped; what comes after it waits until it is done. */
    private void execute(Batch current) {
        running = null;
        executing = true;
        boolean done = true;
        try {
            done = executeTurn(current);
        } finally {
            executing = false;
            turn.end();
            if (done) {
                executed(current);
            }
        }
        if (done) {
            goOnBehind();
        } else {
            running = current;
            server.turnEnd().batchDone(client, 0);
            // Not as a task, which would be run before the channels of others.
            server.mainThread().loop().schedule(() -> run(() -> execute(current)), 0, TimeUnit.NANOSECONDS);
        }
    }

    /** False if the turn was over before the batch. */
    private boolean executeTurn(Batch current) {
        List<Request> requests = current.requests;
        while (client != null && current.next < requests.size()) {
            server.dispatcher().accept(client, requests.get(current.next++));
            if (turn.isUsedUp() && current.next < requests.size()) {
                return false;
            }
        }
        server.stats().ioThreadedReadsProcessed++;
        server.turnEnd().batchDone(client, current.inputBytes);
        return true;
    }

    private void executed(Batch done) {
        waitingBytes.addAndGet(-done.heldBytes);
        goOnIfFew();
        if (done.answerIsAwaited) {
            connection.goOnDecoding();
        }
    }

    private void goOnBehind() {
        while (running == null && !executing && !behind.isEmpty()) {
            run(behind.removeFirst());
        }
    }

    /** Reading is a matter of how much waits, not of what was held back. */
    @Override
    public void goesOn() {}

    @Override
    public void protocolError(String text) {
        readComplete(0);
        onMainThread(() -> server.clientLife().protocolError(client, text));
    }

    @Override
    public void queryTooLong(String firstBytes) {
        onMainThread(() -> {
            if (client != null) {
                server.clientLife().queryTooLong(client, firstBytes);
            }
        });
    }

    @Override
    public void inputEnded() {
        onMainThread(() -> {
            if (client != null) {
                server.clientLife().inputEnded(client);
            }
        });
    }

    @Override
    public void closed() {
        // Not behind what still waits: nobody hears the answers.
        server.mainThread().loop().execute(this::end);
    }

    private void end() {
        if (executing) {
            // Somebody still writes to it.
            behind.addLast(this::end);
            return;
        }
        if (client != null) {
            server.closed(client);
        }
        connection.release();
    }

    private void onMainThread(Runnable task) {
        server.mainThread().loop().execute(() -> {
            if (running != null || executing) {
                behind.addLast(task);
            } else {
                run(task);
            }
        });
    }

    /** Netty would only log a failure, and the client would wait for ever. */
    private void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable failure) {
            connection.failed(failure);
        }
    }

    @Override
    public String toString() {
        return "HandOver[" + waitingBytes + " B wait]";
    }
}
