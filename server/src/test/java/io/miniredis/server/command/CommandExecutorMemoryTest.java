package io.miniredis.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.Strings;
import io.miniredis.server.ServerFixture;
import io.miniredis.server.keyspace.KeyEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandExecutorMemoryTest {
    private static final CommandSpec GREEDY = CommandSpec.named("greedy")
            .arity(2)
            .flags(CommandFlag.WRITE)
            .handler(call -> {
                ByteString key = call.args().next();
                call.db().set(key, Strings.encode(key.bytes()));
                call.keyChanged(key, KeyEvent.SET);
                throw new OutOfMemoryError("no room for the reply");
            });

    @Test
    void whenMemoryEndsTheClientIsClosedAndWhatWasChangedIsPropagated() {
        try (ServerFixture redis = new ServerFixture()) {
            redis.onMain(() -> {
                redis.server().commands().put("greedy", new Command(GREEDY, null));
                return true;
            });
            ServerFixture.Peer greedy = redis.connect();
            assertEquals(List.of(), greedy.send(ByteString.of("GREEDY"), ByteString.of("k")));
            assertTrue(greedy.isClosed());
            assertEquals(List.of("0 GREEDY k"), redis.propagated());
            assertEquals("\"k\"", redis.show("GET k"));
            assertFalse(redis.peer().isClosed());
            assertFalse(redis.onMain(() -> redis.server().clients().count() != 1));
        }
    }
}
