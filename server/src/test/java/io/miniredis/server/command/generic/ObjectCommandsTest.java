package io.miniredis.server.command.generic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.miniredis.server.ServerFixture;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectCommandsTest {
    private final ServerFixture redis = new ServerFixture();

    @AfterEach
    void stop() {
        redis.close();
    }

    @ParameterizedTest
    @CsvSource({
        "12345, int",
        "hello, embstr",
        "12345678901234567890123456789012345678901234, embstr",
        "123456789012345678901234567890123456789012345, raw"
    })
    void encodingOfAString(String value, String encoding) {
        redis.show("SET a " + value);

        assertEquals('"' + encoding + '"', redis.show("OBJECT ENCODING a"));
    }

    @Test
    void refcountOfSmallIntegersIsThatOfSharedObjects() {
        redis.show("SET small 9999");
        redis.show("SET large 10000");

        assertEquals("(integer) 2147483647", redis.show("OBJECT REFCOUNT small"));
        assertEquals("(integer) 1", redis.show("OBJECT REFCOUNT large"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ENCODING", "REFCOUNT", "IDLETIME", "FREQ"})
    void ofAMissingKeyIsNothing(String subcommand) {
        assertEquals("(nil)", redis.show("OBJECT " + subcommand + " nope"));
    }

    @Nested
    class Idletime {
        @Test
        void countsSecondsSinceTheLastUse() {
            redis.show("SET a 1");
            redis.advance(Duration.ofSeconds(90));
            assertEquals("(integer) 90", redis.show("OBJECT IDLETIME a"));

            redis.show("GET a");
            assertEquals("(integer) 0", redis.show("OBJECT IDLETIME a"));
        }

        @Test
        void isRefusedUnderAnLfuPolicy() {
            redis.show("SET a 1");
            redis.show("CONFIG SET maxmemory-policy allkeys-lfu");

            assertEquals(
                    "(error) ERR An LFU maxmemory policy is selected, idle time not tracked. Please note that when"
                            + " switching between policies at runtime LRU and LFU data will take some time to adjust.",
                    redis.show("OBJECT IDLETIME a"));
        }
    }

    @Nested
    class Freq {
        @Test
        void beginsAtFiveGrowsWithUseAndDecays() {
            redis.show("CONFIG SET maxmemory-policy volatile-lfu");
            redis.show("SET a 1");
            assertEquals("(integer) 5", redis.show("OBJECT FREQ a"));

            redis.show("GET a");
            assertEquals("(integer) 6", redis.show("OBJECT FREQ a"));

            redis.advance(Duration.ofMinutes(2));
            assertEquals("(integer) 4", redis.show("OBJECT FREQ a"));
        }

        @Test
        void isRefusedUnderOtherPolicies() {
            redis.show("SET a 1");

            assertEquals(
                    "(error) ERR An LFU maxmemory policy is not selected, access frequency not tracked. Please note that"
                            + " when switching between policies at runtime LRU and LFU data will take some time to"
                            + " adjust.",
                    redis.show("OBJECT FREQ a"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "OBJECT, ERR wrong number of arguments for 'object' command",
        "OBJECT ENCODING, ERR wrong number of arguments for 'object|encoding' command",
        "OBJECT FREQ a b, ERR wrong number of arguments for 'object|freq' command",
        "OBJECT nonsense a, ERR unknown subcommand 'nonsense'. Try OBJECT HELP."
    })
    void refusesWrongArguments(String line, String error) {
        assertEquals("(error) " + error, redis.show(line));
    }

    @Test
    void helpIsMadeFromTheSubcommands() {
        String help = redis.show("object help");

        String[] lines = help.split("\n", -1);
        assertEquals(" 1) OBJECT <subcommand> [<arg> [value] [opt] ...]. Subcommands are:", lines[0]);
        assertEquals(" 2) ENCODING key", lines[1]);
        assertEquals(" 3)     Tells how the value of a key is laid out in memory.", lines[2]);
        assertEquals("    Print this help.", lines[lines.length - 1].substring(4));
        assertEquals("HELP", lines[lines.length - 2].substring(4));
    }
}
