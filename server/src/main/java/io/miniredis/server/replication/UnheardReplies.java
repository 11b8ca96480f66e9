package io.miniredis.server.replication;

import io.miniredis.protocol.DiscardingWriter;
import io.miniredis.protocol.RecordingWriter;
import io.miniredis.protocol.Request;
import io.miniredis.protocol.RespValue;
import io.miniredis.server.RedisServer;
import io.miniredis.server.client.Client;
import io.miniredis.server.client.ClientInfo;
import io.miniredis.server.client.ClientType;
import io.miniredis.server.command.CallOrigin;
import io.miniredis.server.command.Command;
import org.jspecify.annotations.Nullable;

/**
 * Executes what a primary or a replica sends: neither hears a reply. A replica that asks something that has one does
 * not know what it is, and is closed; an error for a primary means that the data are not the same any more
 * (afterErrorReply).
 *
 * <p>Confined to the main thread.
 */
public final class UnheardReplies {
    private static final int LONGEST_ERROR = 4096;

    private final RedisServer server;

    public UnheardReplies(RedisServer server) {
        this.server = server;
    }

    /** Remembers the first error and nothing else. */
    private static final class ErrorWriter extends DiscardingWriter {
        @Nullable
        String error;

        @Override
        public void error(String line) {
            error = error == null ? line : error;
        }
    }

    public void call(Client client, Command command, Request request, CallOrigin origin) {
        if (client.type() == ClientType.MASTER) {
            ErrorWriter reply = new ErrorWriter();
            // What the primary changes is there for it, though its time be over here.
            server.databases().stopExpiry(true);
            try {
                server.executor().call(client, command, request, CallOrigin.PRIMARY, reply);
            } finally {
                server.databases().stopExpiry(false);
            }
            if (reply.error != null) {
                reportError(client, command, reply.error);
            }
            return;
        }
        RecordingWriter reply = new RecordingWriter(client.protocol());
        server.executor().call(client, command, request, origin, reply);
        if (!reply.replies().isEmpty()) {
            if (reply.replies().get(0) instanceof RespValue.ErrorValue error) {
                reportError(client, command, error.line());
            }
            disconnect(client, command);
        }
    }

    /** A command was not even let in. */
    public void rejected(Client client, @Nullable Command command, String error) {
        reportError(client, command, error);
        if (client.type() == ClientType.REPLICA) {
            disconnect(client, command);
        }
    }

    private void reportError(Client client, @Nullable Command command, String line) {
        boolean fromPrimary = client.type() == ClientType.MASTER;
        server.log()
                .warning("== CRITICAL == This " + (fromPrimary ? "replica" : "master") + " is sending an error to its "
                        + (fromPrimary ? "master" : "replica") + ": '"
                        + line.substring(0, Math.min(line.length(), LONGEST_ERROR)) + "' after processing the command '"
                        + name(command) + "'");
        server.stats().unexpectedErrorReplies++;
        String behaviour = server.config().replication.propagationErrorBehavior.choice();
        if (fromPrimary && server.config().replication.replicaReadOnly.value() && !behaviour.equals("ignore")) {
            server.log()
                    .warning("This replica panicked sending an error to its master after processing the command '"
                            + name(command) + "'");
            server.shutdown().abort();
        }
    }

    private void disconnect(Client client, @Nullable Command command) {
        server.log()
                .warning("Replica generated a reply to command '" + name(command) + "', disconnecting it: "
                        + ClientInfo.line(client, server.time().millis()));
        server.mainThread().execute(() -> server.clientLife().disconnect(client, "a replica that asks"));
    }

    private static String name(@Nullable Command command) {
        return command == null ? "<unknown>" : command.fullName();
    }
}
