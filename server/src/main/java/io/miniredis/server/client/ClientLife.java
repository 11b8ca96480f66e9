package io.miniredis.server.client;

import io.miniredis.protocol.Errors;
import io.miniredis.server.RedisServer;
import io.miniredis.server.acl.User;
import io.miniredis.server.config.NetworkParameters;
import io.miniredis.server.log.LogLevel;
import io.miniredis.server.log.ServerLog;
import io.miniredis.server.scripting.debug.DebugSession;
import io.miniredis.server.stats.FlightEvents;
import io.miniredis.server.stats.ServerStats;
import io.miniredis.server.time.TimeEvent;
import io.miniredis.server.transaction.Transaction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How clients come, are answered, are let wait and go (networking.c: acceptCommonHandler, freeClient,
 * handleClientsWithPendingWrites, clientsCron).
 *
 * <p>Confined to the main thread.
 */
public final class ClientLife {
    private static final String DENIED =
            "DENIED Redis is running in protected mode because protected mode is enabled and no password is set for the"
                    + " default user. In this mode connections are only accepted from the loopback interface. If you"
                    + " want to connect from external computers to Redis you may adopt one of the following solutions:"
                    + " 1) Just disable protected mode sending the command 'CONFIG SET protected-mode no' from the"
                    + " loopback interface by connecting to Redis from the same host the server is running, however"
                    + " MAKE SURE Redis is not publicly accessible from internet if you do so. Use CONFIG REWRITE to"
                    + " make this change permanent. 2) Alternatively you can just disable the protected mode by editing"
                    + " the Redis configuration file, and setting the protected mode option to 'no', and then"
                    + " restarting the server. 3) If you started the server manually just for testing, restart it with"
                    + " the '--protected-mode no' option. 4) Set up an authentication password for the default user."
                    + " NOTE: You only need to do one of the above things in order for the server to start accepting"
                    + " connections from the outside.";

    /** A waiting request's object and its share of the queue, beyond its bytes, by estimate. */
    private static final int WAITING_REQUEST_BYTES = 100;

    private static final String SCHEDULED_FOR_OUTPUT =
            "scheduled to be closed ASAP for overcoming of output buffer limits.";

    private static final long ATTACK_LOG_PAUSE_MILLIS = 60_000;

    /** For so long the largest buffer of a client is remembered. */
    public static final long PEAK_LIFETIME_MILLIS = 5_000;

    /** After so long without a byte nobody counts on the rest of an argument. */
    private static final long SILENCE_MILLIS = 2_000;

    /** Clients whose replies are sent in one turn of the event loop. */
    private static final int FLUSHED_AT_ONCE = 64;

    private final RedisServer server;
    private final NetworkParameters config;
    private final ServerLog log;
    private final ServerStats stats;
    private final Clients clients;
    private final OutputLimits outputLimits;
    private long lastSweepMillis;
    private long attackLoggedMillis;
    private long peaksSinceMillis;
    private long peakLifetimeMillis = PEAK_LIFETIME_MILLIS;
    private @Nullable TimeEvent endOfPause;
    private final Runnable messagesOut = this::sendMessages;
    /** True if the next turn of the event loop will send replies. */
    private boolean flushing;

    /** @param mostOutputBytes what may wait to be sent to all clients together */
    public ClientLife(RedisServer server, long mostOutputBytes) {
        this.server = server;
        this.config = server.config().network;
        this.log = server.log();
        this.stats = server.stats();
        this.clients = server.clients();
        this.outputLimits = new OutputLimits(server.config(), stats, log, clients, mostOutputBytes);
    }

    private long nowMillis() {
        return server.time().millis();
    }

    // ---- coming ----

