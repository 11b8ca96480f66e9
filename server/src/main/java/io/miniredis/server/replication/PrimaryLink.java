package io.miniredis.server.replication;

import io.miniredis.datastructures.Ascii;
import io.miniredis.replication.PsyncOutcome;
import io.miniredis.server.RedisServer;
import io.miniredis.server.client.Client;
import io.miniredis.server.client.Connection;
import io.miniredis.server.config.ReplicationParameters;
import io.miniredis.server.log.ServerLog;
import io.miniredis.server.net.OutgoingSocket;
import java.io.ByteArrayOutputStream;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A replica's connection with its primary, from the first attempt to the stream of changes, and again when it is lost
 * (replication.c, the replica's part).
 *
 * <pre>
 *   CONNECT -> CONNECTING -> HANDSHAKE -> TRANSFER -> CONNECTED
 *      ^                         |  +CONTINUE             ^
 *      |                         +------------------------+
 *      +--- whatever goes wrong: at once, or a second later
 * </pre>
 *
 * <p>Confined to the main thread.
 */
final class PrimaryLink implements OutgoingSocket.Listener {
    private static final long MILLIS_PER_SECOND = 1_000;
    private static final byte[] SYNC = Ascii.bytes("SYNC\r\n");
    private static final byte[] LINE_END = {'\n'};
    private static final long UNKNOWN_OFFSET = -1;

    private final RedisServer server;
    private final Replication replication;
    private final ReplicationParameters config;
    private final ServerLog log;
    private final String host;
    private final int port;
    private LinkState state = LinkState.CONNECT;
    private @Nullable OutgoingSocket socket;
    private @Nullable PrimaryHandshake handshake;
    private @Nullable SnapshotReception reception;
    private @Nullable PrimaryStream stream;
    private @Nullable KnownPosition known;
    /** What came behind the snapshot while that is loaded. */
    private final ByteArrayOutputStream early = new ByteArrayOutputStream();

    private String snapshotId = "";
    private long snapshotOffset = UNKNOWN_OFFSET;
    private boolean isOldPrimary;
    private long lastHeardMillis;
    private long downSinceMillis;
    private boolean ended;

    /** @param known where this server is in the primary's stream, if it is anywhere */
    PrimaryLink(RedisServer server, Replication replication, String host, int port, @Nullable KnownPosition known) {
        this.server = server;
        this.replication = replication;
        this.config = server.config().replication;
        this.log = server.log();
        this.host = host;
        this.port = port;
        this.known = known;
    }

    String host() {
        return host;
    }

    int port() {
        return port;
    }

    LinkState state() {
        return state;
    }

    boolean isConnected() {
        return state == LinkState.CONNECTED;
    }

    private long nowMillis() {
        return server.time().clock().millis();
    }

    // ---- connecting ----

    void connect() {
        log.notice("Connecting to MASTER " + host + ":" + port);
        open();
    }

    private void reconnect(String why) {
        log.notice("Reconnecting to MASTER " + host + ":" + port + why);
        open();
    }

    private void open() {
        if (server.isStopping()) {
            return;
        }
        if (server.persistence().loading().isActive()) {
            // Of a synchronization that was given up: it ends soon, and this is tried again.
            state = LinkState.CONNECT;
            return;
        }
        OutgoingSocket fresh = new OutgoingSocket(server, this);
        socket = fresh;
        state = LinkState.CONNECTING;
        lastHeardMillis = nowMillis();
        fresh.connect(host, port, server.config().tls.replication.value());
        log.notice("MASTER <-> REPLICA sync started");
    }

    private OutgoingSocket socket() {
        OutgoingSocket present = socket;
        if (present == null) {
            throw new IllegalStateException("not connected: " + this);
        }
        return present;
    }

    @Override
    public void connected() {
        log.notice("Non blocking connect for SYNC fired the event.");
        PrimaryHandshake begun = new PrimaryHandshake(
                server, socket(), known, replication.failover().isHandingOver());
        handshake = begun;
        isOldPrimary = false;
        state = LinkState.HANDSHAKE;
        begun.begin();
    }

    // ---- bytes ----

    @Override
    public void received(byte[] bytes, int length) {
        lastHeardMillis = nowMillis();
        int at = 0;
        OutgoingSocket from = socket;
        while (at < length && !ended && socket == from) {
            at = switch (state) {
                case HANDSHAKE -> handshakeBytes(bytes, at, length);
                case TRANSFER -> snapshotBytes(bytes, at, length);
                case CONNECTED -> streamBytes(bytes, at, length);
                default -> length;
            };
        }
    }

    private int streamBytes(byte[] bytes, int from, int to) {
        PrimaryStream present = stream;
        if (present != null) {
            replication.countInput(to - from);
            present.received(bytes, from, to);
        }
        return to;
    }

    private int handshakeBytes(byte[] bytes, int from, int to) {
        PrimaryHandshake present = handshake;
        if (present == null) {
            return to;
        }
        int next = present.received(bytes, from, to);
        if (present.outcome() != null) {
            decide(present.outcome());
        } else if (present.isLineTooLong()) {
            giveUp("Error reading the replication handshake: a line is too long");
        }
        return next;
    }

    private void decide(PsyncOutcome outcome) {
        handshake = null;
        boolean accepted = outcome instanceof PsyncOutcome.Continue || outcome instanceof PsyncOutcome.FullResync;
        if (!replication.failover().psyncAnswered(accepted) && !accepted) {
            close();
            state = LinkState.CONNECT;
            return;
        }
        if (outcome instanceof PsyncOutcome.Continue answer) {
            goOn(answer);
        } else if (outcome instanceof PsyncOutcome.FullResync answer) {
            log.notice("Full resync from master: " + answer.id() + ":" + answer.offset());
            beginTransfer(answer.id(), answer.offset());
        } else if (outcome instanceof PsyncOutcome.NotSupported answer) {
            askTheOldWay(answer.reply());
        } else if (outcome instanceof PsyncOutcome.TryLater answer) {
            log.notice("Master is currently unable to PSYNC but should be in the future: " + answer.reply());
            close();
            state = LinkState.CONNECT;
        } else if (outcome instanceof PsyncOutcome.Failed answer) {
            giveUp(answer.reason());
        }
    }

    private void askTheOldWay(String reply) {
        log.notice(
                reply.startsWith("-ERR")
                        ? "Master does not support PSYNC or is in error state (reply: " + reply + ")"
                        : "Unexpected reply to PSYNC from master: " + reply);
        log.notice("Retrying with SYNC...");
        isOldPrimary = true;
        socket().send(SYNC.clone());
        beginTransfer("", UNKNOWN_OFFSET);
    }

    /** Tries again in a second. */
    private void giveUp(String reason) {
        log.warning(reason);
        close();
        state = LinkState.CONNECT;
    }

    // ---- in step ----

    private void goOn(PsyncOutcome.Continue answer) {
        KnownPosition from = known;
        if (from == null) {
            giveUp("Master continues what was never begun");
            return;
        }
        log.notice("Successful partial resynchronization with master.");
        String newId = answer.newId();
        if (newId != null && !newId.equals(from.id())) {
            log.notice("Master replication ID changed to " + newId);
            replication.history().branch(newId);
            from = from.withId(newId);
            replication.replicas().disconnectAll();
        }
        known = from;
        beginStream(from);
        replication.beginBacklog();
        log.notice("MASTER <-> REPLICA sync: Master accepted a Partial Resynchronization.");
    }

    private void beginStream(KnownPosition from) {
        Connection connection = socket().connection();
        if (connection == null) {
            throw new IllegalStateException("not connected: " + this);
        }
        stream = new PrimaryStream(server, socket(), connection, from);
        state = LinkState.CONNECTED;
        downSinceMillis = 0;
    }

    private void beginTransfer(String id, long offset) {
        snapshotId = id;
        snapshotOffset = offset;
        early.reset();
        state = LinkState.TRANSFER;
        PrimaryBytes bytes = new PrimaryBytes(server.mainThread(), socket());
        boolean sameHistory = id.equals(replication.history().id());
        reception = new SnapshotReception(server, bytes, sameHistory, this::loaded);
    }

    private int snapshotBytes(byte[] bytes, int from, int to) {
        SnapshotReception present = reception;
        if (present == null) {
            return to;
        }
        replication.countInput(to - from);
        if (present.isComplete()) {
            early.write(bytes, from, to - from);
            return to;
        }
        int at = present.received(bytes, from, to);
        if (present.isComplete()) {
            // What follows waits in the network until the data are loaded.
            socket().reading(false);
        }
        return at;
    }

    private void loaded(@Nullable String failure) {
        SnapshotReception present = reception;
        reception = null;
        if (ended) {
            return;
        }
        if (present == null) {
            if (state == LinkState.CONNECT && socket == null) {
                reconnect(" after failure");
            }
            return;
        }
        if (failure != null) {
            log.warning(failure);
            close();
            reconnect(" after failure");
            return;
        }
        boolean acknowledges = present.endsWithMark();
        KnownPosition position = new KnownPosition(snapshotId, Math.max(0, snapshotOffset), present.streamDatabase());
        known = position;
        replication.history().adopt(snapshotId.isEmpty() ? replication.history().id() : snapshotId, position.offset());
        replication.restartBacklog();
        beginStream(position);
        log.notice("MASTER <-> REPLICA sync: Finished with success");
        PrimaryStream begun = stream;
        if (begun != null) {
            if (acknowledges) {
                begun.acknowledge();
            }
            byte[] waiting = early.toByteArray();
            early.reset();
            begun.received(waiting, 0, waiting.length);
        }
        socket().reading(true);
        server.persistence().appendOnlyFile().restartAfterSync();
    }

    /** The data are about to be other ones: there is no going on with what was. */
    void forgetPosition() {
        if (known != null) {
            log.notice("Discarding previously cached master state.");
            known = null;
        }
    }

    // ---- lost ----

    @Override
    public void closed(String reason) {
        LinkState before = state;
        socket = null;
        handshake = null;
        state = LinkState.CONNECT;
        switch (before) {
            case CONNECTING -> log.warning("Error condition on socket for SYNC: " + reason);
            case HANDSHAKE -> log.warning("Master did not respond to command during SYNC handshake: " + reason);
            case TRANSFER -> {
                abortReception();
                log.warning("I/O error trying to sync with MASTER: " + reason);
                reconnect(" after failure");
            }
            case CONNECTED -> {
                keepPosition();
                reconnect("");
            }
            default -> {}
        }
    }

    private void keepPosition() {
        PrimaryStream lost = stream;
        stream = null;
        if (lost == null) {
            return;
        }
        downSinceMillis = nowMillis();
        log.notice("Connection with master lost.");
        log.notice("Caching the disconnected master state.");
        known = lost.end(known == null ? replication.history().id() : known.id());
    }

    private void abortReception() {
        SnapshotReception present = reception;
        reception = null;
        if (present != null) {
            present.abort();
        }
    }

    private void close() {
        OutgoingSocket present = socket;
        socket = null;
        handshake = null;
        if (present != null) {
            present.close();
        }
    }

    /** Closes the connection and forgets it. Returns where another one could go on, if anywhere. */
    @Nullable
    KnownPosition end() {
        ended = true;
        keepPosition();
        abortReception();
        close();
        state = LinkState.NONE;
        return known;
    }

    /** The primary's client was closed (CLIENT KILL). */
    void drop() {
        OutgoingSocket present = socket;
        if (present != null) {
            present.close();
            closed("killed");
        }
    }

    // ---- once a second ----

    void cron() {
        long silentSeconds = (nowMillis() - lastHeardMillis) / MILLIS_PER_SECOND;
        boolean timedOut = silentSeconds > config.timeoutSeconds.value();
        switch (state) {
            case CONNECTING, HANDSHAKE -> {
                if (timedOut) {
                    log.warning("Timeout connecting to the MASTER...");
                    close();
                    reconnect(" after failure");
                }
            }
            case TRANSFER -> transferCron(timedOut);
            case CONNECTED -> {
                if (timedOut) {
                    log.warning("MASTER timeout: no data nor PING received...");
                    drop();
                }
            }
            case CONNECT -> connect();
            case NONE -> {}
        }
        PrimaryStream present = stream;
        if (present != null && !isOldPrimary) {
            present.acknowledge();
        }
    }

    private void transferCron(boolean timedOut) {
        SnapshotReception present = reception;
        if (present == null) {
            return;
        }
        if (present.isComplete()) {
            // Loading takes its time; the primary must know that somebody is there.
            lastHeardMillis = nowMillis();
            socket().send(LINE_END.clone());
        } else if (server.persistence().loading().isActive()) {
            socket().send(LINE_END.clone());
        }
        if (timedOut && !present.isComplete()) {
            log.warning(
                    "Timeout receiving bulk data from MASTER... If the problem persists try to set the 'repl-timeout'"
                            + " parameter in redis.conf to a larger value.");
            abortReception();
            close();
            reconnect(" after failure");
        }
    }

    /** Tells the primary at once how far this server is. */
    void acknowledge() {
        PrimaryStream present = stream;
        if (present != null) {
            present.acknowledge();
        }
    }

    // ---- what is asked ----

    /** How much of the primary's stream was applied; -1 if nothing is known of it. */
    long appliedOffset() {
        PrimaryStream present = stream;
        return present != null ? present.offset() : known != null ? known.offset() : UNKNOWN_OFFSET;
    }

    /** Since when there has been no connection, in milliseconds since 1970-01-01 UTC; 0 if there never was one. */
    long downSinceMillis() {
        return downSinceMillis;
    }

    /** It was another connection, with another address of the same data, that was lost then. */
    void downSinceMillis(long millis) {
        downSinceMillis = millis;
    }

    long dataAgeMillis() {
        return nowMillis() - (isConnected() ? lastHeardMillis : downSinceMillis);
    }

    /** The database that the stream's next command applies to. */
    int streamDatabase() {
        PrimaryStream present = stream;
        KnownPosition last = known;
        return present != null ? present.database() : last != null ? Math.max(0, last.database()) : 0;
    }

    boolean isPrimaryClient(Client client) {
        PrimaryStream present = stream;
        return present != null && present.client() == client;
    }

    /** INFO's fields. */
    void describe(BiConsumer<String, String> field) {
        long now = nowMillis();
        new LinkReport(this, now - lastHeardMillis, field).write(stream, reception, now, config);
    }

    @Override
    public String toString() {
        return "PrimaryLink[" + host + ":" + port + ", " + state.roleName() + ", at " + appliedOffset() + "]";
    }
}
