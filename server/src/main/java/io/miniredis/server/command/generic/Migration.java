package io.miniredis.server.command.generic;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.datastructures.Numbers;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.RequestEncoder;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.migration.MigrationSocket;
import io.miniredis.server.migration.MigrationSockets;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The conversation of one MIGRATE: all requests are sent, then all replies are read.
 *
 * <pre>
 *   AUTH [user] password                 if there is a password
 *   SELECT database                      unless the connection is there already
 *   RESTORE key ttl payload [REPLACE]    for each key; between nodes of a cluster RESTORE-ASKING
 * </pre>
 *
 * <p>It stops the main thread until it is over, as in Redis: a key is always on one side or the other, and nobody
 * changes it on the way. Its time-out limits each silence of the other server.
 */
final class Migration {
    private static final ByteString AUTH = ByteString.of("AUTH");
    private static final ByteString SELECT = ByteString.of("SELECT");
    private static final ByteString RESTORE = ByteString.of("RESTORE");
    private static final ByteString RESTORE_ASKING = ByteString.of("RESTORE-ASKING");
    private static final ByteString REPLACE = ByteString.of("REPLACE");

    private final CommandCall call;
    private final MigrateOptions options;
    private final List<ByteString> keys;
    private final List<ByteString> sent = new ArrayList<>();
    private final List<ByteString> arrived = new ArrayList<>();
    private @Nullable ErrorReply failure;
    private boolean isWriting;

    /** @param keys that are there */
    Migration(CommandCall call, MigrateOptions options, List<ByteString> keys) {
        this.call = call;
        this.options = options;
        this.keys = keys;
    }

    /** The keys that the other server has now. */
    List<ByteString> arrived() {
        return arrived;
    }

    /** Why not all of it worked, or null. */
    @Nullable
    ErrorReply failure() {
        return failure;
    }

    void run() {
        // A connection that was kept open may have been closed by the other side: then a new one is tried.
        if (!attempt()) {
            attempt();
        }
    }

    /** Returns false if nothing at all was done and another attempt makes sense. */
    private boolean attempt() {
        MigrationSockets sockets = call.server().migrationSockets();
        failure = null;
        sent.clear();
        MigrationSocket socket;
        try {
            socket = sockets.open(options.host(), options.port(), options.timeoutMillis(), call.nowMillis());
        } catch (IOException unreachable) {
            // Redis does not ask how the connection went: it notices when it writes.
            boolean isRefused = unreachable instanceof ConnectException;
            failure = isRefused ? GenericErrors.MIGRATE_WRITING : GenericErrors.MIGRATE_CONNECTING;
            return true;
        }
        boolean selects = socket.database() != options.database();
        try {
            isWriting = true;
            send(socket, selects);
            isWriting = false;
            receive(socket, selects);
            return true;
        } catch (IOException broken) {
            sockets.close(options.host(), options.port());
            if (failure == null) {
                failure = isWriting ? GenericErrors.MIGRATE_WRITING : GenericErrors.MIGRATE_READING;
                return broken instanceof SocketTimeoutException || !arrived.isEmpty();
            }
            return true;
        }
    }

    // ---- requests ----

    private void send(MigrationSocket socket, boolean selects) throws IOException {
        ByteString password = options.password();
        if (password != null) {
            ByteString user = options.user();
            send(socket, user == null ? new ByteString[] {AUTH, password} : new ByteString[] {AUTH, user, password});
        }
        if (selects) {
            send(socket, SELECT, number(options.database()));
        }
        for (ByteString key : keys) {
            KeyEntry entry = call.db().peekEntry(key);
            long ttl = entry == null ? -1 : ttl(entry);
            if (entry != null && ttl >= 0) {
                sent.add(key);
                restore(socket, key, ttl, DumpCommands.payloadOf(call, entry.value()));
            }
        }
    }

    /** What the key has left, in milliseconds; 0 if it does not expire, -1 if it has expired. */
    private long ttl(KeyEntry entry) {
        if (entry.expireAtMillis() == KeyEntry.NO_EXPIRE) {
            return 0;
        }
        long left = entry.expireAtMillis() - call.nowMillis();
        return left < 0 ? -1 : Math.max(left, 1);
    }

    private void restore(MigrationSocket socket, ByteString key, long ttl, byte[] payload) throws IOException {
        ByteString value = ByteString.wrap(payload);
        ByteString restore = call.server().cluster() == null ? RESTORE : RESTORE_ASKING;
        if (options.replace()) {
            send(socket, restore, key, number(ttl), value, REPLACE);
        } else {
            send(socket, restore, key, number(ttl), value);
        }
    }

    private static ByteString number(long value) {
        return ByteString.wrap(Numbers.digits(value));
    }

    private void send(MigrationSocket socket, ByteString... request) throws IOException {
        socket.write(RequestEncoder.encode(request), options.timeoutMillis());
    }

    // ---- replies ----

    private void receive(MigrationSocket socket, boolean selects) throws IOException {
        String authentication = options.password() == null ? "" : read(socket);
        String selection = selects ? read(socket) : "";
        String earlier = isError(authentication) ? authentication : isError(selection) ? selection : "";
        for (ByteString key : sent) {
            String reply = read(socket);
            String error = earlier.isEmpty() && isError(reply) ? reply : earlier;
            if (error.isEmpty()) {
                arrived.add(key);
            } else if (failure == null) {
                failure = new ErrorReply("ERR Target instance replied with error: " + error.substring(1));
            }
        }
        socket.database(failure == null ? options.database() : MigrationSocket.NO_DATABASE);
    }

    private String read(MigrationSocket socket) throws IOException {
        return socket.readLine(options.timeoutMillis());
    }

    private static boolean isError(String reply) {
        return reply.startsWith("-");
    }
}
