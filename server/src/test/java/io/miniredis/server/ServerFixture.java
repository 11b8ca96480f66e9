package io.miniredis.server;

import io.miniredis.datastructures.ByteString;
import io.miniredis.persistence.file.DiskFileSystem;
import io.miniredis.persistence.file.FileSystem;
import io.miniredis.protocol.Request;
import io.miniredis.protocol.RespValue;
import io.miniredis.protocol.SplitArgs;
import io.miniredis.server.client.Client;
import io.miniredis.server.config.ServerConfig;
import io.miniredis.server.keyspace.KeyEvent;
import io.miniredis.server.keyspace.KeyspaceEffects;
import io.miniredis.server.log.LogLevel;
import io.miniredis.server.log.ServerLog;
import io.miniredis.server.time.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A server on a virtual clock, without sockets, for tests of commands: {@code show("GET a")} answers as redis-cli would
 * print it.
 */
public final class ServerFixture implements AutoCloseable {
    /** What the calendar shows at first: 2023-11-14 22:13:20 UTC. */
    public static final long START_MILLIS = 1_700_000_000_000L;

    private final VirtualClock clock = new VirtualClock(START_MILLIS);
    private final List<String> propagated = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private final RedisServer server;
    private final Peer peer;

    /** A client of the server under test. */
    public final class Peer {
        private final FakeConnection connection = new FakeConnection();
        private final Client client;

        private Peer() {
            client = onMain(() -> {
                Client accepted = server.accept(connection);
                if (accepted == null) {
                    throw new IllegalStateException("turned away");
                }
                return accepted;
            });
        }

        public Client client() {
            return client;
        }

        public boolean isClosed() {
            return connection.isClosed();
        }

        /** Sends a request and returns all replies written meanwhile, none if it waits. */
        public List<RespValue> send(ByteString... argv) {
            return onMain(() -> {
                connection.writer().clear();
                server.dispatcher().accept(client, Request.of(argv));
                server.turnEnd().batchDone(client, 0);
                return connection.writer().replies();
            });
        }

        /** The same, of a line with redis-cli's quoting. */
        public List<RespValue> send(String line) {
            return send(split(line));
        }

        /** Replies written since the last request. */
        public List<RespValue> received() {
            return onMain(() -> connection.writer().replies());
        }

        public RespValue run(ByteString... argv) {
            List<RespValue> replies = send(argv);
            if (replies.size() != 1) {
                throw new AssertionError("not one reply but " + replies);
            }
            return replies.get(0);
        }

        /** Drops what was written since the last request. */
        public void forgetReplies() {
            connection.writer().clear();
        }

        /** Sends a line with redis-cli's quoting; the reply as redis-cli prints it. */
        public String show(String line) {
            return run(split(line)).toString();
        }
    }

    public ServerFixture() {
        this(ServerConfig.defaults());
    }

    /** Unless save points are set nothing is saved but by command. */
    public ServerFixture(ServerConfig config) {
        this(config, new DiskFileSystem(), new SilentLog());
    }

    /** A server whose files and log are the test's. */
    public ServerFixture(ServerConfig config, FileSystem files, ServerLog log) {
        if (config.persistence.save.isDefault()) {
            config.with("save", "");
        }
        server = new RedisServer(config, clock, 42, log, files);
        // MULTI and EXEC, which apply to no database, are shown with 0.
        server.propagation()
                .addSink((database, resp, offset, length) ->
                        propagated.add(Math.max(database, 0) + " " + readable(resp, offset, length)));
        server.effects().addListener(new KeyspaceEffects.Listener() {
            @Override
            public void keyEvent(int database, ByteString key, KeyEvent event) {
                events.add(event.wireName() + " " + key.utf8());
            }

            @Override
            public void databaseReplaced(int database) {
                events.add("(replaced) " + database);
            }
        });
        peer = new Peer();
    }

    private static ByteString[] split(String line) {
        byte[] bytes = ByteString.of(line).bytes();
        List<ByteString> argv = SplitArgs.split(bytes, 0, bytes.length);
        if (argv == null) {
            throw new IllegalArgumentException("unbalanced quotes: " + line);
        }
        return argv.toArray(new ByteString[0]);
    }

    private static String readable(byte[] resp, int offset, int length) {
        StringBuilder text = new StringBuilder();
        String[] lines = ByteString.wrap(Arrays.copyOfRange(resp, offset, offset + length))
                .utf8()
                .split("\r\n", -1);
        for (int i = 2; i < lines.length; i += 2) {
            text.append(text.isEmpty() ? "" : " ").append(lines[i]);
        }
        return text.toString();
    }

    public RedisServer server() {
        return server;
    }

    /** One more client. */
    public Peer connect() {
        return new Peer();
    }

    public String show(String line) {
        return peer.show(line);
    }

    public RespValue run(String... argv) {
        ByteString[] bytes = new ByteString[argv.length];
        for (int i = 0; i < argv.length; i++) {
            bytes[i] = ByteString.of(argv[i]);
        }
        return peer.run(bytes);
    }

    public Peer peer() {
        return peer;
    }

    /** Begins what the server does on its own; it goes on as time is let pass. */
    public void startCron() {
        onMain(() -> {
            server.cron().start();
            return true;
        });
    }

    /** Lets time pass and fires what is due. */
    public void advance(Duration time) {
        onMain(() -> {
            server.mainThread().advance(time.toNanos());
            return time;
        });
    }

    /** What was propagated since the last call, as {@code 0 SET a b}: the database, then the command. */
    public List<String> propagated() {
        return onMain(() -> {
            List<String> taken = List.copyOf(propagated);
            propagated.clear();
            return taken;
        });
    }

    /** The key events since the last call, as {@code set a}; the classes {@code new} and {@code keymiss} left out. */
    public List<String> events() {
        return onMain(() -> {
            List<String> taken = new ArrayList<>();
            for (String event : events) {
                if (!event.startsWith("new ") && !event.startsWith("keymiss ")) {
                    taken.add(event);
                }
            }
            events.clear();
            return taken;
        });
    }

    /** Runs an action on the main thread and waits for its result. */
    public <T> T onMain(Callable<T> action) {
        if (server.mainThread().isCurrent()) {
            return call(action);
        }
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

    private static <T> T call(Callable<T> action) {
        try {
            return action.call();
        } catch (Exception e) {
            throw new AssertionError("on the main thread: " + e, e);
        }
    }

    @Override
    public void close() {
        server.stop();
    }

    private static final class SilentLog implements ServerLog {
        @Override
        public void log(LogLevel level, String text) {}

        @Override
        public boolean isEnabled(LogLevel level) {
            return false;
        }

        @Override
        public void raw(String text) {
            if (text.contains("BUG REPORT")) {
                throw new AssertionError(text);
            }
        }

        @Override
        public void failure(String text, Throwable cause) {
            throw new AssertionError(text, cause);
        }
    }
}
