package io.miniredis.server.replication;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.ProtocolException;
import io.miniredis.protocol.RequestDecoder;
import io.miniredis.protocol.RequestEncoder;
import io.miniredis.server.RedisServer;
import io.miniredis.server.client.Client;
import io.miniredis.server.client.ClientType;
import io.miniredis.server.client.Connection;
import io.miniredis.server.net.OutgoingSocket;
import java.util.Arrays;

/**
 * The primary's stream of changes: executes it, by a client of its own, and passes it on, byte for byte, to this
 * server's own replicas and backlog.
 *
 * <pre>
 *   raw    ... SET a 1   MULTI  INCR b  EXEC   SET c
 *                      ^ applied        ^ decoded    ^ length
 * </pre>
 *
 * <p>What is applied is passed on: a transaction when all of it was executed. Whoever goes on from the applied offset
 * misses nothing and does nothing twice.
 *
 * <p>Confined to the main thread.
 */
final class PrimaryStream {
    private static final int FIRST_BYTES = 16 * 1024;
    private static final int LARGEST_KEPT_BYTES = 1 << 20;

    /** So much may wait to be executed before the socket is not read any more. */
    private static final int MOST_WAITING_BYTES = 1 << 20;

    private static final long LOOK_AGAIN_MILLIS = 1;
    private static final ByteString REPLCONF = ByteString.of("REPLCONF");
    private static final ByteString ACK = ByteString.of("ACK");
    private static final ByteString FACK = ByteString.of("FACK");

    private final RedisServer server;
    private final OutgoingSocket socket;
    private final Client client;
    private final RequestDecoder decoder;
    private long offset;
    private byte[] raw = new byte[FIRST_BYTES];
    private int length;
    private int decoded;
    private int applied;
    /** Where the last command that was given to be executed ends. */
    private int boundary;

    private boolean running;
    private boolean waiting;
    private boolean ended;

    /** @param position where the stream goes on */
    PrimaryStream(RedisServer server, OutgoingSocket socket, Connection connection, KnownPosition position) {
        this.server = server;
        this.socket = socket;
        this.offset = position.offset();
        this.decoder = new RequestDecoder(server.network().decoderLimits());
        this.client =
                new Client(server.clients().nextId(), connection, server.time().millis());
        client.type(ClientType.MASTER);
        client.user(null);
        client.authenticated(true);
        client.database(Math.max(0, position.database()));
        server.clients().add(client);
    }

    /** How much of the stream was executed. */
    long offset() {
        return offset;
    }

    /** How much of it has come. */
    long readOffset() {
        return offset + length - applied;
    }

    Client client() {
        return client;
    }

    int database() {
        return client.database();
    }

    void received(byte[] bytes, int from, int to) {
        if (raw.length - length < to - from) {
            makeRoom(to - from);
        }
        System.arraycopy(bytes, from, raw, length, to - from);
        length += to - from;
        goOn();
    }

    private void makeRoom(int count) {
        System.arraycopy(raw, applied, raw, 0, length - applied);
        length -= applied;
        decoded -= applied;
        boundary -= applied;
        applied = 0;
        long needed = (long) length + count;
        if (needed > raw.length) {
            raw = Arrays.copyOf(raw, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, 2L * raw.length)));
        }
    }

    private void goOn() {
        if (running || ended) {
            // A command is in the middle of its work, out of which this is called.
            return;
        }
        running = true;
        int before = applied;
        try {
            execute();
        } finally {
            running = false;
        }
        if (!ended) {
            passOn(before);
            waitIfUnfinished();
        }
    }

    private void execute() {
        try {
            while (decoded < length && !mustWait()) {
                decoded = decoder.decode(raw, decoded, length);
                if (!decoder.ready()) {
                    continue;
                }
                boundary = decoded;
                server.dispatcher().accept(client, decoder.take());
                if (ended) {
                    return;
                }
                noteApplied();
            }
        } catch (ProtocolException e) {
            server.log().warning("Protocol error from master: " + e.text());
            server.clientLife().disconnect(client, "protocol error");
        }
    }

    private boolean mustWait() {
        return client.mustWait()
                || server.scripting().isBusy()
                || server.persistence().loading().isActive();
    }

    private void noteApplied() {
        if (!client.isQueueing() && !client.mustWait()) {
            offset += boundary - applied;
            applied = boundary;
        }
    }

    /** Hands on what was applied since it was at {@code before}. */
    private void passOn(int before) {
        if (applied > before) {
            server.replication().passOn(raw, before, applied - before);
        }
        if (applied == length) {
            applied = 0;
            decoded = 0;
            boundary = 0;
            length = 0;
            if (raw.length > LARGEST_KEPT_BYTES) {
                raw = new byte[FIRST_BYTES];
            }
        }
    }

    /** The client is paused, or a script runs for long: what has come waits. */
    private void waitIfUnfinished() {
        if (decoded < length || client.mustWait()) {
            if (length - applied > MOST_WAITING_BYTES) {
                socket.reading(false);
            }
            if (!waiting) {
                waiting = true;
                server.mainThread().schedule(LOOK_AGAIN_MILLIS, this::lookAgain);
            }
        } else if (length == 0) {
            socket.reading(true);
        }
    }

    private void lookAgain() {
        waiting = false;
        if (!running && !ended && !mustWait()) {
            int before = applied;
            noteApplied();
            passOn(before);
        }
        goOn();
    }

    /** Tells the primary how far this server is, and how much of that is on its disk. */
    void acknowledge() {
        long fileOffset = server.replication().fileOffset(offset);
        ByteString applied = ByteString.of(Long.toString(offset));
        socket.send(
                fileOffset < 0
                        ? RequestEncoder.encode(REPLCONF, ACK, applied)
                        : RequestEncoder.encode(
                                REPLCONF, ACK, applied, FACK, ByteString.of(Long.toString(fileOffset))));
    }

    /** The stream ends here. Returns where it could go on. */
    KnownPosition end(String id) {
        ended = true;
        KnownPosition position = new KnownPosition(id, offset, client.database());
        if (server.clients().find(client.id()) == client) {
            server.clientLife().closed(client);
        }
        return position;
    }

    @Override
    public String toString() {
        return "PrimaryStream[at " + offset + ", " + (length - applied) + " B not applied]";
    }
}
