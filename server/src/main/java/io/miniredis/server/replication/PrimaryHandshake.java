package io.miniredis.server.replication;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.ByteString;
import io.miniredis.replication.PartialSync;
import io.miniredis.replication.PsyncOutcome;
import io.miniredis.replication.ReplicaHandshake;
import io.miniredis.server.RedisServer;
import io.miniredis.server.config.ReplicationParameters;
import io.miniredis.server.net.OutgoingSocket;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The first talk with a primary on a connection: its answers come line by line, and each brings the next request, until
 * it has said how it goes on (syncWithMaster). What is said is {@link ReplicaHandshake}'s affair.
 *
 * <p>Confined to the main thread.
 */
final class PrimaryHandshake {
    private static final int LONGEST_LINE = 1024;
    private static final long UNKNOWN_OFFSET = -1;

    private final RedisServer server;
    private final OutgoingSocket socket;
    private final @Nullable KnownPosition known;
    private final ReplicaHandshake dialogue;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private @Nullable PsyncOutcome outcome;

    /**
     * @param known where this server is in the primary's stream, if it is anywhere
     * @param takesOver true if the primary is to become a replica of this server by the way (FAILOVER)
     */
    PrimaryHandshake(RedisServer server, OutgoingSocket socket, @Nullable KnownPosition known, boolean takesOver) {
        this.server = server;
        this.socket = socket;
        this.known = known;
        this.dialogue = new ReplicaHandshake(
                introduction(),
                known == null ? PartialSync.ANY_ID : known.id(),
                known == null ? UNKNOWN_OFFSET : known.offset() + 1,
                takesOver);
    }

    private ReplicaHandshake.Introduction introduction() {
        ReplicationParameters config = server.config().replication;
        int announced = config.replicaAnnouncePort.value();
        boolean byTls = server.config().tls.replication.value() && server.tlsPort() != 0;
        int listening = announced != 0 ? announced : byTls ? server.tlsPort() : server.port();
        return new ReplicaHandshake.Introduction(
                config.primaryUser.isEmpty() ? null : config.primaryUser.value(),
                config.primaryPassword.isEmpty() ? null : config.primaryPassword.value(),
                listening,
                config.replicaAnnounceIp.isEmpty() ? null : config.replicaAnnounceIp.value());
    }

    void begin() {
        socket.send(dialogue.begin());
    }

    /** Takes bytes up to the end of one line, and acts on that line. Returns where the next one begins. */
    int received(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if (bytes[at] == '\n') {
                String text = Ascii.text(line.toByteArray()).strip();
                line.reset();
                answered(text);
                return at + 1;
            }
            line.write(bytes[at]);
        }
        return to;
    }

    private void answered(String text) {
        boolean asked = dialogue.awaitsPsync();
        ReplicaHandshake.Step step = dialogue.answered(text);
        if (step.remark() != null) {
            server.log().notice(step.remark());
        }
        ByteString send = step.send();
        if (send != null) {
            if (!asked && dialogue.awaitsPsync()) {
                tellRequest();
            }
            socket.send(send.bytes());
        }
        outcome = step.outcome();
    }

    private void tellRequest() {
        server.log()
                .notice(
                        known == null
                                ? "Partial resynchronization not possible (no cached master)"
                                : "Trying a partial resynchronization (request " + known.id() + ":"
                                        + (known.offset() + 1) + ").");
    }

    /** True if so much has come without an end of line that it is no answer. */
    boolean isLineTooLong() {
        return line.size() > LONGEST_LINE;
    }

    /** What the primary has decided; null if nothing yet. */
    @Nullable
    PsyncOutcome outcome() {
        return outcome;
    }

    @Override
    public String toString() {
        return "PrimaryHandshake[" + dialogue + "]";
    }
}
