package io.miniredis.server.migration;

import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The connections of MIGRATE by address, which stay open for ten seconds after their last use (migrateGetSocket):
 * who moves a slot of a cluster sends many commands to the same server.
 *
 * <p>Confined to the main thread.
 */
public final class MigrationSockets {
    private static final int MAX_SOCKETS = 64;
    private static final long MAX_IDLE_MILLIS = 10_000;

    private final Map<String, MigrationSocket> sockets = new LinkedHashMap<>();

    /** How many are open: INFO's {@code migrate_cached_sockets}. */
    public int size() {
        return sockets.size();
    }

    /** The open connection to this address, or a new one. */
    public MigrationSocket open(String host, int port, long timeoutMillis, long nowMillis) throws IOException {
        String address = address(host, port);
        MigrationSocket socket = sockets.get(address);
        if (socket == null) {
            if (sockets.size() == MAX_SOCKETS) {
                discard(sockets.keySet().iterator().next());
            }
            socket = MigrationSocket.connect(host, port, timeoutMillis);
            sockets.put(address, socket);
        }
        socket.usedAt(nowMillis);
        return socket;
    }

    /** Closes the connection to this address, if there is one. */
    public void close(String host, int port) {
        discard(address(host, port));
    }

    private static String address(String host, int port) {
        return host + ":" + port;
    }

    private void discard(String address) {
        MigrationSocket socket = sockets.remove(address);
        if (socket != null) {
            closeQuietly(socket);
        }
    }

    /** Closes what was not used for some time; to be called now and then. */
    public void closeIdle(long nowMillis) {
        Iterator<MigrationSocket> each = sockets.values().iterator();
        while (each.hasNext()) {
            MigrationSocket socket = each.next();
            if (nowMillis - socket.usedAtMillis() > MAX_IDLE_MILLIS) {
                each.remove();
                closeQuietly(socket);
            }
        }
    }

    public void closeAll() {
        closeIdle(Long.MAX_VALUE);
    }

    /** What a connection says while it goes is of no interest any more. */
    private static void closeQuietly(MigrationSocket socket) {
        try {
            socket.close();
        } catch (IOException ignored) {
            // It is gone.
        }
    }

    @Override
    public String toString() {
        return "MigrationSockets" + sockets.keySet();
    }
}
