package io.miniredis.server.command.string;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.miniredis.datastructures.KeyEntry;
import io.miniredis.server.ServerFixture;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class StringPairCommandsTest {
    private final ServerFixture redis = new ServerFixture();
    private final Stored stored = new Stored(redis);

    @AfterEach
    void stop() {
        redis.close();
    }

    @Nested
    class Mget {
        @Test
        void givesStringsInEveryEncodingAndNothingForOthers() {
            redis.show("MSET i 5 e text r " + "x".repeat(45) + " c a");
            redis.show("APPEND c b");
            stored.putOther("l");

            assertEquals(
                    "1) \"5\"\n2) \"text\"\n3) \"" + "x".repeat(45) + "\"\n4) \"ab\"\n5) (nil)\n6) (nil)\n7) \"5\"",
                    redis.show("MGET i e r c l missing i"));
        }
    }

    @Nested
    class Mset {
        @Test
        void setsAllAndDropsTimesToLive() {
            redis.show("SET a old EX 10");
            stored.putOther("l");
            redis.events();
            redis.propagated();

            assertEquals("OK", redis.show("MSET a 1 l 2 a 3"));

            assertEquals("1) \"3\"\n2) \"2\"", redis.show("MGET a l"));
            assertEquals(KeyEntry.NO_EXPIRE, stored.ttlMillis("a"));
            assertEquals(List.of("set a", "set l", "set a"), redis.events());
            assertEquals(List.of("0 MSET a 1 l 2 a 3"), redis.propagated());
        }

        @Test
        void countsAChangePerPair() {
            redis.show("MSET a 1 b 2 c 3");

            assertEquals(3L, redis.onMain(() -> redis.server().effects().dirty()));
        }

        @Test
        void wantsPairs() {
            assertEquals("(error) ERR wrong number of arguments for 'mset' command", redis.show("MSET a 1 b"));
            assertFalse(stored.exists("a"));
        }
    }

    @Nested
    class Msetnx {
        @Test
        void setsAllOrNone() {
            assertEquals("(integer) 1", redis.show("MSETNX a 1 b 2"));
            assertEquals("(integer) 0", redis.show("MSETNX c 3 b 4"));

            assertFalse(stored.exists("c"));
            assertEquals("\"2\"", redis.show("GET b"));
            assertEquals(List.of("0 MSETNX a 1 b 2"), redis.propagated());
            assertEquals(List.of("set a", "set b"), redis.events());
        }

        @Test
        void takesTheLastOfAKeyGivenTwice() {
            assertEquals("(integer) 1", redis.show("MSETNX a 1 a 2"));
            assertEquals("\"2\"", redis.show("GET a"));
        }

        @Test
        void wantsPairs() {
            assertEquals("(error) ERR wrong number of arguments for 'msetnx' command", redis.show("MSETNX a 1 b"));
        }
    }
}
