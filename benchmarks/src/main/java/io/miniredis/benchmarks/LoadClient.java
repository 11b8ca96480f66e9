package io.miniredis.benchmarks;

import io.miniredis.datastructures.RandomSource;
import io.miniredis.server.time.Clock;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Many connections on one thread, as redis-benchmark has them: each sends a pipeline, waits for all its replies, and
 * sends the next.
 *
 * <p>Requests are encoded in advance and replies only counted, so that the client needs less time than any server.
 */
final class LoadClient implements Closeable {
    private static final int RECEIVE_BYTES = 256 * 1024;

    /** Different requests per workload, so that keys are spread well. */
    private static final int PREPARED_REQUESTS = 10_000;

    private final Clock clock;
    private final RandomSource random;
    private final Selector selector = Selector.open();
    private final List<Peer> peers = new ArrayList<>();
    private final ByteBuffer received = ByteBuffer.allocateDirect(RECEIVE_BYTES);
    private final byte[] lines = new byte[RECEIVE_BYTES];
    private long[] latenciesNanos = new long[1 << 16];
    private int latencies;

    /** One connection and the pipeline it is at. */
    private static final class Peer {
        private final SocketChannel channel;
        private ByteBuffer unsent = ByteBuffer.allocate(0);
        private int linesAwaited;
        private long sentAtNanos;

        Peer(SocketChannel channel) {
            this.channel = channel;
        }
    }

    LoadClient(int port, int connections, Clock clock, RandomSource random) throws IOException {
        this.clock = clock;
        this.random = random;
        for (int i = 0; i < connections; i++) {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.socket().setTcpNoDelay(true);
            channel.configureBlocking(false);
            Peer peer = new Peer(channel);
            channel.register(selector, SelectionKey.OP_READ, peer);
            peers.add(peer);
        }
    }

    /**
     * Runs a workload for so long, and until all replies are here.
     *
     * @param pipeline requests that a connection sends together, 1 or more
     * @param cpuClock tells the nanoseconds of CPU time that the server has used
     */
    Measured run(Workload workload, int pipeline, long millis, CpuClock cpuClock) throws IOException {
        ByteBuffer[] prepared = prepare(workload, pipeline);
        int linesPerPipeline = pipeline * workload.linesPerReply();
        latencies = 0;
        long cpuBefore = cpuClock.nanos();
        long start = clock.nanos();
        long end = start + millis * 1_000_000;
        for (Peer peer : peers) {
            send(peer, prepared[random.nextInt(prepared.length)], linesPerPipeline);
        }
        for (int busy = peers.size(); busy > 0; ) {
            selector.select();
            for (SelectionKey key : selector.selectedKeys()) {
                Peer peer = (Peer) key.attachment();
                if (!advance(key, peer)) {
                    continue;
                }
                record(clock.nanos() - peer.sentAtNanos);
                if (clock.nanos() - end < 0) {
                    send(peer, prepared[random.nextInt(prepared.length)], linesPerPipeline);
                } else {
                    busy--;
                }
            }
            selector.selectedKeys().clear();
        }
        return measured((long) latencies * pipeline, clock.nanos() - start, cpuClock.nanos() - cpuBefore);
    }

    private ByteBuffer[] prepare(Workload workload, int pipeline) {
        ByteBuffer[] prepared = new ByteBuffer[Math.max(16, PREPARED_REQUESTS / pipeline)];
        for (int i = 0; i < prepared.length; i++) {
            byte[] bytes = workload.pipeline(pipeline, random);
            prepared[i] = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        }
        return prepared;
    }

    private Measured measured(long operations, long nanos, long cpuNanos) {
        Arrays.sort(latenciesNanos, 0, latencies);
        long p99 = latenciesNanos[(int) (latencies * 0.99)];
        return new Measured(operations * 1e9 / nanos, p99 / 1e3, cpuNanos / 1e3 / operations);
    }

    private void send(Peer peer, ByteBuffer pipeline, int lines) throws IOException {
        peer.unsent = pipeline.duplicate();
        peer.linesAwaited = lines;
        peer.sentAtNanos = clock.nanos();
        write(peer);
    }

    private void write(Peer peer) throws IOException {
        peer.channel.write(peer.unsent);
        SelectionKey key = peer.channel.keyFor(selector);
        int interest = peer.unsent.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
        if (key.interestOps() != interest) {
            key.interestOps(interest);
        }
    }

    /** Writes and reads what can be; true if the pipeline is answered. */
    private boolean advance(SelectionKey key, Peer peer) throws IOException {
        if (key.isWritable()) {
            write(peer);
        }
        if (key.isReadable()) {
            peer.linesAwaited -= readLines(peer.channel);
            return peer.linesAwaited == 0;
        }
        return false;
    }

    private int readLines(SocketChannel channel) throws IOException {
        received.clear();
        int length = channel.read(received);
        if (length < 0) {
            throw new IOException("the server closed a connection");
        }
        received.flip().get(lines, 0, length);
        int ends = 0;
        for (int i = 0; i < length; i++) {
            if (lines[i] == '\n') {
                ends++;
            }
        }
        return ends;
    }

    private void record(long nanos) {
        if (latencies == latenciesNanos.length) {
            latenciesNanos = Arrays.copyOf(latenciesNanos, latencies * 2);
        }
        latenciesNanos[latencies++] = nanos;
    }

    @Override
    public void close() throws IOException {
        for (Peer peer : peers) {
            peer.channel.close();
        }
        selector.close();
    }
}
