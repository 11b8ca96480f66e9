package io.miniredis.server.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.miniredis.protocol.RespClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many connections that wait for one list. */
class BlockedCrowdTest {
    private static final int CROWD = 400;
    private static final int PIPELINED = 3;

    @ParameterizedTest
    @EnumSource(SocketServer.Mode.class)
    void isServedInOrderByOnePush(SocketServer.Mode mode) throws IOException {
        List<RespClient> crowd = new ArrayList<>();
        try (SocketServer redis = SocketServer.start(mode);
                RespClient control = redis.connect()) {
            for (int i = 0; i < CROWD; i++) {
                RespClient client = redis.connect();
                crowd.add(client);
                for (int j = 0; j < PIPELINED; j++) {
                    client.send("BLPOP", "q", "0");
                }
                client.send("ECHO", "done");
                client.flush();
                waitUntilBlocked(control, i + 1);
            }
            for (int round = 0; round < PIPELINED; round++) {
                push(control, round);
                for (int i = 0; i < CROWD; i++) {
                    assertEquals(
                            "1) \"q\"\n2) \"" + round + "-" + i + "\"",
                            crowd.get(i).receive().toString());
                }
                waitUntilBlocked(control, round == PIPELINED - 1 ? 0 : CROWD);
            }
            for (RespClient client : crowd) {
                assertEquals("\"done\"", client.receive().toString());
            }
            assertEquals("(integer) 0", control.call("EXISTS", "q").toString());
        } finally {
            for (RespClient client : crowd) {
                client.close();
            }
        }
    }

    private static void push(RespClient control, int round) throws IOException {
        List<String> words = new ArrayList<>(List.of("RPUSH", "q"));
        for (int i = 0; i < CROWD; i++) {
            words.add(round + "-" + i);
        }
        assertEquals(
                "(integer) " + CROWD, control.call(words.toArray(new String[0])).toString());
    }

    private static void waitUntilBlocked(RespClient control, int clients) throws IOException {
        String wanted = "blocked_clients:" + clients + "\\r\\n";
        String info = "";
        for (int i = 0; i < 10_000 && !info.contains(wanted); i++) {
            info = control.call("INFO", "clients").toString();
        }
        assertEquals(true, info.contains(wanted), info);
    }
}
