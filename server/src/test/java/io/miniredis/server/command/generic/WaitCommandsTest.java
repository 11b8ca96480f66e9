package io.miniredis.server.command.generic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.miniredis.datastructures.ByteString;
import io.miniredis.server.ServerFixture;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaitCommandsTest {
    private final ServerFixture redis = new ServerFixture();
    private final ServerFixture.Peer peer = redis.connect();

    @AfterEach
    void stop() {
        redis.close();
    }

    private List<String> send(String... argv) {
        ByteString[] bytes = new ByteString[argv.length];
        for (int i = 0; i < argv.length; i++) {
            bytes[i] = ByteString.of(argv[i]);
        }
        return peer.send(bytes).stream().map(Object::toString).toList();
    }

    private List<String> received() {
        return peer.received().stream().map(Object::toString).toList();
    }

    private int waiting() {
        return redis.onMain(() -> redis.server().blockedClients().count());
    }

    @Test
    void forNobodyIsAnsweredAtOnce() {
        assertEquals("(integer) 0", redis.show("WAIT 0 1000"));
        assertEquals("(integer) 0", redis.show("WAIT -1 0"));
    }

    @Test
    void isAnsweredWhenItsTimeIsOver() {
        assertEquals(List.of(), send("WAIT", "1", "500"));
        assertEquals(1, waiting());

        redis.advance(Duration.ofMillis(499));
        assertEquals(List.of(), received());
        redis.advance(Duration.ofMillis(1));
        assertEquals(List.of("(integer) 0"), received());
        assertEquals(0, waiting());
    }

    @Test
    void letsLaterRequestsOfItsClientWaitAndNobodyElse() {
        send("WAIT", "1", "500");

        assertEquals(List.of(), send("SET", "a", "1"));
        assertEquals("(nil)", redis.show("GET a"));

        redis.advance(Duration.ofMillis(500));
        assertEquals(List.of("(integer) 0", "OK"), received());
        assertEquals("\"1\"", redis.show("GET a"));
    }

    @Test
    void severalInARowWaitOneAfterTheOther() {
        send("WAIT", "1", "100");
        send("WAIT", "1", "100");
        send("PING");

        redis.advance(Duration.ofMillis(100));
        assertEquals(List.of("(integer) 0"), received());
        redis.advance(Duration.ofMillis(100));
        assertEquals(List.of("(integer) 0", "(integer) 0", "PONG"), received());
    }

    @Test
    void withoutTimeOutWaitsForEver() {
        send("WAIT", "1", "0");

        redis.advance(Duration.ofDays(1000));

        assertEquals(List.of(), received());
        assertEquals(1, waiting());
        assertEquals(0, redis.onMain(() -> redis.server().blockedClients().withTimeout()));
    }

    @Test
    void endsWithItsConnection() {
        send("WAIT", "1", "500");

        redis.onMain(() -> {
            redis.server().closed(peer.client());
            return true;
        });

        assertEquals(0, waiting());
        redis.advance(Duration.ofSeconds(1));
        assertEquals(List.of(), received());
    }

    @Test
    void canBeEndedByAnotherClient() {
        long id = peer.client().id();
        send("WAIT", "1", "0");

        assertEquals("(integer) 1", redis.show("CLIENT UNBLOCK " + id));
        assertEquals(List.of("(integer) 0"), received());

        send("WAIT", "1", "0");
        send("PING");
        assertEquals("(integer) 1", redis.show("CLIENT UNBLOCK " + id + " ERROR"));
        assertEquals(List.of("(error) UNBLOCKED client unblocked via CLIENT UNBLOCK", "PONG"), received());
        assertEquals("(integer) 0", redis.show("CLIENT UNBLOCK " + id));
    }

    @Test
    void aSkippedReplyIsThatOfTheCommandThatWaits() {
        send("CLIENT", "REPLY", "SKIP");
        send("WAIT", "1", "10");
        send("PING");

        redis.advance(Duration.ofMillis(10));

        assertEquals(List.of("PONG"), received());
    }

    @ParameterizedTest
    @CsvSource({
        "WAIT x 0, ERR value is not an integer or out of range",
        "WAIT 1 x, ERR timeout is not an integer or out of range",
        "WAIT 1 -1, ERR timeout is negative",
        "WAIT 1 9223372036854775807, ERR timeout is out of range",
        "WAIT 1, ERR wrong number of arguments for 'wait' command"
    })
    void refusesWrongArguments(String line, String error) {
        assertEquals("(error) " + error, redis.show(line));
    }
}
