package io.miniredis.server.sentinel;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.ReplyDecoder;
import io.miniredis.protocol.RequestEncoder;
import io.miniredis.protocol.RespValue;
import io.miniredis.replication.sentinel.ConnectionListener;
import io.miniredis.replication.sentinel.InstanceAddress;
import io.miniredis.replication.sentinel.InstanceConnection;
import io.miniredis.server.RedisServer;
import io.miniredis.server.client.Connection;
import io.miniredis.server.net.OutgoingSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** A socket to an instance. What is sent before it is connected is kept until then. */
final class InstanceSocket implements InstanceConnection, OutgoingSocket.Listener {
    private static final int CHUNK_BYTES = 4 * 1024;

    private final ConnectionListener listener;
    private final OutgoingSocket socket;
    private final ReplyDecoder decoder = new ReplyDecoder();
    private final ByteArrayOutputStream early = new ByteArrayOutputStream(0);
    private boolean connected;
    private boolean closed;

    InstanceSocket(RedisServer server, InstanceAddress address, ConnectionListener listener) {
        this.listener = listener;
        this.socket = new OutgoingSocket(server, this, CHUNK_BYTES);
        socket.connect(
                new InetSocketAddress(address.ip(), address.port()),
                server.config().tls.replication.value());
    }

    @Override
    public void send(String... arguments) {
        ByteString[] request = new ByteString[arguments.length];
        for (int i = 0; i < request.length; i++) {
            request[i] = ByteString.wrap(Ascii.bytes(arguments[i]));
        }
        byte[] bytes = RequestEncoder.encode(request);
        if (connected) {
            socket.send(bytes);
        } else {
            early.writeBytes(bytes);
        }
    }

    @Override
    public @Nullable String localIp() {
        Connection connection = socket.connection();
        if (connection == null) {
            return null;
        }
        String address = connection.localAddress();
        String host = address.substring(0, address.lastIndexOf(':'));
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    @Override
    public void close() {
        closed = true;
        socket.close();
    }

    @Override
    public void connected() {
        connected = true;
        socket.send(early.toByteArray());
        early.reset();
    }

    @Override
    public void received(byte[] bytes, int length) {
        decoder.add(bytes, length);
        try {
            for (RespValue value = decoder.next(); value != null && !closed; value = decoder.next()) {
                listener.received(value);
            }
        } catch (IOException malformed) {
            close();
            listener.lost();
        }
    }

    @Override
    public void closed(String reason) {
        listener.lost();
    }

    @Override
    public String toString() {
        return "InstanceSocket[" + socket + "]";
    }
}
