package io.miniredis.server.migration;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * A connection to the server that gets keys. Whoever uses it waits, but no step of it waits longer than its time-out
 * for something to happen: a blocking socket of the JDK knows no such limit for writing.
 *
 * <p>Confined to the main thread; {@link MigrationSockets} owns it.
 */
public final class MigrationSocket implements Closeable {
    /** {@link #database} if it is not known. */
    public static final long NO_DATABASE = -1;

    private static final int BUFFER_BYTES = 16 * 1024;

    /** Of a reply's first line, as in Redis; the rest is cut off. */
    private static final int MAX_LINE_BYTES = 1024;

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey interest;
    private final ByteBuffer received = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
    private long database = NO_DATABASE;
    private long usedAtMillis;

    private MigrationSocket(SocketChannel channel, Selector selector) throws IOException {
        this.channel = channel;
        this.selector = selector;
        this.interest = channel.register(selector, 0);
    }

    static MigrationSocket connect(String host, int port, long timeoutMillis) throws IOException {
        // Of what is too large the lower bits count, for the C library as well.
        InetSocketAddress address = new InetSocketAddress(host, port & 0xFFFF);
        if (port < 0 || address.isUnresolved()) {
            throw new UnknownHostException(host);
        }
        SocketChannel channel = SocketChannel.open();
        Selector selector = Selector.open();
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            MigrationSocket socket = new MigrationSocket(channel, selector);
            if (!channel.connect(address)) {
                socket.await(SelectionKey.OP_CONNECT, timeoutMillis);
                channel.finishConnect();
            }
            return socket;
        } catch (IOException | RuntimeException failure) {
            channel.close();
            selector.close();
            throw failure;
        }
    }

    /** The database that is selected there, or {@link #NO_DATABASE}. */
    public long database() {
        return database;
    }

    public void database(long index) {
        database = index;
    }

    long usedAtMillis() {
        return usedAtMillis;
    }

    void usedAt(long millis) {
        usedAtMillis = millis;
    }

    /** Sends all of it. @throws SocketTimeoutException if nothing could be sent for so long */
    public void write(byte[] bytes, long timeoutMillis) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            if (channel.write(rest) == 0) {
                await(SelectionKey.OP_WRITE, timeoutMillis);
            }
        }
    }

    /** The next line, without its end. @throws SocketTimeoutException if nothing came for so long */
    public String readLine(long timeoutMillis) throws IOException {
        byte[] line = new byte[MAX_LINE_BYTES];
        int length = 0;
        while (true) {
            if (!received.hasRemaining()) {
                receive(timeoutMillis);
            }
            byte next = received.get();
            if (next == '\n') {
                return new String(line, 0, length, StandardCharsets.UTF_8);
            }
            if (next != '\r' && length < line.length) {
                line[length++] = next;
            }
        }
    }

    private void receive(long timeoutMillis) throws IOException {
        received.clear();
        int count = channel.read(received);
        while (count == 0) {
            await(SelectionKey.OP_READ, timeoutMillis);
            count = channel.read(received);
        }
        received.flip();
        if (count < 0) {
            received.limit(0);
            throw new IOException("closed by the other side");
        }
    }

    private void await(int operation, long timeoutMillis) throws IOException {
        interest.interestOps(operation);
        selector.selectedKeys().clear();
        if (selector.select(timeoutMillis) == 0) {
            throw new SocketTimeoutException();
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }

    @Override
    public String toString() {
        return "MigrationSocket[" + channel + ", db=" + database + "]";
    }
}
