package io.miniredis.server.command;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.CollectionSettings;
import io.miniredis.datastructures.ValueType;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.protocol.Request;
import io.miniredis.server.RedisServer;
import io.miniredis.server.client.Client;
import io.miniredis.server.client.ClientType;
import io.miniredis.server.keyspace.AwaitedKeys;
import io.miniredis.server.keyspace.Database;
import io.miniredis.server.keyspace.KeyEvent;
import java.util.List;
import java.util.function.Consumer;

/**
 * One execution of a command: who asks, what with, where the reply goes, and what is reported of its effects.
 *
 * <p>Lives as long as the handler runs; a handler does not keep it. Confined to the main thread.
 */
public final class CommandCall {
    private static final ByteString REDACTED = ByteString.of("(redacted)");

    private final RedisServer server;
    private final Client client;
    private final Command command;
    private final Request request;
    private final CallOrigin origin;
    private final Arguments args;
    private final ReplyWriter reply;
    private Request requestAgain;
    private Request shownRequest;
    private boolean propagationDecided;

    CommandCall(
            RedisServer server, Client client, Command command, Request request, CallOrigin origin, ReplyWriter reply) {
        this.server = server;
        this.client = client;
        this.command = command;
        this.request = request;
        this.shownRequest = request;
        this.requestAgain = request;
        this.origin = origin;
        this.reply = reply;
        this.args = new Arguments(request, command.firstArgument());
    }

    public RedisServer server() {
        return server;
    }

    public Client client() {
        return client;
    }

    public Command command() {
        return command;
    }

    public Request request() {
        return request;
    }

    /** The request as others may see it, in the slow log and by MONITOR: without its secrets. */
    Request shownRequest() {
        return shownRequest;
    }

    /** Hides an argument from everybody who looks at requests, by its position in the request: a password. */
    public void hideArgument(int position) {
        ByteString[] argv = new ByteString[request.count()];
        for (int i = 0; i < argv.length; i++) {
            argv[i] = i == position ? REDACTED : shownRequest.arg(i);
        }
        shownRequest = Request.of(argv);
    }

    public CallOrigin origin() {
        return origin;
    }

    /** True if the data come from somewhere that has already decided: a primary, or a file. */
    public boolean mustBeObeyed() {
        return origin.mustBeObeyed() || client.type() == ClientType.MASTER;
    }

    /**
     * True if a moment that has passed deletes a key here; on a replica, or from a file, others have decided on that.
     */
    public boolean decidesOnExpiry() {
        return !mustBeObeyed() && !server.replication().isReplica();
    }

    /** True if the client can be made to wait: not in a transaction, a script or while a log is read. */
    public boolean mayBlock() {
        return origin == CallOrigin.CLIENT || origin == CallOrigin.UNBLOCKED;
    }

    /** The cursor over the arguments; at first behind the command's name. */
    public Arguments args() {
        return args;
    }

    public ReplyWriter reply() {
        return reply;
    }

    /**
     * True if nobody will get the reply, because it is already longer than {@code client-output-buffer-limit}: a
     * command whose reply may be very long stops writing then.
     */
    public boolean isReplyLost() {
        return mayBlock() && server.clientLife().isReplyLost(client);
    }

    /** Refuses what a node of a cluster does not do. @throws ErrorReply this one, if the server is one */
    public void requireNoCluster(ErrorReply otherwise) {
        if (server.cluster() != null) {
            throw otherwise;
        }
    }

    /** The database the client has selected. */
    public Database db() {
        return server.databases().get(client.database());
    }

    /** What a new collection needs: the limits of its encodings, the hash and the source of chance. */
    public CollectionSettings collections() {
        return server.databases().collections();
    }

    /** The time of this call, in milliseconds since 1970-01-01 UTC. */
    public long nowMillis() {
        return server.time().millis();
    }

    // ---- waiting ----

