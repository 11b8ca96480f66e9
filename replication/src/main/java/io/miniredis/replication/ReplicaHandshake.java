package io.miniredis.replication;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.RequestEncoder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a replica says to its primary before it is one, and what it makes of the answers (syncWithMaster,
 * slaveTryPartialResynchronization).
 *
 * <pre>
 *   replica                                        primary
 *   PING                                           +PONG, or that a password is needed
 *   AUTH, REPLCONF listening-port, ip-address, capa     an answer to each
 *   PSYNC id offset                                +CONTINUE id, +FULLRESYNC id offset, or an error
 * </pre>
 *
 * <p>Knows neither sockets nor time: it is given lines and says what to send. Belongs to one thread.
 */
public final class ReplicaHandshake {
    private static final int ID_DIGITS = 40;

    /**
     * Who the replica is.
     *
     * @param user null for the default user
     * @param password null if there is none
     * @param announcedAddress null to be known by where it connects from
     */
    public record Introduction(
            @Nullable ByteString user,
            @Nullable ByteString password,
            int listeningPort,
            @Nullable ByteString announcedAddress) {}

    /**
     * What follows from an answer.
     *
     * @param send bytes for the primary, or null
     * @param outcome the end of the conversation, or null while it goes on
     * @param remark for the log, or null
     */
    public record Step(
            @Nullable ByteString send,
            @Nullable PsyncOutcome outcome,
            @Nullable String remark) {
        static final Step WAIT = new Step(null, null, null);

        static Step failed(String reason) {
            return new Step(null, new PsyncOutcome.Failed(reason), null);
        }
    }

    /** What an answer is about. */
    private enum Asked {
        PING,
        AUTH,
        PORT,
        ADDRESS,
        CAPABILITIES,
        PSYNC
    }

    private final Introduction introduction;
    private final String id;
    private final long offset;
    private final boolean takesOver;
    private final Deque<Asked> unanswered = new ArrayDeque<>();

    /**
     * @param id of the history that the replica has, or {@link PartialSync#ANY_ID}
     * @param offset of the first byte that it wants, or -1
     * @param takesOver true if the primary is a replica so far, and is to become one by this (FAILOVER)
     */
    public ReplicaHandshake(Introduction introduction, String id, long offset, boolean takesOver) {
        this.introduction = introduction;
        this.id = id;
        this.offset = offset;
        this.takesOver = takesOver;
    }

    /** The first thing to send. */
    public byte[] begin() {
        unanswered.addLast(Asked.PING);
        return command("PING");
    }

    private static byte[] command(String... words) {
        ByteString[] argv = new ByteString[words.length];
        for (int i = 0; i < words.length; i++) {
            argv[i] = ByteString.of(words[i]);
        }
        return RequestEncoder.encode(argv);
    }

    /** True when the primary's next line is its answer to PSYNC, before which it may send empty lines. */
    public boolean awaitsPsync() {
        return unanswered.peekFirst() == Asked.PSYNC;
    }

    /** Takes a line of the primary, without its end. */
    public Step answered(String line) {
        if (line.isEmpty()) {
            // A sign of life.
            return Step.WAIT;
        }
        Asked asked = unanswered.pollFirst();
        if (asked == null) {
            return Step.failed("Unexpected line in the replication handshake: " + line);
        }
        boolean isError = line.startsWith("-");
        return switch (asked) {
            case PING -> pingAnswered(line);
            case AUTH -> isError ? Step.failed("Unable to AUTH to MASTER: " + line) : goOn(null);
            case PORT ->
                goOn(isError ? "(Non critical) Master does not understand REPLCONF listening-port: " + line : null);
            case ADDRESS ->
                goOn(isError ? "(Non critical) Master does not understand REPLCONF ip-address: " + line : null);
            case CAPABILITIES ->
                goOn(isError ? "(Non critical) Master does not understand REPLCONF capa: " + line : null);
            case PSYNC -> new Step(null, outcome(line), null);
        };
    }

    private Step pingAnswered(String line) {
        boolean goesOn = line.startsWith("+")
                || line.startsWith("-NOAUTH")
                || line.startsWith("-NOPERM")
                || line.startsWith("-ERR operation not permitted");
        if (!goesOn) {
            return Step.failed("Error reply to PING from master: '" + line + "'");
        }
        return new Step(ByteString.wrap(introduce()), null, "Master replied to PING, replication can continue...");
    }

    /** All in one go; the answers come in the same order. */
    private byte[] introduce() {
        List<byte[]> parts = new ArrayList<>();
        ByteString password = introduction.password;
        if (password != null) {
            ByteString auth = ByteString.of("AUTH");
            ByteString user = introduction.user;
            parts.add(
                    user == null ? RequestEncoder.encode(auth, password) : RequestEncoder.encode(auth, user, password));
            unanswered.addLast(Asked.AUTH);
        }
        parts.add(command("REPLCONF", "listening-port", Integer.toString(introduction.listeningPort)));
        unanswered.addLast(Asked.PORT);
        ByteString address = introduction.announcedAddress;
        if (address != null) {
            parts.add(RequestEncoder.encode(ByteString.of("REPLCONF"), ByteString.of("ip-address"), address));
            unanswered.addLast(Asked.ADDRESS);
        }
        parts.add(command("REPLCONF", "capa", "eof", "capa", "psync2"));
        unanswered.addLast(Asked.CAPABILITIES);
        return joined(parts);
    }

    private static byte[] joined(List<byte[]> parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    /** Asks for the stream when all else is answered. */
    private Step goOn(@Nullable String remark) {
        if (!unanswered.isEmpty()) {
            return new Step(null, null, remark);
        }
        unanswered.addLast(Asked.PSYNC);
        String from = Long.toString(offset);
        byte[] psync = takesOver ? command("PSYNC", id, from, "FAILOVER") : command("PSYNC", id, from);
        return new Step(ByteString.wrap(psync), null, remark);
    }

    private static PsyncOutcome outcome(String line) {
        if (line.startsWith("+FULLRESYNC")) {
            return fullResync(line);
        }
        if (line.startsWith("+CONTINUE")) {
            String newId = line.length() > 10 ? line.substring(10).strip() : "";
            return new PsyncOutcome.Continue(newId.length() == ID_DIGITS ? newId : null);
        }
        if (line.startsWith("-NOMASTERLINK") || line.startsWith("-LOADING")) {
            return new PsyncOutcome.TryLater(line);
        }
        return new PsyncOutcome.NotSupported(line);
    }

    private static PsyncOutcome fullResync(String line) {
        int first = line.indexOf(' ');
        int second = line.indexOf(' ', first + 1);
        if (first < 0 || second - first - 1 != ID_DIGITS) {
            return new PsyncOutcome.Failed("Master replied with wrong +FULLRESYNC syntax.");
        }
        try {
            return new PsyncOutcome.FullResync(
                    line.substring(first + 1, second),
                    Long.parseLong(line.substring(second + 1).strip()));
        } catch (NumberFormatException e) {
            return new PsyncOutcome.Failed("Master replied with wrong +FULLRESYNC syntax.");
        }
    }

    @Override
    public String toString() {
        return "ReplicaHandshake[PSYNC " + id + " " + offset + ", unanswered " + unanswered + "]";
    }
}
