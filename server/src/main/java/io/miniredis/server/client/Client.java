package io.miniredis.server.client;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.DiscardingWriter;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.protocol.Request;
import io.miniredis.server.acl.User;
import io.miniredis.server.pubsub.Subscriptions;
import io.miniredis.server.replication.Replica;
import io.miniredis.server.scripting.debug.DebugSession;
import io.miniredis.server.tracking.ClientTracking;
import io.miniredis.server.transaction.Transaction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One connection's state (struct client).
 *
 * <p>Made when a connection is accepted, dropped when it is closed. Confined to the main thread.
 */
public final class Client {
    private final long id;
    private final Connection connection;
    private final long createdAtMillis;
    private int database;
    private int protocol = 2;
    private @Nullable ByteString name;
    private ByteString libraryName = ByteString.EMPTY;
    private ByteString libraryVersion = ByteString.EMPTY;
    private @Nullable User user;
    private ClientType type = ClientType.NORMAL;
    private boolean authenticated;
    private boolean noEvict;
    private boolean noTouch;
    private boolean monitoring;
    private boolean readsFromReplica;
    private boolean asking;
    private boolean askingJustSaid;
    private int slot = -1;
    private boolean closing;
    private @Nullable String closeReason;
    private boolean closed;
    private ReplyMode replyMode = ReplyMode.ON;
    private long lastInteractionMillis;
    private String lastCommand = "NULL";
    private long outputSoftLimitSinceMillis = -1;

    private long writtenOffset;
    private long streamOffset;
    private @Nullable Replica replica;
    private @Nullable Transaction transaction;
    private @Nullable Subscriptions subscriptions;
    private @Nullable ClientTracking tracking;
    private @Nullable DebugSession debugSession;
    private @Nullable List<byte[]> heldPushes;

    private final Deque<Request> waiting = new ArrayDeque<>(0);
    private long waitingBytes;
    private long countedBytes;
    private int memoryBucket = -1;
    private boolean suspended;
    private long unansweredNanos;
    private boolean replyWaits;
    private @Nullable Clients register;
    private @Nullable String protocolError;

    public Client(long id, Connection connection, long nowMillis) {
        this.id = id;
        this.connection = connection;
        this.createdAtMillis = nowMillis;
        this.lastInteractionMillis = nowMillis;
    }

    /** Unique in this server, 1 or more, ascending. */
    public long id() {
        return id;
    }

    public Connection connection() {
        return connection;
    }

    public long createdAtMillis() {
        return createdAtMillis;
    }

    // ---- as a cluster's client ----

    /** True if the client said READONLY: a replica may serve it what may be old. */
    public boolean readsFromReplica() {
        return readsFromReplica;
    }

    public void readsFromReplica(boolean yes) {
        readsFromReplica = yes;
    }

    /** True if the client was sent here for this one request, or transaction: it said ASKING before. */
    public boolean isAsking() {
        return asking;
    }

    /** @param beforeRequest true if the next request is meant, false if the one that runs */
    public void ask(boolean beforeRequest) {
        asking = true;
        askingJustSaid = beforeRequest;
    }

    private void endAsking() {
        if (askingJustSaid) {
            askingJustSaid = false;
        } else if (!isQueueing()) {
            asking = false;
        }
    }

    /** The hash slot of the running request's keys; -1 if it has none, or the server is no node of a cluster. */
    public int slot() {
        return slot;
    }

    public void slot(int ofKeys) {
        slot = ofKeys;
    }

    // ---- replies ----

    /** Where the running command's reply goes. It is sent when the running batch of requests is done. */
    public ReplyWriter reply() {
        if (replyMode != ReplyMode.ON && replyMode != ReplyMode.SKIP_NEXT) {
            return new DiscardingWriter(protocol);
        }
        return hearsReplies() ? writer() : new DiscardingWriter(protocol);
    }

    /**
     * False for replicas, which hear the stream of changes and nothing else, and for the primary, which hears nothing.
     */
    public boolean hearsReplies() {
        return type == ClientType.NORMAL || type == ClientType.PUBSUB;
    }

    private ReplyWriter writer() {
        replyIsToBeSent();
        return connection.writer();
    }

    /** True if something was written and not sent yet. */
    public boolean hasReply() {
        return replyWaits;
    }

    /** What was written is sent now. */
    void replySent() {
        replyWaits = false;
    }

    /** Something is written, or was when it was the client's turn and is not sent yet. */
    void replyIsToBeSent() {
        if (!replyWaits && register != null) {
            replyWaits = true;
            register.addWithReply(this);
        }
    }

    /** The register that hears of replies to be sent; none for a client without a peer. */
    void register(Clients clients) {
        register = clients;
    }

    public ReplyMode replyMode() {
        return replyMode;
    }

    public void replyMode(ReplyMode mode) {
        replyMode = mode;
    }

    /** A command has been answered: CLIENT REPLY SKIP moves on. */
    public void commandDone() {
        if (asking) {
            endAsking();
        }
        if (replyMode == ReplyMode.SKIP_NEXT) {
            replyMode = ReplyMode.SKIP;
        } else if (replyMode == ReplyMode.SKIP) {
            replyMode = ReplyMode.ON;
        }
    }