    /** A connection was opened. Returns its client, or null if it is turned away. */
    public @Nullable Client accept(Connection connection) {
        server.time().refresh();
        if (clients.count() >= config.maxClients.value()) {
            turnAway(connection, Errors.MAX_CLIENTS.line());
            return null;
        }
        if (config.protectedMode.value() && defaultUser().isPasswordless() && !connection.isLocal()) {
            turnAway(connection, DENIED);
            return null;
        }
        stats.totalConnectionsReceived++;
        Client client = new Client(clients.nextId(), connection, nowMillis());
        client.user(defaultUser());
        client.authenticated(server.access().isOpen());
        clients.add(client);
        server.memory().clients().update(client);
        if (log.isEnabled(LogLevel.VERBOSE)) {
            log.verbose("Accepted " + connection.remoteAddress());
        }
        return client;
    }

    private User defaultUser() {
        return server.access().users().defaultUser();
    }

    private void turnAway(Connection connection, String error) {
        stats.rejectedConnections++;
        connection.writer().error(error);
        connection.closeAfterFlush();
    }

    // ---- being answered ----

    /**
     * The requests of one read are executed. Returns false if the client is to be closed now and not when replies go
     * out.
     */
    public boolean batchReceived(@Nullable Client client, long inputBytes) {
        if (client != null && client.isClosing()) {
            return false;
        }
        stats.totalReadsProcessed++;
        stats.totalNetInputBytes += inputBytes;
        if (client != null) {
            client.interacted(nowMillis());
        }
        return true;
    }

    /** The requests of one read are executed: all replies go out. */
    public void batchDone(@Nullable Client client, long inputBytes) {
        stats.totalReadsProcessed++;
        stats.totalNetInputBytes += inputBytes;
        if (client != null) {
            client.interacted(nowMillis());
            if (client.hasReply() || client.isClosing()) {
                client.replySent();
                flushOrClose(client);
            }
            server.memory().clients().update(client);
        }
        flushAll();
    }

    /** {@link #batchDone} while a script runs for long: the reply goes out, and nothing is done to anybody else. */
    public void batchDoneWhileBusy(@Nullable Client client, long inputBytes) {
        stats.totalReadsProcessed++;
        stats.totalNetInputBytes += inputBytes;
        if (client == null || client.isClosed()) {
            return;
        }
        client.interacted(server.time().clock().millis());
        if (client.isClosing() || client.hasReply()) {
            client.replySent();
            sendWhileBusy(client);
        }
    }

    private void sendWhileBusy(Client client) {
        if (client.isClosing()) {
            withdraw(client);
            client.connection().closeAfterFlush();
        } else {
            client.connection().flush();
        }
    }

    /**
     * {@link #flushAll} while a script runs for long: all but the script's own client, whose reply is still to be
     * written into what would be sent.
     */
    public void flushOthersWhileBusy() {
        Client caller = null;
        for (Client client = clients.nextWithReply(); client != null; client = clients.nextWithReply()) {
            if (server.scripting().isBusyFor(client)) {
                caller = client;
            } else if (!client.isClosed()) {
                sendWhileBusy(client);
            }
        }
        if (caller != null) {
            caller.replyIsToBeSent();
        }
    }

    /**
     * Sends what was written to any client since the last time; if it was to thousands at once, the rest of it a little
     * later, so that nobody waits for all of it.
     */
    public void flushAll() {
        server.time().endTurn();
        for (int i = 0; i < FLUSHED_AT_ONCE; i++) {
            Client client = clients.nextWithReply();
            if (client == null) {
                return;
            }
            flushOrClose(client);
        }
        if (!flushing) {
            flushing = true;
            server.mainThread().executeNextTurn(() -> flushing = false);
        }
    }

    public void flushOrClose(Client client) {
        if (client.isClosed()) {
            return;
        }
        if (outputLimits.isExceeded(client, nowMillis())) {
            closeForOutput(client, SCHEDULED_FOR_OUTPUT);
            return;
        }
        if (client.isClosing()) {
            // Before the last reply goes: whoever reads it may ask at once how many are subscribed.
            withdraw(client);
            client.connection().closeAfterFlush();
        } else {
            client.connection().flush();
        }
        server.memory().clients().update(client);
        checkOutput(client);
    }

