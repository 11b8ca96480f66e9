package io.miniredis.compat.servers;

import io.miniredis.compat.reply.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/** Servers of both kinds that work together: time passes for all of them, the real ones' and the virtual one. */
public final class ServerGroup implements AutoCloseable {
    private static final long STEP_MILLIS = 20;

    private final List<Target> servers = new CopyOnWriteArrayList<>();
    private final Duration longestWait;
    private final Duration step;

    /**
     * @param longestWait how long something may take to happen, in real time
     * @param step what passes on virtual clocks while 20 ms pass on real ones
     */
    public ServerGroup(Duration longestWait, Duration step) {
        this.longestWait = longestWait;
        this.step = step;
    }

    public Target add(Target server) {
        servers.add(server);
        return server;
    }

    /** Ends a server. */
    public void end(Target server) {
        servers.remove(server);
        server.close();
    }

    /** The one that was added first, of those that are left. */
    public Target first() {
        return servers.get(0);
    }

    public boolean isEmpty() {
        return servers.isEmpty();
    }

    /** The reply to a command, as text. */
    public static String call(Target server, String... words) {
        try (Connection connection = new Connection(server.port())) {
            return connection.call(words).toString();
        }
    }

    /** Lets time pass for all until something is so. */
    public void until(String what, BooleanSupplier isSo) throws InterruptedException {
        for (long waited = 0; waited < longestWait.toMillis(); waited += STEP_MILLIS) {
            if (isSo.getAsBoolean()) {
                return;
            }
            for (Target server : servers) {
                if (server instanceof MiniRedisTarget) {
                    server.advance(step);
                }
            }
            Thread.sleep(STEP_MILLIS);
        }
        throw new AssertionError(what + " did not happen");
    }

    @Override
    public void close() {
        servers.forEach(Target::close);
    }
}
