package io.miniredis.server.command;

import static io.miniredis.server.command.KeySpec.Flag.ACCESS;
import static io.miniredis.server.command.KeySpec.Flag.DELETE;
import static io.miniredis.server.command.KeySpec.Flag.INCOMPLETE;
import static io.miniredis.server.command.KeySpec.Flag.NOT_KEY;
import static io.miniredis.server.command.KeySpec.Flag.OW;
import static io.miniredis.server.command.KeySpec.Flag.RO;
import static io.miniredis.server.command.KeySpec.Flag.RW;
import static io.miniredis.server.command.KeySpec.Flag.UPDATE;
import static io.miniredis.server.command.KeySpec.Flag.VARIABLE_FLAGS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.Request;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class KeyExtractorTest {
    private static final KeySpec.Range HALF = new KeySpec.Range(-1, 1, 2);

    private static CommandSpec spec(KeySpec... keys) {
        return CommandSpec.named("test").arity(-1).keys(keys).handler(call -> {});
    }

    private static Request request(String line) {
        String[] words = line.split(" ", -1);
        ByteString[] argv = new ByteString[words.length];
        for (int i = 0; i < words.length; i++) {
            argv[i] = ByteString.of(words[i]);
        }
        return Request.of(argv);
    }

    private static List<String> keys(CommandSpec spec, String line) {
        Request request = request(line);
        List<String> keys = new ArrayList<>();
        KeyExtractor.keys(spec, request, (at, flags) -> keys.add(request.arg(at).utf8()));
        return keys;
    }

    @Nested
    class Ranges {
        @Test
        void aSingleKey() {
            assertEquals(List.of("a"), keys(spec(KeySpec.key(1, RO)), "get a"));
        }

        @Test
        void toTheEndInSteps() {
            assertEquals(List.of("a", "b"), keys(spec(KeySpec.range(1, -1, 2, OW)), "mset a 1 b 2"));
        }

        @Test
        void toTheLastButOne() {
            assertEquals(List.of("a", "b"), keys(spec(KeySpec.range(1, -2, 1, RW)), "blpop a b 0"));
        }

        @Test
        void aRangeThatTheRequestIsTooShortForYieldsNothing() {
            assertEquals(List.of(), keys(spec(KeySpec.range(1, -2, 1, RW)), "blpop a"));
            assertEquals(List.of(), keys(spec(KeySpec.key(3, RO)), "object freq a"));
        }

        @Test
        void severalSpecsAreReportedInTheirOrder() {
            CommandSpec bitop = spec(KeySpec.key(2, OW), KeySpec.range(3, -1, 1, RO));

            assertEquals(List.of("d", "a", "b"), keys(bitop, "bitop or d a b"));
        }

        @Test
        void oneSpecThatDoesNotFitSpoilsTheOthers() {
            CommandSpec bitop = spec(KeySpec.key(2, OW), KeySpec.range(3, -1, 1, RO));

            assertEquals(List.of(), keys(bitop, "bitop or d"));
        }
    }

    @Nested
    class Counts {
        private final CommandSpec eval = spec(KeySpec.counted(2, RW));

        @Test
        void theCountSaysHowMany() {
            assertEquals(List.of("a", "b"), keys(eval, "eval script 2 a b c"));
        }

        @Test
        void countsThatAreNoneOrTooHighYieldNothing() {
            assertEquals(List.of(), keys(eval, "eval script 0 a"));
            assertEquals(List.of(), keys(eval, "eval script 2 a"));
            assertEquals(List.of(), keys(eval, "eval script -1 a"));
            assertEquals(List.of(), keys(eval, "eval script x a"));
            assertEquals(List.of(), keys(eval, "eval script 9223372036854775807 a"));
            assertEquals(List.of(), keys(eval, "eval script"));
        }
    }

    @Nested
    class Keywords {
        private final CommandSpec xread = spec(KeySpec.behind("STREAMS", 1, HALF, RO));

        @Test
        void keysFollowTheWordInAnyCase() {
            assertEquals(List.of("a", "b"), keys(xread, "xread count 1 streams a b 0 0"));
            assertEquals(List.of("a"), keys(xread, "xread STREAMS a 0"));
        }

        @Test
        void withoutTheWordThereAreNone() {
            assertEquals(List.of(), keys(xread, "xread count 1"));
        }

        @Test
        void theWordAtTheEndIsNotLookedAt() {
            assertEquals(List.of(), keys(xread, "xread streams"));
        }

        @Test
        void aNegativeStartSearchesBackwards() {
            CommandSpec migrate = spec(KeySpec.behind("KEYS", -2, new KeySpec.Range(-1, 1, 0), RW));

            assertEquals(List.of("b", "c"), keys(migrate, "migrate keys host KEYS b c"));
            assertEquals(List.of(), keys(migrate, "migrate host keys"));
        }
    }

    @Nested
    class Finders {
        private final KeyFinder second = (request, keys) -> keys.key(2, KeySpec.bits(RO, ACCESS));

        private CommandSpec withFinder(KeySpec... specs) {
            return CommandSpec.named("test")
                    .arity(-1)
                    .keys(specs)
                    .keysBy(second)
                    .handler(call -> {});
        }

        @Test
        void areNotAskedWhereSpecsSayItAll() {
            assertEquals(List.of("a"), keys(withFinder(KeySpec.key(1, RO)), "test a b"));
        }

        @Test
        void areAskedForUnknownPlaces() {
            assertEquals(List.of("b"), keys(withFinder(KeySpec.key(1, RO), KeySpec.unknown(OW)), "test a b"));
        }

        @Test
        void areAskedForIncompleteSpecsThatFindKeys() {
            CommandSpec migrate = withFinder(
                    KeySpec.key(1, RW),
                    KeySpec.behind("KEYS", -2, new KeySpec.Range(-1, 1, 0), RW, DELETE, INCOMPLETE));

            assertEquals(List.of("a"), keys(migrate, "test a b"));
            assertEquals(List.of("b"), keys(migrate, "test a b keys c"));
        }

        @Test
        void areAskedForVariableFlags() {
            assertEquals(List.of("b"), keys(withFinder(KeySpec.key(1, RW, UPDATE, VARIABLE_FLAGS)), "test a b"));
        }
    }

    @Nested
    class ShardChannels {
        private final CommandSpec ssubscribe = spec(KeySpec.range(1, -1, 1, NOT_KEY));

        @Test
        void areNoKeys() {
            assertEquals(List.of(), keys(ssubscribe, "ssubscribe a b"));
            assertFalse(KeyExtractor.mayHaveKeys(ssubscribe));
        }

        @Test
        void butBelongToSlots() {
            List<Integer> positions = new ArrayList<>();

            KeyExtractor.keysAndShardChannels(ssubscribe, request("ssubscribe a b"), (at, flags) -> positions.add(at));

            assertEquals(List.of(1, 2), positions);
        }
    }

    @Test
    void flagsAreThoseOfTheSpec() {
        List<Long> flags = new ArrayList<>();

        KeyExtractor.keys(spec(KeySpec.key(1, RO, ACCESS)), request("get a"), (at, bits) -> flags.add(bits));

        assertEquals(List.of(KeySpec.bits(RO, ACCESS)), flags);
        assertTrue(KeyExtractor.mayHaveKeys(spec(KeySpec.key(1, RO))));
    }

    @Nested
    class LegacyRanges {
        private String range(KeySpec... specs) {
            LegacyKeyRange range = LegacyKeyRange.of(List.of(specs));
            return range.first() + " " + range.last() + " " + range.step() + (range.movable() ? " movable" : "");
        }

        @Test
        void noKeys() {
            assertEquals("0 0 0", range());
        }

        @Test
        void oneRangeIsTakenAsItIs() {
            assertEquals("1 -1 2", range(KeySpec.range(1, -1, 2, OW)));
            assertEquals("1 2 1", range(KeySpec.range(1, 1, 1, RO)));
        }

        @Test
        void rangesThatFollowEachOtherAreOne() {
            assertEquals("1 2 1", range(KeySpec.key(1, RW), KeySpec.key(2, OW)));
            assertEquals("2 -1 1", range(KeySpec.key(2, OW), KeySpec.range(3, -1, 1, RO)));
        }

        @Test
        void whatCannotBeSaidMakesKeysMovable() {
            assertEquals("0 0 0 movable", range(KeySpec.counted(2, RW)));
            assertEquals("1 1 1 movable", range(KeySpec.key(1, OW), KeySpec.counted(2, RO)));
            assertEquals("1 1 1 movable", range(KeySpec.key(1, RO), KeySpec.unknown(OW)));
            assertEquals("3 3 1 movable", range(KeySpec.key(3, RW, INCOMPLETE)));
        }
    }
}