    /**
     * A command is done: closes its client if it has written too much, before any of it is sent, so that the commands
     * behind it are not executed.
     */
    public void commandDone(Client client) {
        Connection connection = client.connection();
        if (connection.tookHandOver() || OutputLimits.isMuch(connection.gatheredOutputBytes())) {
            checkOutput(client);
        }
        server.memory().clients().update(client);
    }

    /**
     * A command of a transaction is done. If so much was written that the client will be closed, nothing of it is sent;
     * the transaction goes on.
     */
    public void queuedCommandDone(Client client) {
        if (outputLimits.isReachedByGathered(client)) {
            client.connection().withhold();
        }
    }

    /** True if the client will be closed for what it was written already: a long reply may end there. */
    public boolean isReplyLost(Client client) {
        return client.isClosed() || outputLimits.isReachedByGathered(client);
    }

    /** Closes the client if too much waits to be sent to it, and others if too much waits for all. */
    public void checkOutput(Client client) {
        if (outputLimits.isExceeded(client, nowMillis())) {
            closeForOutput(client, SCHEDULED_FOR_OUTPUT);
        }
        for (Client offender = outputLimits.offender(); offender != null; offender = outputLimits.offender()) {
            closeForOutput(offender, "closed for overcoming of output buffer limits.");
        }
    }

    /** Closes a replica, soon, if more changes wait for it to be ready than it may have. */
    public void checkHeld(Client replica) {
        if (!replica.isClosing() && outputLimits.isExceeded(replica, nowMillis())) {
            replica.closeReason("output buffer limit");
            server.mainThread().execute(() -> checkOutput(replica));
        }
    }

    private void closeForOutput(Client client, String how) {
        stats.clientOutputBufferLimitDisconnections++;
        log.warning("Client " + ClientInfo.line(client, nowMillis()) + " " + how);
        disconnect(client, "output buffer limit");
    }

    // ---- transactions ----

    /** The queue is gone, and no key is watched any more (discardTransaction). */
    public void forgetTransaction(Client client) {
        Transaction transaction = client.transaction();
        if (transaction != null) {
            server.watchedKeys().unwatchAll(transaction);
            client.endTransaction();
        }
    }

    /** A request was queued for EXEC: what is queued counts as not executed yet, which has a limit. */
    public void queued(Client client, io.miniredis.protocol.Request last) {
        long held = client.openTransaction().queuedBytes() + client.connection().pendingInputBytes();
        if (held > config.clientQueryBufferLimit.value()) {
            queryTooLong(client, last.toString());
        }
    }

    // ---- messages nobody asked for ----

    /**
     * Sends a message, behind the reply of the command that the client is executing now, if it is. Returns true if so
     * much waits to be sent that {@link #checkOutput} is to be called when the caller can bear the client to be closed.
     */
    public boolean push(Client client, byte[] resp) {
        if (server.executor().holdsPushesTo(client)) {
            client.holdPush(resp);
            return false;
        }
        boolean isFirst = !clients.anyWithMessage();
        client.message(resp);
        if (isFirst && clients.anyWithMessage()) {
            server.mainThread().execute(messagesOut);
        }
        server.memory().clients().update(client);
        Connection connection = client.connection();
        return connection.tookHandOver() || OutputLimits.isMuch(connection.gatheredOutputBytes());
    }

    /**
     * Messages are not sent at the end of a batch, as replies are, but when all clients whose requests have arrived
     * were served: many publish at the same time, and what they say to one subscriber goes out together.
     */
    private void sendMessages() {
        for (Client client = clients.nextWithMessage(); client != null; client = clients.nextWithMessage()) {
            flushOrClose(client);
        }
    }

    /** The client listens to nothing any more. */
    public void forgetSubscriptions(Client client) {
        if (client.subscriptions() != null) {
            server.pubSub().forget(client);
            client.followSubscriptions();
        }
    }

    // ---- waiting ----

