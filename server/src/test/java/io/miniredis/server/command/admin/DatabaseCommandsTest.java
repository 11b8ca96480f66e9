package io.miniredis.server.command.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.miniredis.server.ServerFixture;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseCommandsTest {
    private final ServerFixture redis = new ServerFixture();
    private final ServerFixture.Peer inDb1 = redis.connect();

    @BeforeEach
    void givenKeysInTwoDatabases() {
        redis.onMain(() -> {
            inDb1.client().database(1);
            return true;
        });
        redis.show("SET a 1");
        redis.show("SET b 2");
        redis.show("EXPIRE b 100");
        inDb1.show("SET c 3");
        redis.events();
        redis.propagated();
    }

    @AfterEach
    void stop() {
        redis.close();
    }

    private long lazilyFreed() {
        return redis.onMain(() -> redis.server().stats().lazyfreedObjects);
    }

    private long dirty() {
        return redis.onMain(() -> redis.server().effects().dirty());
    }

    @Test
    void dbsizeCountsTheSelectedDatabase() {
        assertEquals("(integer) 2", redis.show("DBSIZE"));
        assertEquals("(integer) 1", inDb1.show("DBSIZE"));
    }

    @Test
    void flushdbEmptiesTheSelectedDatabaseOnly() {
        long before = dirty();

        assertEquals("OK", redis.show("FLUSHDB"));

        assertEquals("(integer) 0", redis.show("DBSIZE"));
        assertEquals("(integer) 1", inDb1.show("DBSIZE"));
        assertEquals(2, dirty() - before);
        assertEquals(List.of("(replaced) 0"), redis.events());
        assertEquals(List.of("0 FLUSHDB"), redis.propagated());
    }

    @Test
    void flushallEmptiesAllDatabases() {
        long before = dirty();

        assertEquals("OK", redis.show("FLUSHALL SYNC"));

        assertEquals("(integer) 0", redis.show("DBSIZE"));
        assertEquals("(integer) 0", inDb1.show("DBSIZE"));
        assertEquals(3, dirty() - before);
        assertEquals(0, lazilyFreed());
        assertEquals(List.of("0 FLUSHALL SYNC"), redis.propagated());
    }

    @Test
    void flushingNothingIsPropagatedToo() {
        redis.show("FLUSHALL");
        redis.propagated();

        redis.show("FLUSHDB");
        redis.show("FLUSHALL async");

        assertEquals(List.of("0 FLUSHDB", "0 FLUSHALL async"), redis.propagated());
    }

    @Test
    void whatIsFlushedLazilyIsCounted() {
        inDb1.show("FLUSHDB ASYNC");
        assertEquals(1, lazilyFreed());

        redis.show("CONFIG SET lazyfree-lazy-user-flush yes");
        redis.show("FLUSHALL");
        assertEquals(3, lazilyFreed());
    }

    @Test
    void swapdbExchangesKeysAndTheirTimesToLive() {
        assertEquals("OK", redis.show("SWAPDB 0 1"));

        assertEquals("\"3\"", redis.show("GET c"));
        assertEquals("(integer) 100", inDb1.show("TTL b"));
        assertEquals(List.of("(replaced) 0", "(replaced) 1"), redis.events());
        assertEquals(List.of("0 SWAPDB 0 1"), redis.propagated());
    }

    @Test
    void swapdbWithItselfReplacesNothing() {
        assertEquals("OK", redis.show("SWAPDB 1 1"));

        assertEquals(List.of(), redis.events());
        assertEquals(List.of("0 SWAPDB 1 1"), redis.propagated());
    }

    @ParameterizedTest
    @CsvSource({
        "FLUSHDB now, ERR syntax error",
        "FLUSHALL SYNC ASYNC, ERR syntax error",
        "FLUSHALL ASYNC x, ERR syntax error",
        "SWAPDB x 1, ERR invalid first DB index",
        "SWAPDB 1 x, ERR invalid second DB index",
        "SWAPDB 2147483648 1, ERR invalid first DB index",
        "SWAPDB 0 16, ERR DB index is out of range",
        "SWAPDB -1 0, ERR DB index is out of range",
        "DBSIZE 1, ERR wrong number of arguments for 'dbsize' command"
    })
    void refusesWrongArguments(String line, String error) {
        assertEquals("(error) " + error, redis.show(line));
        assertEquals("(integer) 2", redis.show("DBSIZE"));
    }
}
