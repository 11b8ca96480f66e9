package io.miniredis.protocol;

import io.miniredis.datastructures.ByteString;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A small blocking client for tests, measurements and talking to other servers.
 *
 * <p>{@link #send} only queues, so that many requests travel together; {@link #receive} flushes what is queued and
 * waits for one reply. An error is a reply like any other. For one thread; it owns its socket.
 */
public final class RespClient implements Closeable {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Socket socket;
    private final OutputStream output;
    private final RespReader reader;
    private boolean hasQueued;

    private RespClient(Socket socket) throws IOException {
        this.socket = socket;
        this.output = new BufferedOutputStream(socket.getOutputStream(), BUFFER_BYTES);
        this.reader = new RespReader(socket.getInputStream());
    }

    /** @param timeoutMillis for connecting and then for every read; 0 waits for ever */
    public static RespClient connect(String host, int port, int timeoutMillis) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(host, port), timeoutMillis);
            socket.setSoTimeout(timeoutMillis);
            return new RespClient(socket);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** How long {@link #receive} waits for bytes before it fails with a SocketTimeoutException; 0 is for ever. */
    public void readTimeout(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    /** Queues a request. */
    public void send(ByteString... argv) throws IOException {
        write(RequestEncoder.encode(argv));
    }

    /** Queues a request of UTF-8 texts. */
    public void send(String... argv) throws IOException {
        send(bytes(argv));
    }

    /** Queues bytes as they are. */
    public void write(byte[] bytes) throws IOException {
        output.write(bytes);
        hasQueued = true;
    }

    /** Sends what is queued. */
    public void flush() throws IOException {
        output.flush();
        hasQueued = false;
    }

    /** Sends what is queued and waits for the next reply, which may be a push. */
    public RespValue receive() throws IOException {
        if (hasQueued) {
            flush();
        }
        return reader.read();
    }

    /** Sends a request and waits for the next reply. */
    public RespValue call(ByteString... argv) throws IOException {
        send(argv);
        return receive();
    }

    /** Sends a request of UTF-8 texts and waits for the next reply. */
    public RespValue call(String... argv) throws IOException {
        send(argv);
        return receive();
    }

    /** Where replies come from, for what is not a reply. */
    public RespReader reader() {
        return reader;
    }

    public boolean isClosed() {
        return socket.isClosed();
    }

    /** The port of this end of the connection. */
    public int localPort() {
        return socket.getLocalPort();
    }

    /** Closes the connection at once; what is queued is dropped. */
    @Override
    public void close() throws IOException {
        socket.close();
    }

    @Override
    public String toString() {
        return "RespClient[" + socket.getRemoteSocketAddress() + (isClosed() ? ", closed]" : "]");
    }

    private static ByteString[] bytes(String[] argv) {
        ByteString[] bytes = new ByteString[argv.length];
        for (int i = 0; i < argv.length; i++) {
            bytes[i] = ByteString.of(argv[i]);
        }
        return bytes;
    }
}
