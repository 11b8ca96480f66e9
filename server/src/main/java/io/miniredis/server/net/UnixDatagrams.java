package io.miniredis.server.net;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Datagrams to a Unix socket, as systemd and syslog take them. Java has streams only; Netty's native library has both.
 *
 * <p>May be used from any thread. Nothing is waited for: a datagram that the receiver has no room for is lost. The
 * socket is open until the process ends.
 */
public final class UnixDatagrams {
    private static final int LONGEST_BYTES = 8192;

    private final byte[] path;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(LONGEST_BYTES);
    private @Nullable Socket socket;

    /**
     * The way to a socket, which need not be there yet. Nothing is opened, nor Netty loaded, before something is sent.
     *
     * @param path with {@code @} at its beginning it is a name in Linux's abstract namespace
     */
    public UnixDatagrams(String path) {
        this.path = path.getBytes(StandardCharsets.UTF_8);
        if (path.startsWith("@")) {
            this.path[0] = 0;
        }
    }

    /** Sends a datagram, its first 8 KB. False if nobody takes it, or where there is no native library. */
    public synchronized boolean send(byte[] datagram) {
        if (!Epoll.isAvailable()) {
            return false;
        }
        buffer.clear();
        buffer.put(datagram, 0, Math.min(datagram.length, LONGEST_BYTES));
        try {
            return open().sendToDomainSocket(buffer, 0, buffer.position(), path) > 0;
        } catch (IOException nobodyThere) {
            return false;
        }
    }

    private Socket open() {
        Socket opened = socket;
        if (opened == null) {
            opened = Socket.newSocketDomainDgram();
            socket = opened;
        }
        return opened;
    }

    @Override
    public String toString() {
        return "UnixDatagrams[" + new String(path, StandardCharsets.UTF_8).replace('\0', '@') + "]";
    }
}
