package io.miniredis.compat;

import io.miniredis.compat.script.Comparison;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * Commands for {@link DifferentialFuzzTest}, each written as a template: a word that begins with {@code %} stands for
 * one of a few values, so that commands meet each other's keys and limits.
 *
 * <p>Times to live are far away or long past: what depends on the moment cannot be compared.
 */
final class FuzzCommands {
    /** A request and how its replies are compared. */
    record Request(List<String> words, Comparison comparison) {
        Request {
            words = List.copyOf(words);
        }

        @Override
        public String toString() {
            return String.join(" ", words);
        }
    }

    static final List<String> KEYS = List.of("a", "b", "{a}c", "");

    private static final List<String> VALUES = List.of(
            "",
            "0",
            "1",
            "-1",
            "10",
            "9223372036854775807",
            "-9223372036854775808",
            "9223372036854775808",
            "01",
            "+1",
            " 1",
            "1.5",
            "-0",
            "1e3",
            "abc",
            "ohmytext",
            "mynewtext",
            "\u0000\u00ff",
            "x".repeat(44),
            "y".repeat(45));

    private static final List<String> NUMBERS = List.of(
            "0",
            "1",
            "-1",
            "5",
            "-5",
            "100",
            "9223372036854775807",
            "-9223372036854775808",
            "9223372036854775808",
            "abc",
            "1.5",
            "");

    private static final List<String> FLOATS =
            List.of("0", "1", "-1.5", "0.1", "1e2", "1e-5", "3.0e3", "-0", "nan", "inf", "abc", "", " 1", "1e400");

    private static final List<String> OFFSETS =
            List.of("0", "1", "-1", "3", "-3", "44", "45", "-100", "100", "9223372036854775807", "536870912", "abc");

    private static final List<String> SECONDS = List.of("100", "1000", "0", "-1", "9223372036854775807", "abc", "1.5");
    private static final List<String> MILLIS =
            List.of("100000", "1000000", "0", "-1", "9223372036854775807", "9223372036854775808", "");
    private static final List<String> DATES =
            List.of("33177117420", "33177117421", "1", "0", "-1", "9223372036854775807");
    private static final List<String> DATES_MILLIS = List.of("33177117420123", "33177117420124", "1", "0", "-5");
    // GT and LT stand only beside dates: two relative times given within one millisecond or two compare differently.
    private static final List<String> PRESENCE = List.of("NX", "XX", "nx", "wrong");
    private static final List<String> CONDITIONS = List.of("NX", "XX", "GT", "LT", "nx", "wrong");
    private static final List<String> PATTERNS = List.of("*", "a", "?", "[a-b]", "{a}*", "", "[^a]", "\\a");

    private static final List<String> TEMPLATES = List.of(
            "SET %key %value",
            "SET %key %value",
            "SET %key %value NX",
            "SET %key %value XX GET",
            "SET %key %value EX %seconds",
            "SET %key %value PXAT %datemillis KEEPTTL",
            "SET %key %value KEEPTTL",
            "SET %key %value EXAT %date GET",
            "SET %key %value PX %millis NX",
            "GET %key",
            "GETSET %key %value",
            "GETDEL %key",
            "GETEX %key",
            "GETEX %key PERSIST",
            "GETEX %key EX %seconds",
            "GETEX %key PXAT %datemillis",
            "SETNX %key %value",
            "SETEX %key %seconds %value",
            "PSETEX %key %millis %value",
            "STRLEN %key",
            "APPEND %key %value",
            "GETRANGE %key %offset %offset",
            "SUBSTR %key %offset %offset",
            "SETRANGE %key %offset %value",
            "MGET %key %key %key",
            "MSET %key %value %key %value",
            "MSETNX %key %value %key %value",
            "INCR %key",
            "INCR %key",
            "DECR %key",
            "INCRBY %key %number",
            "DECRBY %key %number",
            "INCRBYFLOAT %key %float",
            "LCS %key %key",
            "LCS %key %key LEN",
            "LCS %key %key IDX WITHMATCHLEN",
            "LCS %key %key IDX MINMATCHLEN %number",
            "DEL %key %key",
            "UNLINK %key",
            "EXISTS %key %key",
            "TOUCH %key %key",
            "TYPE %key",
            "RENAME %key %key",
            "RENAMENX %key %key",
            "COPY %key %key",
            "COPY %key %key REPLACE",
            "MOVE %key 1",
            "MOVE %key 0",
            "SELECT 1",
            "SELECT 0",
            "EXPIRE %key %seconds",
            "EXPIRE %key %seconds %presence",
            "PEXPIRE %key %millis %presence",
            "EXPIREAT %key %date",
            "EXPIREAT %key %date %condition",
            "PEXPIREAT %key %datemillis %condition",
            "PERSIST %key",
            "OBJECT ENCODING %key",
            "EXPIRETIME %key",
            "PEXPIRETIME %key",
            "TTL %key",
            "PTTL %key",
            "DBSIZE",
            "KEYS %pattern",
            "SCAN 0 COUNT 1000 MATCH %pattern",
            "SCAN 0 COUNT 1000 TYPE string",
            "SWAPDB 0 1",
            "FLUSHDB",
            "GET",
            "SET %key",
            "INCRBY %key");

    private FuzzCommands() {}

    static Arbitrary<List<Request>> sequences() {
        return Arbitraries.of(TEMPLATES)
                .flatMap(FuzzCommands::fill)
                .list()
                .ofMinSize(1)
                .ofMaxSize(60);
    }

    private static Arbitrary<Request> fill(String template) {
        List<Arbitrary<String>> words = new ArrayList<>();
        for (String word : template.split(" ", -1)) {
            words.add(Arbitraries.of(values(word)));
        }
        Comparison comparison = comparison(template);
        return Combinators.combine(words).as(list -> new Request(list, comparison));
    }

    private static List<String> values(String word) {
        return switch (word) {
            case "%key" -> KEYS;
            case "%value" -> VALUES;
            case "%number" -> NUMBERS;
            case "%float" -> FLOATS;
            case "%offset" -> OFFSETS;
            case "%seconds" -> SECONDS;
            case "%millis" -> MILLIS;
            case "%date" -> DATES;
            case "%datemillis" -> DATES_MILLIS;
            case "%condition" -> CONDITIONS;
            case "%presence" -> PRESENCE;
            case "%pattern" -> PATTERNS;
            default -> List.of(word);
        };
    }

    private static Comparison comparison(String template) {
        return switch (template.split(" ", 2)[0]) {
            case "TTL", "EXPIRETIME" -> Comparison.EXACT.rounded(5);
            case "PTTL", "PEXPIRETIME" -> Comparison.EXACT.rounded(5000);
            case "KEYS", "SCAN" -> Comparison.EXACT.unordered();
            default -> Comparison.EXACT;
        };
    }
}