    /** Takes a request that has to wait, unless too many do. */
    public void keepWaiting(Client client, io.miniredis.protocol.Request request) {
        DebugSession debugged = client.debugSession();
        if (debugged != null && debugged.isBegun()) {
            debugged.add(request);
            return;
        }
        client.addWaiting(request);
        long held = client.waitingBytes() + (long) WAITING_REQUEST_BYTES * client.waitingRequests();
        if (held > config.clientQueryBufferLimit.value()) {
            queryTooLong(client, request.toString());
        }
    }

    /** The client has sent more than may wait to be executed. */
    public void queryTooLong(Client client, String firstBytes) {
        if (client.isClosed()) {
            return;
        }
        stats.clientQueryBufferLimitDisconnections++;
        log.warning("Closing client that reached max query buffer length: " + ClientInfo.line(client, nowMillis())
                + " (qbuf initial bytes: " + firstBytes + ")");
        disconnect(client, "query buffer limit");
    }

    /**
     * CLIENT PAUSE.
     *
     * @param untilMillis since 1970-01-01 UTC; a moment that is over begins nothing, but tightens the pause that lasts
     */
    public void pause(long untilMillis, boolean everything) {
        if (server.pause().isAskedFor() || untilMillis > nowMillis()) {
            server.pause().begin(untilMillis, everything);
            expectEndOfPause();
        }
    }

    private void expectEndOfPause() {
        if (endOfPause != null) {
            endOfPause.cancel();
        }
        long delayMillis = server.pause().untilMillis() - server.time().clock().millis();
        endOfPause = server.mainThread().schedule(delayMillis, this::pauseMayBeOver);
    }

    private void pauseMayBeOver() {
        endOfPause = null;
        if (!server.pause().isAskedFor()) {
            return;
        }
        if (server.time().clock().millis() < server.pause().untilMillis()) {
            expectEndOfPause();
        } else {
            endPause();
        }
    }

    /** The pause is over: what waited is executed, after the command that is running now. */
    public void endPause() {
        release(server.pause().end());
    }

    /** A pause is over: what these clients sent is executed, after the command that is running now. */
    public void release(List<Client> released) {
        server.replication().waiters().askUnlessPaused();
        if (!released.isEmpty()) {
            server.mainThread().execute(() -> {
                for (Client client : released) {
                    server.dispatcher().resume(client);
                }
            });
        }
    }

    /** CLIENT UNBLOCK. False if no command blocks the client, or one whose wait has no end but an error. */
    public boolean unblock(Client client, boolean withError) {
        return withError
                ? server.blockedClients().fail(client, Errors.UNBLOCKED)
                : server.blockedClients().timeOut(client);
    }

    // ---- going ----

    /** A client sent what is not RESP: it is told so, behind the replies it still gets, and cut off. */
    public void protocolError(@Nullable Client client, String text) {
        if (client == null || client.isClosing()) {
            return;
        }
        if (client.mustWait()) {
            client.protocolError(text);
        } else {
            failProtocol(client, text);
        }
    }

    /** A client speaks HTTP: it is cut off, before what its body holds is executed (securityWarningCommand). */
    public void crossProtocolAttack(Client client) {
        long now = nowMillis();
        if (Math.abs(now - attackLoggedMillis) > ATTACK_LOG_PAUSE_MILLIS) {
            attackLoggedMillis = now;
            log.warning("Possible SECURITY ATTACK detected. It looks like somebody is sending POST or Host: commands to"
                    + " Redis. This is likely due to an attacker attempting to use Cross Protocol Scripting to"
                    + " compromise your Redis instance. Connection from "
                    + client.connection().remoteAddress() + " aborted.");
        }
        disconnect(client, "speaks HTTP");
    }

    public void failProtocol(Client client, String text) {
        if (log.isEnabled(LogLevel.VERBOSE)) {
            log.verbose("Protocol error (" + text + ") from client: " + ClientInfo.line(client, nowMillis()));
        }
        client.reply().error("ERR Protocol error: " + text);
        client.closeReason("protocol error");
        client.closeAfterReply();
        flushOrClose(client);
    }

