package io.miniredis.server.net;

import io.miniredis.server.client.RawOutput;
import io.miniredis.server.stats.ServerStats;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.RejectedExecutionException;

/** Sends bytes to a channel from a thread that may wait, and lets it wait while a megabyte is on its way. */
final class ChannelRawOutput implements RawOutput {
    private static final int MOST_UNDER_WAY_BYTES = 1 << 20;

    /** How often a waiting thread looks whether the channel is still there. */
    private static final long LOOK_MILLIS = 500;

    private final Channel channel;
    private final ServerStats stats;
    private long underWayBytes;
    private long sentBytes;
    private boolean waiting;

    ChannelRawOutput(Channel channel, ServerStats stats) {
        this.channel = channel;
        this.stats = stats;
    }

    @Override
    public void send(byte[] bytes, int offset, int length) throws IOException {
        awaitRoom(length);
        stats.snapshotBytes.add(length);
        try {
            channel.writeAndFlush(Unpooled.copiedBuffer(bytes, offset, length)).addListener(done -> sent(length));
        } catch (RejectedExecutionException ended) {
            throw new IOException("the server ends", ended);
        }
    }

    private synchronized void awaitRoom(int length) throws IOException {
        waiting = underWayBytes >= MOST_UNDER_WAY_BYTES;
        while (underWayBytes >= MOST_UNDER_WAY_BYTES && channel.isOpen()) {
            try {
                wait(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException();
            }
        }
        waiting = false;
        if (!channel.isOpen()) {
            throw new IOException("Connection reset by peer");
        }
        underWayBytes += length;
    }

    private synchronized void sent(int length) {
        underWayBytes -= length;
        sentBytes += length;
        notifyAll();
    }

    @Override
    public synchronized boolean isWaiting() {
        return waiting;
    }

    @Override
    public synchronized long sentBytes() {
        return sentBytes;
    }

    @Override
    public String toString() {
        return "ChannelRawOutput[" + channel + "]";
    }
}
