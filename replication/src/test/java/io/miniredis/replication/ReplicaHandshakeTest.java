package io.miniredis.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.datastructures.ByteString;
import io.miniredis.replication.ReplicaHandshake.Introduction;
import io.miniredis.replication.ReplicaHandshake.Step;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReplicaHandshakeTest {
    private static final String ID = "0123456789abcdef0123456789abcdef01234567";
    private static final Introduction PLAIN = new Introduction(null, null, 6380, null);

    /** What was sent as words, one request a line. */
    private static String words(@Nullable ByteString sent) {
        assertNotNull(sent, "nothing was sent");
        StringBuilder text = new StringBuilder();
        for (String line : sent.utf8().split("\r\n", -1)) {
            if (line.startsWith("*")) {
                text.append(text.isEmpty() ? "" : "|");
            } else if (!line.startsWith("$") && !line.isEmpty()) {
                text.append(text.isEmpty() || text.toString().endsWith("|") ? "" : " ")
                        .append(line);
            }
        }
        return text.toString();
    }

    private static Step upToPsync(ReplicaHandshake handshake) {
        handshake.begin();
        handshake.answered("+PONG");
        handshake.answered("+OK");
        return handshake.answered("+OK");
    }

    private static PsyncOutcome outcome(String reply) {
        ReplicaHandshake handshake = new ReplicaHandshake(PLAIN, ID, 42, false);
        upToPsync(handshake);
        PsyncOutcome outcome = handshake.answered(reply).outcome();
        assertNotNull(outcome);
        return outcome;
    }

    @Test
    void introducesItselfAndAsksForTheStream() {
        ReplicaHandshake handshake = new ReplicaHandshake(PLAIN, ID, 42, false);

        assertEquals("PING", words(ByteString.wrap(handshake.begin())));
        assertEquals(
                "REPLCONF listening-port 6380|REPLCONF capa eof capa psync2",
                words(handshake.answered("+PONG").send()));
        assertNull(handshake.answered("+OK").send());
        assertEquals("PSYNC " + ID + " 42", words(handshake.answered("+OK").send()));
        assertTrue(handshake.awaitsPsync());
    }

    @Test
    void saysWhoItIsAndWhereItIsReached() {
        Introduction introduction =
                new Introduction(ByteString.of("anna"), ByteString.of("secret"), 1, ByteString.of("10.0.0.1"));
        ReplicaHandshake handshake = new ReplicaHandshake(introduction, "?", -1, false);
        handshake.begin();

        assertEquals(
                "AUTH anna secret|REPLCONF listening-port 1|REPLCONF ip-address 10.0.0.1|REPLCONF capa eof capa"
                        + " psync2",
                words(handshake.answered("-NOAUTH Authentication required.").send()));
        handshake.answered("+OK");
        handshake.answered("+OK");
        handshake.answered("+OK");
        assertEquals("PSYNC ? -1", words(handshake.answered("+OK").send()));
    }

    @Test
    void asksThePrimaryToTakeOver() {
        assertEquals(
                "PSYNC " + ID + " 42 FAILOVER",
                words(upToPsync(new ReplicaHandshake(PLAIN, ID, 42, true)).send()));
    }

    @Test
    void givesUpWhenItIsNotLetIn() {
        Introduction introduction = new Introduction(null, ByteString.of("wrong"), 1, null);
        ReplicaHandshake handshake = new ReplicaHandshake(introduction, "?", -1, false);
        handshake.begin();
        handshake.answered("+PONG");

        assertEquals(
                new PsyncOutcome.Failed("Unable to AUTH to MASTER: -WRONGPASS no"),
                handshake.answered("-WRONGPASS no").outcome());
    }

    @Test
    void givesUpWhenThePrimaryIsNotWell() {
        ReplicaHandshake handshake = new ReplicaHandshake(PLAIN, "?", -1, false);
        handshake.begin();

        assertInstanceOf(
                PsyncOutcome.Failed.class, handshake.answered("-LOADING wait").outcome());
    }

    @Test
    void passesOverWhatOldPrimariesDoNotUnderstand() {
        ReplicaHandshake handshake = new ReplicaHandshake(PLAIN, ID, 42, false);
        handshake.begin();
        handshake.answered("+PONG");

        Step step = handshake.answered("-ERR unknown");
        assertNull(step.outcome());
        assertNotNull(step.remark());
        assertNotNull(handshake.answered("-ERR unknown").send());
    }

    @Test
    void takesEmptyLinesForSignsOfLife() {
        ReplicaHandshake handshake = new ReplicaHandshake(PLAIN, ID, 42, false);
        upToPsync(handshake);

        assertNull(handshake.answered("").outcome());
        assertTrue(handshake.awaitsPsync());
    }

    @Test
    void understandsWhatIsAnswered() {
        assertEquals(new PsyncOutcome.Continue(null), outcome("+CONTINUE"));
        assertEquals(new PsyncOutcome.Continue(ID), outcome("+CONTINUE " + ID));
        assertEquals(new PsyncOutcome.FullResync(ID, 7), outcome("+FULLRESYNC " + ID + " 7"));
        assertInstanceOf(PsyncOutcome.Failed.class, outcome("+FULLRESYNC short 7"));
        assertInstanceOf(PsyncOutcome.Failed.class, outcome("+FULLRESYNC " + ID + " seven"));
        assertInstanceOf(PsyncOutcome.TryLater.class, outcome("-NOMASTERLINK Can't SYNC"));
        assertInstanceOf(PsyncOutcome.TryLater.class, outcome("-LOADING data"));
        assertInstanceOf(PsyncOutcome.NotSupported.class, outcome("-ERR unknown command"));
    }
}