    /**
     * Lets the client wait instead of being answered, until one of these keys has a value of this type: then the
     * request is executed again, from its beginning, with {@link CallOrigin#UNBLOCKED}, and if that calls this again,
     * the client waits on for what is left of its time. When that is over it gets a nil array. The caller has asked
     * {@link #mayBlock} and written no reply.
     *
     * @param keys of the client's database; one may be named twice
     * @param timeoutMillis from now, or 0 for ever
     */
    public void blockOnKeys(ValueType type, List<ByteString> keys, long timeoutMillis) {
        server.blockedClients().blockOnKeys(this, type, keys, timeoutMillis, false);
    }

    /**
     * {@link #blockOnKeys} for requests that make no sense without the key: they are executed again, too, when it goes.
     */
    public void blockOnKeysUntilGone(ValueType type, List<ByteString> keys, long timeoutMillis) {
        server.blockedClients().blockOnKeys(this, type, keys, timeoutMillis, true);
    }

    /** Instead of the request this one is executed when the wait ends: "from now on" is a place in a stream by then. */
    public void executeAgainAs(Request other) {
        requestAgain = other;
    }

    /** What is executed when a wait for keys ends. */
    public Request requestAgain() {
        return requestAgain;
    }

    /** {@link #blockOnKeys} for what is no key: only time, CLIENT UNBLOCK or who called this ends it. */
    public void block(long timeoutMillis, Consumer<ReplyWriter> timeoutReply) {
        server.blockedClients().block(this, timeoutMillis, timeoutReply);
    }

    /** {@link #block} for what has no good end to be told of: an error is the only reply. */
    public void blockUntilFailed() {
        server.blockedClients().blockUntilFailed(this);
    }

    /** A key that was there got more of what clients may wait for; that a key is new is known without this. */
    public void keyReady(ByteString key) {
        Database db = db();
        AwaitedKeys awaited = server.databases().awaitedKeys();
        if (!awaited.isEmpty()) {
            awaited.signal(db.index(), key.bytes(), db.hash(key));
        }
    }

    // ---- effects ----

    /**
     * Reports a change of a key, after it was made: to the count of changes, to WATCH, tracking, notifications and
     * blocked clients.
     *
     * @param changes by how much the count of changes rises, usually 1
     */
    public void keyChanged(ByteString key, KeyEvent event, long changes) {
        server.effects().keyChanged(client.database(), key, event, changes);
    }

    public void keyChanged(ByteString key, KeyEvent event) {
        keyChanged(key, event, 1);
    }

    /** Reports a change of a key in another database than the client's. */
    public void keyChanged(Database database, ByteString key, KeyEvent event, long changes) {
        server.effects().keyChanged(database.index(), key, event, changes);
    }

    /** The change is propagated in this form instead of the request itself. */
    public void propagateAs(ByteString... form) {
        propagationDecided = true;
        server.propagation().add(client.database(), form);
    }

    /**
     * One more change is propagated, in this form; the request itself goes before it unless something else was said.
     */
    public void propagateAlso(ByteString... form) {
        propagateAlso(client.database(), form);
    }

    public void propagateAlso(int database, ByteString... form) {
        if (!propagationDecided) {
            propagateVerbatim();
        }
        server.propagation().add(database, form);
    }

    /** The request is propagated as it is, but only to replicas: it changes no data. */
    public void propagateToReplicas() {
        propagationDecided = true;
        server.propagation().addForReplicas(client.database(), request);
    }

    /** Nothing is propagated of this call but what was said before. */
    public void preventPropagation() {
        propagationDecided = true;
    }

    /** True if somebody reads what is propagated; if not, building another form of it is wasted work. */
    public boolean isPropagated() {
        return server.propagation().isActive();
    }

    /** The request is propagated as it is, even if nothing was counted as a change. */
    public void propagateVerbatim() {
        propagationDecided = true;
        server.propagation().add(client.database(), request);
    }

    boolean propagationDecided() {
        return propagationDecided;
    }

    @Override
    public String toString() {
        return "CommandCall[" + request + " by " + client + "]";
    }
}
