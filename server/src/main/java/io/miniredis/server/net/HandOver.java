package io.miniredis.server.net;

import io.miniredis.protocol.Request;
import io.miniredis.server.RedisServer;
import io.miniredis.server.client.Client;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Carries requests from an I/O thread to the main thread, all of one read at a time.
 *
 * <p>The two threads share nothing but {@link #waitingBytes}: tasks of the main loop run in the order they were handed
 * over, so the client is there before its first batch. While a client's requests wait for the main thread to the amount
 * of {@link #MOST_WAITING_BYTES}, its socket is not read: the queue of a client that floods the server is the network's.
 *
 * <p>The decoder must know whether the client has authenticated, which the main thread finds out. Until it has, requests
 * are handed over one by one, and the next one is decoded when the one before has been answered.
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
    private @Nullable Client client;

    /** @param authenticated true if no password is needed */
    HandOver(RedisServer server, ChannelConnection connection, boolean authenticated) {
        this.server = server;
        this.connection = connection;
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
        List<Request> requests = batch;
        long bytes = batchBytes;
        boolean answerIsAwaited = !authenticated && !requests.isEmpty();
        batch = new ArrayList<>(Math.min(requests.size(), 1_024));
        batchBytes = 0;
        if (waitingBytes.addAndGet(bytes) > MOST_WAITING_BYTES) {
            connection.reading(false);
            // The main thread may have caught up meanwhile and looked too early.
            goOnIfFew();
        }
        onMainThread(() -> {
            execute(requests, inputBytes);
            waitingBytes.addAndGet(-bytes);
            goOnIfFew();
            if (answerIsAwaited) {
                connection.goOnDecoding();
            }
        });
    }

    private void goOnIfFew() {
        if (!connection.isReading() && waitingBytes.get() < MOST_WAITING_BYTES / 2) {
            connection.reading(true);
        }
    }

    private void execute(List<Request> requests, long inputBytes) {
        if (client != null) {
            for (int i = 0; i < requests.size(); i++) {
                server.dispatcher().accept(client, requests.get(i));
            }
        }
        server.stats().ioThreadedReadsProcessed++;
        server.batchDone(client, inputBytes);
    }

    @Override
    public void protocolError(String text) {
        readComplete(0);
        onMainThread(() -> server.protocolError(client, text));
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
        onMainThread(() -> {
            if (client != null) {
                server.closed(client);
            }
            connection.release();
        });
    }

    private void onMainThread(Runnable task) {
        server.mainThread().loop().execute(task);
    }

    @Override
    public String toString() {
        return "HandOver[" + waitingBytes + " B wait]";
    }
}