    /** The protocol version of replies, 2 or 3. */
    public int protocol() {
        return protocol;
    }

    public void protocol(int version) {
        protocol = version;
        connection.protocol(version);
    }

    // ---- identity ----

    public int database() {
        return database;
    }

    public void database(int index) {
        database = index;
    }

    public @Nullable ByteString name() {
        return name;
    }

    /** Sets the name; null or an empty one removes it. */
    public void name(@Nullable ByteString newName) {
        name = newName == null || newName.isEmpty() ? null : newName;
    }

    public ByteString libraryName() {
        return libraryName;
    }

    public void libraryName(ByteString text) {
        libraryName = text;
    }

    public ByteString libraryVersion() {
        return libraryVersion;
    }

    public void libraryVersion(ByteString text) {
        libraryVersion = text;
    }

    /** True if the peer is on this machine: what {@code local} in some parameters means. */
    public boolean isLocal() {
        String address = connection.remoteAddress();
        return connection.isUnixSocket() || address.startsWith("127.") || address.startsWith("[::1]");
    }

    /** Whose rights the client has; null for one the server itself plays, who may do everything. */
    public @Nullable User user() {
        return user;
    }

    public void user(@Nullable User who) {
        user = who;
    }

    /** What the connection is used for; it may change. */
    public ClientType type() {
        return type;
    }

    public void type(ClientType newType) {
        type = newType;
    }

    public boolean isAuthenticated() {
        return authenticated;
    }

    public void authenticated(boolean yes) {
        authenticated = yes;
        connection.authenticated(yes);
    }

    public boolean isNoEvict() {
        return noEvict;
    }

    public void noEvict(boolean on) {
        noEvict = on;
    }

    /** True if this client's commands leave no trace in keys' LRU and LFU bits. */
    public boolean isNoTouch() {
        return noTouch;
    }

    public void noTouch(boolean on) {
        noTouch = on;
    }

    /** True if the client said MONITOR. */
    public boolean isMonitoring() {
        return monitoring;
    }

    public void monitoring(boolean on) {
        monitoring = on;
    }

    public long lastInteractionMillis() {
        return lastInteractionMillis;
    }

    public String lastCommand() {
        return lastCommand;
    }

    /** Notes that something arrived. */
    void interacted(long nowMillis) {
        lastInteractionMillis = nowMillis;
    }

    /** Notes that a command arrived. */
    public void interacted(String commandName, long nowMillis) {
        lastCommand = commandName;
        lastInteractionMillis = nowMillis;
    }

    /** Since when the output has been over the soft limit, in milliseconds, or -1. */
    public long outputSoftLimitSinceMillis() {
        return outputSoftLimitSinceMillis;
    }

    public void outputSoftLimitSinceMillis(long since) {
        outputSoftLimitSinceMillis = since;
    }

    /** Where in the stream of changes this client's last one ends (woff). */
    public long writtenOffset() {
        return writtenOffset;
    }

    public void writtenOffset(long offset) {
        writtenOffset = offset;
    }

    /** How far the stream of changes for replicas had come when this client's last command was done, in bytes. */
    public long streamOffset() {
        return streamOffset;
    }

    public void streamOffset(long offset) {
        streamOffset = offset;
    }

    /** What the client said of itself as a replica, or null if it said nothing. */
    public @Nullable Replica replica() {
        return replica;
    }

    public void replica(Replica begun) {
        replica = begun;
    }

    // ---- transactions ----

    /** What was prepared for EXEC, or null if neither a key is watched nor MULTI was said. */
    public @Nullable Transaction transaction() {
        return transaction;
    }

    /** The same, begun now if need be. */
    public Transaction openTransaction() {
        Transaction open = transaction;
        if (open == null) {
            open = new Transaction();
            transaction = open;
        }
        return open;
    }

    /** True between MULTI and EXEC: commands are queued. */
    public boolean isQueueing() {
        return transaction != null && transaction.isBegun();
    }

    /** True if EXEC depends on keys. */
    public boolean isWatching() {
        return transaction != null && transaction.watchedKeys() > 0;
    }

    void endTransaction() {
        transaction = null;
    }

    // ---- memory ----

    /** What it was last measured to take, in bytes. */
    public long countedBytes() {
        return countedBytes;
    }

    /** Its place among all clients by size, or -1; for {@link io.miniredis.server.memory.ClientMemory}. */
    public int memoryBucket() {
        return memoryBucket;
    }

    public void counted(long bytes, int bucket) {
        countedBytes = bytes;
        memoryBucket = bucket;
    }

    // ---- messages nobody asked for ----

    /** Where messages go: CLIENT REPLY OFF does not silence them. */
    public ReplyWriter pushes() {
        return writer();
    }

    /** Writes a message, to be sent when all requests that have arrived by now are executed. */
    void message(byte[] resp) {
        if (!replyWaits && register != null) {
            replyWaits = true;
            register.addWithMessage(this);
        }
        connection.writer().encoded(resp);
    }

