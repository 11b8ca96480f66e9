package io.miniredis.server.replication;

import io.miniredis.persistence.rdb.ByteSource;
import io.miniredis.server.MainThread;
import io.miniredis.server.net.OutgoingSocket;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * A snapshot's bytes between the socket, on the main thread, and the thread that uses them. When it is behind the
 * socket is not read.
 */
final class PrimaryBytes implements ByteSource {
    private static final int MOST_QUEUED_BYTES = 4 << 20;
    private static final long LOOK_MILLIS = 1_000;

    private final MainThread mainThread;
    private final OutgoingSocket socket;
    private final Deque<byte[]> queue = new ArrayDeque<>();
    private int queuedBytes;
    private int position;
    private boolean held;
    private boolean ended;
    private boolean failed;

    PrimaryBytes(MainThread mainThread, OutgoingSocket socket) {
        this.mainThread = mainThread;
        this.socket = socket;
    }

    /** On the main thread. */
    synchronized void add(byte[] bytes, int offset, int length) {
        if (length == 0 || failed) {
            return;
        }
        queue.addLast(Arrays.copyOfRange(bytes, offset, offset + length));
        queuedBytes += length;
        if (queuedBytes > MOST_QUEUED_BYTES && !held) {
            held = true;
            socket.reading(false);
        }
        notifyAll();
    }

    /** All has come. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** No more will come. */
    synchronized void fail() {
        failed = true;
        queue.clear();
        notifyAll();
    }

    /** On the thread that uses them. */
    @Override
    public synchronized int read(byte[] target, int offset, int length) throws IOException {
        while (queue.isEmpty() && !ended && !failed) {
            try {
                wait(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException();
            }
        }
        if (failed) {
            throw new IOException("the connection with the master is gone");
        }
        byte[] first = queue.peekFirst();
        if (first == null) {
            return -1;
        }
        int count = Math.min(length, first.length - position);
        System.arraycopy(first, position, target, offset, count);
        position += count;
        queuedBytes -= count;
        if (position == first.length) {
            queue.pollFirst();
            position = 0;
        }
        if (held && queuedBytes < MOST_QUEUED_BYTES / 2) {
            held = false;
            mainThread.executeIfRunning(() -> socket.reading(true));
        }
        return count;
    }

    @Override
    public synchronized String toString() {
        return "PrimaryBytes[" + queuedBytes + " B queued" + (failed ? ", failed]" : ended ? ", all of it]" : "]");
    }
}
