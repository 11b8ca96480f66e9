package io.miniredis.server;

import io.miniredis.server.log.ServerLog;
import io.miniredis.server.net.UnixDatagrams;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The service manager that started the process, told how it fares ({@code supervised}; redisIsSupervised and
 * redisCommunicateSystemd in server.c). systemd takes datagrams at the socket that NOTIFY_SOCKET names (sd_notify(3)).
 */
final class Supervisor {
    private static final String SOCKET = "NOTIFY_SOCKET";

    /** Nobody. */
    static final Supervisor NONE = new Supervisor(null);

    private final @Nullable UnixDatagrams systemd;

    private Supervisor(@Nullable UnixDatagrams systemd) {
        this.systemd = systemd;
    }

    /** True if systemd started the process and is to be told. */
    static boolean isSystemd(String mode, Map<String, String> environment) {
        return environment.get(SOCKET) != null && (mode.equals("systemd") || mode.equals("auto"));
    }

    /** Finds the manager, and tells it that the server is starting. */
    static Supervisor find(String mode, Map<String, String> environment, ServerLog log) {
        String socket = environment.get(SOCKET);
        boolean isSystemd = mode.equals("systemd") || (mode.equals("auto") && socket != null);
        if (mode.equals("upstart")) {
            log.warning("supervised upstart has no effect: a JVM cannot stop itself to tell that it is ready");
        }
        if (!isSystemd) {
            return NONE;
        }
        if (socket == null) {
            log.warning("systemd supervision error: NOTIFY_SOCKET not found!");
            return NONE;
        }
        Supervisor found = new Supervisor(new UnixDatagrams(socket));
        if (found.tell("STATUS=Redis is loading...\n")) {
            log.notice("Supervised by systemd. Please make sure you set appropriate values for TimeoutStartSec and"
                    + " TimeoutStopSec in your service unit.");
            return found;
        }
        log.warning("systemd supervision error: " + SOCKET + "=" + socket + " takes no message");
        return NONE;
    }

    /** Clients may come. */
    void ready(boolean isReplica) {
        tell(
                isReplica
                        ? "STATUS=Ready to accept connections in read-only mode. Waiting for MASTER <-> REPLICA sync\n"
                        : "STATUS=Ready to accept connections\n");
        tell("READY=1\n");
    }

    /** The server is about to end. */
    void stopping() {
        tell("STOPPING=1\n");
    }

    private boolean tell(String message) {
        return systemd != null && systemd.send(message.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "Supervisor[" + (systemd == null ? "none" : systemd) + "]";
    }
}