    /** Keeps a message until the running command has been answered. */
    void holdPush(byte[] resp) {
        if (heldPushes == null) {
            heldPushes = new ArrayList<>(1);
        }
        heldPushes.add(resp);
    }

    /** The command has been answered. */
    public void sendHeldPushes() {
        List<byte[]> held = heldPushes;
        if (held != null) {
            heldPushes = null;
            for (byte[] resp : held) {
                pushes().encoded(resp);
            }
        }
    }

    /** The channels and patterns this client listens to, or null if it never did. */
    public @Nullable Subscriptions subscriptions() {
        return subscriptions;
    }

    public Subscriptions openSubscriptions() {
        Subscriptions open = subscriptions;
        if (open == null) {
            open = new Subscriptions();
            subscriptions = open;
        }
        return open;
    }

    /** Takes over what follows from a change of the subscriptions: with the last one the client is an ordinary one. */
    public void followSubscriptions() {
        boolean any = isSubscribed();
        if (!any) {
            subscriptions = null;
        }
        if (type == ClientType.NORMAL || type == ClientType.PUBSUB) {
            type = any ? ClientType.PUBSUB : ClientType.NORMAL;
        }
    }

    /** True if the client listens to a channel or pattern. */
    public boolean isSubscribed() {
        return subscriptions != null && subscriptions.any();
    }

    /** What the client said with CLIENT TRACKING, or null while it tracks nothing. */
    public @Nullable ClientTracking tracking() {
        return tracking;
    }

    public void tracking(@Nullable ClientTracking begun) {
        tracking = begun;
    }

    /** What the client said with SCRIPT DEBUG, or null if scripts simply run. */
    public @Nullable DebugSession debugSession() {
        return debugSession;
    }

    public void debugSession(@Nullable DebugSession asked) {
        debugSession = asked;
    }

    // ---- requests that wait ----

    /** True while requests are not executed but wait: the client is blocked or paused. */
    public boolean isSuspended() {
        return suspended;
    }

    /** From now on requests wait, until {@link #resume()}. */
    public void suspend() {
        suspended = true;
    }

    public void resume() {
        suspended = false;
    }

    /** Adds time spent on a command that is not answered yet. */
    public void addUnansweredNanos(long nanos) {
        unansweredNanos += nanos;
    }

    /** The time spent so far on the command that is answered now; counting begins anew. */
    public long takeUnansweredNanos() {
        long nanos = unansweredNanos;
        unansweredNanos = 0;
        return nanos;
    }

    /** True if a request that arrives now has to stand behind others. */
    public boolean mustWait() {
        return suspended || !waiting.isEmpty();
    }

    public void addWaiting(Request request) {
        waiting.addLast(request);
        waitingBytes += request.sizeBytes();
    }

    /** Puts a request that was begun and postponed before all others. */
    public void postpone(Request request) {
        waiting.addFirst(request);
        waitingBytes += request.sizeBytes();
    }

    public @Nullable Request nextWaiting() {
        Request request = waiting.pollFirst();
        if (request != null) {
            waitingBytes -= request.sizeBytes();
        }
        return request;
    }

    /** Bytes of complete requests that wait. */
    public long waitingBytes() {
        return waitingBytes;
    }

    public int waitingRequests() {
        return waiting.size();
    }

    /** A protocol error that is answered when the requests before it are. */
    public @Nullable String protocolError() {
        return protocolError;
    }

    public void protocolError(String text) {
        protocolError = text;
    }

    // ---- the end ----

    /** Answers what was asked, and closes then; what arrives later is not executed. */
    public void closeAfterReply() {
        closing = true;
    }

    /** Why it goes, for whoever records that; the first reason counts. */
    public void closeReason(String reason) {
        if (closeReason == null) {
            closeReason = reason;
        }
    }

    public @Nullable String closeReason() {
        return closeReason;
    }

    public boolean isClosing() {
        return closing;
    }

    /** Marks the connection as gone. */
    public void markClosed() {
        closing = true;
        closed = true;
        waiting.clear();
        waitingBytes = 0;
        protocolError = null;
    }

    public boolean isClosed() {
        return closed;
    }

    /**
     * Back to the state of a new connection (RESET), name and protocol included. Only CLIENT REPLY SKIP still silences
     * this one command.
     */
    public void reset(boolean nowAuthenticated) {
        protocol(2);
        database = 0;
        name = null;
        if (replyMode != ReplyMode.SKIP) {
            replyMode = ReplyMode.ON;
        }
        noEvict = false;
        noTouch = false;
        readsFromReplica = false;
        asking = false;
        authenticated(nowAuthenticated);
    }

    @Override
    public String toString() {
        return "Client#" + id + " db=" + database + " " + connection.remoteAddress() + (name == null ? "" : " " + name)
                + (isQueueing() ? " MULTI(" + openTransaction().queue().size() + ")" : "")
                + (suspended ? " suspended" : "");
    }
}
