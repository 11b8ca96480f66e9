package io.miniredis.server.command.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.RespValue;
import io.miniredis.server.ServerFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A server under test whose nested replies are shown on one line: {@code [[1-0 [a 1]] [2-0 [a 2]]]}. */
final class StreamFixture implements AutoCloseable {
    private final ServerFixture redis = new ServerFixture();

    /** Sends words parted by single blanks; {@code ''} is an empty one. */
    String run(String line) {
        return shown(send(redis.peer(), line));
    }

    /** Sends several lines, for what they do. */
    void after(String... lines) {
        for (String line : lines) {
            run(line);
        }
        redis.events();
        redis.propagated();
    }

    private static List<String> send(ServerFixture.Peer peer, String line) {
        return flat(peer.send(argv(line)));
    }

    private static ByteString[] argv(String line) {
        List<ByteString> argv = new ArrayList<>();
        for (String word : line.split(" ", -1)) {
            argv.add(ByteString.of(word.equals("''") ? "" : word));
        }
        return argv.toArray(new ByteString[0]);
    }

    private static String shown(List<String> replies) {
        assertEquals(1, replies.size(), replies::toString);
        return replies.get(0);
    }

    /** A client that has sent a request and is not answered. */
    ServerFixture.Peer blocked(String line) {
        ServerFixture.Peer peer = redis.connect();
        assertEquals(List.of(), send(peer, line));
        return peer;
    }

    /** What a blocked client has been answered, or nothing. */
    static List<String> received(ServerFixture.Peer peer) {
        return flat(peer.received());
    }

    private static List<String> flat(List<RespValue> replies) {
        return replies.stream().map(StreamFixture::flat).toList();
    }

    private static String flat(RespValue reply) {
        if (reply instanceof RespValue.Array array) {
            return array.elements().stream().map(StreamFixture::flat).collect(Collectors.joining(" ", "[", "]"));
        }
        if (reply instanceof RespValue.MapValue map) {
            return map.entries().stream()
                    .map(entry -> flat(entry.key()) + ": " + flat(entry.value()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        return reply.toString().replace("\"", "").replace("(integer) ", "");
    }

    List<String> propagated() {
        return redis.propagated();
    }

    List<String> events() {
        return redis.events();
    }

    long dirty() {
        return redis.onMain(() -> redis.server().effects().dirty());
    }

    void advanceMillis(long millis) {
        redis.advance(Duration.ofMillis(millis));
    }

    @Override
    public void close() {
        redis.close();
    }
}
