package io.miniredis.server.scripting.debug;

import io.miniredis.datastructures.ByteString;
import io.miniredis.persistence.file.DiskFileSystem;
import io.miniredis.persistence.rdb.RdbInput;
import io.miniredis.persistence.rdb.RdbReader;
import io.miniredis.persistence.rdb.RdbWriter;
import io.miniredis.persistence.snapshot.RdbPreface;
import io.miniredis.persistence.snapshot.RdbSnapshot;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Request;
import io.miniredis.server.RedisServer;
import io.miniredis.server.acl.User;
import io.miniredis.server.client.Client;
import io.miniredis.server.command.Command;
import io.miniredis.server.command.CommandDispatcher;
import io.miniredis.server.config.RenamedCommand;
import io.miniredis.server.config.ServerConfig;
import io.miniredis.server.config.Setting;
import io.miniredis.server.persistence.KeyspaceLoader;
import io.miniredis.server.time.SystemClock;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The server once more, for one session: with the same data, users and limits, without ports and files, on threads of
 * its own. What the script changes there is forgotten with it, and others are served meanwhile.
 *
 * <p>Redis forks for this. A JVM cannot, so the data are taken by a snapshot, as for a replica, and loaded into a
 * second server in the same JVM, which needs about as much memory again while the session lasts. If there is not so
 * much, the answer is that of a fork that failed for want of memory.
 */
final class ServerCopy {
    /** What decides how commands behave and how values are kept. */
    private static final List<ByteString> SETTINGS = List.of(
            ByteString.of("databases"),
            ByteString.of("*-max-*"),
            ByteString.of("maxmemory*"),
            ByteString.of("lfu-*"),
            ByteString.of("list-compress-depth"),
            ByteString.of("busy-reply-threshold"));

    /** After this time a snapshot that is being made for somebody else is looked at again. */
    private static final long RETRY_NANOS = 10_000_000;

    /** A copy as large as the data, and the bytes on the way there. */
    private static final int MEMORY_FACTOR = 2;

    private final RedisServer server;
    private final Client client;
    private final DebugSession session;
    private final Request request;
    private final Consumer<ServerCopy> whenGone;
    private final int protocol;
    private final int database;
    private final boolean noTouch;
    private final @Nullable ByteString userName;
    private final RdbInMemory rdb = new RdbInMemory();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile @Nullable RedisServer copy;
    private volatile @Nullable Thread thread;
    private volatile boolean ending;

    /** @param whenGone is told, on some thread, when the session is over */
    ServerCopy(
            RedisServer server, Client client, DebugSession session, Request request, Consumer<ServerCopy> whenGone) {
        this.server = server;
        this.client = client;
        this.session = session;
        this.request = request;
        this.whenGone = whenGone;
        this.protocol = client.protocol();
        this.database = client.database();
        this.noTouch = client.isNoTouch();
        this.userName = client.user() == null ? null : client.user().name();
        checkMemory();
    }

    private void checkMemory() {
        long freeBytes =
                Runtime.getRuntime().maxMemory() - server.memory().use().usedBytes();
        if (freeBytes < MEMORY_FACTOR * server.memory().use().usedBytes()) {
            throw new ErrorReply("ERR Fork() failed: can't run EVAL in debugging mode: Cannot allocate memory");
        }
    }

    // ---- on the server's main thread ----

    /** Takes the data and goes on elsewhere. */
    void begin() {
        if (client.isClosed()) {
            gone();
        } else if (server.persistence().snapshots().isRunning()) {
            server.mainThread().executeAfter(RETRY_NANOS, this::begin);
        } else {
            RdbWriter writer = new RdbWriter(rdb, false, false);
            RdbSnapshot target = new RdbSnapshot(
                    writer,
                    bare(server.persistence().rdb().preface(false)),
                    server.databases().accessClock().savedUsage());
            server.persistence().snapshots().begin("redis-debug-copy", target, this::taken);
        }
    }

    /** Without what is told about a file. */
    private static RdbPreface bare(RdbPreface preface) {
        return new RdbPreface(preface.version(), List.of(), preface.functions());
    }

    private void taken(@Nullable Throwable failure) {
        if (failure != null) {
            server.log().warning("Can't copy the data for debugging: " + failure);
            server.clientLife().disconnect(client, "debugging failed");
            gone();
            return;
        }
        ServerConfig config = config();
        long seed = server.random().nextLong();
        Thread runner = new Thread(() -> live(config, seed), "redis-debug");
        runner.setDaemon(true);
        thread = runner;
        runner.start();
    }

    private ServerConfig config() {
        ServerConfig config = ServerConfig.defaults();
        for (Setting setting : server.config().get(SETTINGS)) {
            config.with(setting.name().utf8(), setting.value().utf8());
        }
        StringBuilder directives = new StringBuilder();
        for (RenamedCommand renamed : server.config().renamedCommands()) {
            directives.append("rename-command ").append(renamed.from().utf8());
            directives.append(" \"").append(renamed.to().utf8()).append("\"\n");
        }
        for (User user : server.access().users().all()) {
            directives.append(user.line()).append('\n');
        }
        return config.load(directives.toString());
    }

    // ---- on a thread of its own ----

    private void live(ServerConfig config, long seed) {
        RedisServer made = new RedisServer(config, new SystemClock(), seed, server.log(), new DiskFileSystem());
        copy = made;
        if (ending) {
            made.shutdown().announce();
        }
        try {
            made.userChanges().begin();
            made.mainThread().execute(() -> debug(made));
            over.await();
        } catch (IOException e) {
            server.log().failure("A copy of the server for debugging has failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            made.stop();
            gone();
        }
    }

    private void gone() {
        whenGone.accept(this);
    }

    // ---- on the copy's main thread ----

    private void debug(RedisServer made) {
        try {
            load(made);
        } catch (IOException e) {
            server.log().failure("A copy of the server for debugging cannot be filled", e);
            over.countDown();
            return;
        }
        server.log().notice("Redis forked for debugging eval");
        Client here = newClient(made);
        Command command = CommandDispatcher.find(made.commands(), request);
        if (command == null) {
            throw new IllegalStateException("the copy does not know " + request);
        }
        new SessionRun(made, here, command, request).run(new CopyConsole(made, here, session));
        server.log().notice("Lua debugging session child exiting");
    }

    private void load(RedisServer made) throws IOException {
        made.persistence().loading().begin(rdb.size(), made.time().clock().millis() / 1_000);
        try {
            KeyspaceLoader loader = new KeyspaceLoader(made, true, false);
            new RdbReader(
                            new RdbInput(rdb, rdb.size()),
                            loader,
                            made.databases().collections(),
                            false)
                    .read();
        } finally {
            made.persistence().loading().end();
        }
    }

    private Client newClient(RedisServer made) {
        RelayedConnection connection = new RelayedConnection(server, client, over::countDown);
        Client here =
                new Client(made.clients().nextId(), connection, made.time().millis());
        here.authenticated(true);
        here.protocol(protocol);
        here.database(database);
        here.noTouch(noTouch);
        here.user(userName == null ? null : made.access().users().find(userName));
        here.debugSession(session);
        made.clients().add(here);
        return here;
    }

    // ---- the end of the server ----

    /** Ends the session and waits until nothing is left of it. Called by another thread. */
    void end() {
        server.log().notice("Killing debugging session of " + client);
        ending = true;
        RedisServer made = copy;
        if (made != null) {
            made.shutdown().announce();
        }
        session.end();
        Thread runner = thread;
        if (runner != null) {
            try {
                runner.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public String toString() {
        return "ServerCopy[for " + client + ", " + rdb + "]";
    }
}
