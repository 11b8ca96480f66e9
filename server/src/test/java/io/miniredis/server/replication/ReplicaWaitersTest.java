package io.miniredis.server.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.miniredis.server.ServerFixture;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a replica is asked while somebody waits for it. */
class ReplicaWaitersTest {
    private final ServerFixture redis = new ServerFixture();
    private final ServerFixture.Peer writer = redis.connect();
    private ServerFixture.Peer replica = redis.connect();

    /** The first one makes the server keep its changes, the second one goes on where the first one was. */
    @BeforeEach
    void attachReplica() {
        // A snapshot for a socket begins later than this test ends, and leaves no file.
        replica.send("REPLCONF capa eof");
        replica.send("PSYNC ? -1");
        redis.onMain(() -> {
            redis.server().clientLife().disconnect(replica.client(), "test");
            return true;
        });
        Replication replication = redis.server().replication();
        long next = replication.offset() + 1;
        writer.send("SET a 1");
        replica = redis.connect();
        replica.send("REPLCONF capa psync2");
        replica.send("PSYNC " + replication.history().id() + " " + next);
        writer.send("SET a 2");
        replica.forgetReplies();
    }

    @AfterEach
    void stop() {
        redis.close();
    }

    private int questions() {
        String seen = replica.received().toString();
        int count = 0;
        for (int at = seen.indexOf("GETACK"); at >= 0; at = seen.indexOf("GETACK", at + 1)) {
            count++;
        }
        return count;
    }

    @Test
    void isAskedAtOnce() {
        writer.send("WAIT 1 1000");

        assertEquals(1, questions());
    }

    @Test
    void isAskedOnlyWhenAPauseEnds() {
        redis.show("CLIENT PAUSE 10000 WRITE");
        writer.send("WAIT 1 1000");
        assertEquals(0, questions(), "the data stand still, and so does what replicas are sent");

        redis.show("CLIENT UNPAUSE");

        assertEquals(1, questions());
    }

    @Test
    void isAskedWhenThePauseIsOver() {
        redis.show("CLIENT PAUSE 500 WRITE");
        writer.send("WAIT 1 1000");

        redis.advance(Duration.ofMillis(501));

        assertEquals(1, questions());
    }
}
