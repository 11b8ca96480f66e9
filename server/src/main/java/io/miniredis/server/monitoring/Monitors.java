package io.miniredis.server.monitoring;

import io.miniredis.datastructures.Ascii;
import io.miniredis.protocol.Request;
import io.miniredis.server.client.Client;
import io.miniredis.server.client.ClientLife;
import io.miniredis.server.client.ReplyMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The clients that said MONITOR: each is sent a line for every command (replicationFeedMonitors).
 *
 * <p>Confined to the main thread.
 */
public final class Monitors {
    private static final long MICROS_PER_SECOND = 1_000_000;

    private final ClientLife clientLife;
    private final List<Client> clients = new ArrayList<>(0);

    public Monitors(ClientLife clientLife) {
        this.clientLife = clientLife;
    }

    public boolean isEmpty() {
        return clients.isEmpty();
    }

    public void add(Client client) {
        client.monitoring(true);
        clients.add(client);
    }

    /** The client is gone, or begins anew. */
    public void remove(Client client) {
        if (client.isMonitoring()) {
            client.monitoring(false);
            clients.remove(client);
        }
    }

    /**
     * Tells of a command that was executed: {@code 1700000000.123456 [0 127.0.0.1:50000] "get" "key"}.
     *
     * @param nowMicros since 1970-01-01 UTC
     */
    public void feed(long nowMicros, Client client, Request request) {
        StringBuilder line =
                new StringBuilder("+").append(nowMicros / MICROS_PER_SECOND).append('.');
        String fraction = Long.toString(nowMicros % MICROS_PER_SECOND);
        line.append("000000", fraction.length(), 6).append(fraction);
        line.append(" [").append(client.database()).append(' ');
        line.append(client.connection().isUnixSocket() ? "unix:" : "")
                .append(address(client))
                .append(']');
        for (int i = 0; i < request.count(); i++) {
            line.append(' ').append(Ascii.quote(request.arg(i).bytes()));
        }
        byte[] encoded = line.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        for (Client monitor : clients.toArray(new Client[0])) {
            if (monitor.replyMode() != ReplyMode.OFF && clientLife.push(monitor, encoded)) {
                clientLife.checkOutput(monitor);
            }
        }
    }

    /** Of a Unix socket its path alone; a script has no address. */
    private static String address(Client client) {
        if (client.connection().isScript()) {
            return "lua";
        }
        String address = client.connection().remoteAddress();
        return client.connection().isUnixSocket() ? address.substring(0, address.lastIndexOf(':')) : address;
    }

    @Override
    public String toString() {
        return "Monitors[" + clients.size() + "]";
    }
}
