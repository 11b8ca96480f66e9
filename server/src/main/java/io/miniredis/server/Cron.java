package io.miniredis.server;

/** What the server does on its own, {@code hz} times a second (serverCron). */
public final class Cron {
    private final RedisServer server;

    Cron(RedisServer server) {
        this.server = server;
    }

    void start() {
        run();
    }

    private void run() {
        server.time().refresh();
        server.rates().sample(server.stats(), server.time().nanos());
        server.clientLife().cron();
        server.mainThread().schedule(1_000 / server.config().keyspace.hz.value(), this::run);
    }
}