    /** The peer sends no more: what it asked is answered, what still waits is dropped. */
    public void inputEnded(Client client) {
        if (client.isClosed()) {
            return;
        }
        if (log.isEnabled(LogLevel.VERBOSE)) {
            log.verbose("Client closed connection " + ClientInfo.line(client, nowMillis()));
        }
        client.closeAfterReply();
        client.connection().closeAfterFlush();
        if (client.connection().pendingOutputBytes() == 0) {
            server.closed(client);
        }
    }

    /**
     * Closes a client at once: what it was not sent yet is lost (freeClient).
     *
     * @param reason in a few words, for a flight recording
     */
    public void disconnect(Client client, String reason) {
        if (!client.isClosed()) {
            client.closeReason(reason);
            try {
                client.connection().close();
            } finally {
                server.closed(client);
            }
        }
    }

    /** Closes a client that there was no memory for. */
    public void outOfMemory(Client client, String command, OutOfMemoryError failure) {
        server.memory().outOfMemory();
        try {
            log.warning("Client " + ClientInfo.line(client, nowMillis()) + " closed: out of memory while executing '"
                    + command + "' (" + failure.getMessage() + ")");
        } catch (OutOfMemoryError unspeakable) {
            // No memory for the line either; what the client holds is memory.
            return;
        } finally {
            disconnect(client, "out of memory");
        }
    }

    /** A connection is gone: nobody knows the client any more. */
    public void closed(Client client) {
        if (client.isClosed()) {
            return;
        }
        clients.remove(client);
        server.memory().clients().forget(client);
        if (client.debugSession() != null) {
            client.debugSession().end();
        }
        withdraw(client);
        server.pause().forget(client);
        server.blockedClients().forget(client);
        if (client.replica() != null || client.type() == ClientType.MASTER) {
            server.replication().forget(client);
        }
        tellRecorder(client);
        client.markClosed();
    }

    private void tellRecorder(Client client) {
        String reason = client.closeReason();
        if (reason == null) {
            reason = client.isClosing() ? "asked to be closed" : "peer closed";
        }
        FlightEvents.clientClosed(
                client.id(),
                client.connection().remoteAddress(),
                client.lastCommand(),
                reason,
                nowMillis() - client.createdAtMillis());
    }

    /** From now on nobody counts on the client and nothing is sent to it but what it asked for. */
    private void withdraw(Client client) {
        forgetTransaction(client);
        forgetSubscriptions(client);
        server.tracking().disable(client);
        server.observation().monitors().remove(client);
    }

    // ---- cron ----

    /** DEBUG REPLYBUFFER: for how long the largest buffer of a client is remembered. */
    public void peakLifetimeMillis(long millis) {
        peakLifetimeMillis = millis;
    }

    /** Looks at every client once a second: who is idle, whose output waits for too long (clientsCron). */
    public void cron() {
        long now = nowMillis();
        if (now - lastSweepMillis < 1_000 && now >= lastSweepMillis) {
            return;
        }
        lastSweepMillis = now;
        boolean forgetPeaks = now - peaksSinceMillis >= peakLifetimeMillis;
        if (forgetPeaks) {
            peaksSinceMillis = now;
        }
        for (Client client : clients.snapshot()) {
            if (isIdleForTooLong(client, now)) {
                log.verbose("Closing idle client");
                disconnect(client, "idle");
            } else if (outputLimits.isExceeded(client, now)) {
                closeForOutput(client, "closed for overcoming of output buffer limits.");
            } else if (forgetPeaks) {
                client.connection().forgetPeak();
            }
            if (client.connection().inputRoomBytes() > 0 && now - client.lastInteractionMillis() > SILENCE_MILLIS) {
                client.connection().giveBackInputRoom();
            }
            server.memory().clients().update(client);
        }
    }

    private boolean isIdleForTooLong(Client client, long now) {
        int timeoutSeconds = config.timeoutSeconds.value();
        return timeoutSeconds > 0
                && client.type() == ClientType.NORMAL
                && !client.isSuspended()
                && now / 1000 - client.lastInteractionMillis() / 1000 > timeoutSeconds;
    }
}
