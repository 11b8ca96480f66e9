package io.miniredis.server.net;

import static org.junit.jupiter.api.Assertions.fail;

import io.miniredis.protocol.RespClient;
import io.miniredis.server.RedisServer;
import io.miniredis.server.config.ServerConfig;
import io.miniredis.server.log.LogLevel;
import io.miniredis.server.log.ServerLog;
import io.miniredis.server.time.Clock;
import io.miniredis.server.time.VirtualClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A server on a free port of 127.0.0.1 and a virtual clock, for tests that need sockets. */
final class SocketServer implements AutoCloseable {
    /** How the server waits for its sockets, and where it decodes. */
    enum Mode {
        EPOLL_MAIN_THREAD("epoll", 1),
        EPOLL_IO_THREADS("epoll", 2),
        NIO_MAIN_THREAD("nio", 1),
        NIO_IO_THREADS("nio", 3);

        private final String transport;
        private final int ioThreads;

        Mode(String transport, int ioThreads) {
            this.transport = transport;
            this.ioThreads = ioThreads;
        }

        boolean hasIoThreads() {
            return ioThreads > 1;
        }
    }

    private static final int READ_TIMEOUT_MILLIS = 20_000;

    private final RedisServer server;
    private final List<String> log = new CopyOnWriteArrayList<>();

    private SocketServer(Mode mode, ServerConfig config, Clock clock) throws IOException {
        config.with("bind", "127.0.0.1").with("io-threads", String.valueOf(mode.ioThreads));
        System.setProperty(Transport.PROPERTY, mode.transport);
        try {
            server = new RedisServer(config, clock, 7, new Recorder());
        } finally {
            System.clearProperty(Transport.PROPERTY);
        }
        server.start(true, false);
    }

    static SocketServer start(Mode mode, ServerConfig config) throws IOException {
        return new SocketServer(mode, config, new VirtualClock(1_700_000_000_000L));
    }

    /** A server whose clock goes on by a millisecond whenever it is read: what looks at it often takes long. */
    static SocketServer startOnEagerClock(Mode mode, ServerConfig config) throws IOException {
        return new SocketServer(mode, config, new EagerClock());
    }

    static SocketServer start(Mode mode) throws IOException {
        return start(mode, ServerConfig.defaults());
    }

    RedisServer server() {
        return server;
    }

    int port() {
        return server.port();
    }

    RespClient connect() throws IOException {
        return RespClient.connect("127.0.0.1", server.port(), READ_TIMEOUT_MILLIS);
    }

    Socket socket() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(READ_TIMEOUT_MILLIS);
        return socket;
    }

    /** Lines of the log, each behind the name of its level. */
    List<String> log() {
        return log;
    }

    boolean hasLogged(String part) {
        return log.stream().anyMatch(line -> line.contains(part));
    }

    void advance(Duration time) {
        onMain(() -> {
            server.mainThread().advance(time.toNanos());
            return time;
        });
    }

    <T> T onMain(Callable<T> action) {
        CompletableFuture<T> result = new CompletableFuture<>();
        server.mainThread().execute(() -> {
            try {
                result.complete(action.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        try {
            return result.get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("on the main thread: " + e, e);
        }
    }

    /** Waits for what the operating system's threads bring about. */
    void eventually(String what, Callable<Boolean> condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!onMain(condition)) {
            if (System.nanoTime() - deadline > 0) {
                fail(what + " did not come true");
            }
        }
    }

    @Override
    public void close() {
        server.stop();
    }

    private final class Recorder implements ServerLog {
        @Override
        public void log(LogLevel level, String text) {
            log.add(level + " " + text);
        }

        @Override
        public boolean isEnabled(LogLevel level) {
            return true;
        }

        @Override
        public void failure(String text, Throwable cause) {
            log.add("FAILURE " + text + " " + cause);
        }
    }
}
