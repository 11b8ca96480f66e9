package io.miniredis.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RequestDecoderSplitTest {
    /** Any sequence of requests, cut anywhere, comes out as it went in. */
    @Property(tries = 300)
    void anyRequestsCutAnywhereComeOutTheSame(
            @ForAll("requests") List<List<String>> requests, @ForAll("steps") List<Integer> steps) {
        StringBuilder input = new StringBuilder();
        for (List<String> request : requests) {
            input.append(Wire.text(RequestEncoder.encode(Requests.argv(request))));
        }
        byte[] bytes = Wire.bytes(input.toString());
        assertEquals(new Wire.Decoded(requests, ""), Wire.decode(bytes, cuts(steps, bytes.length)));
    }

    /** Bytes that are no requests give the same requests and the same error however they are cut. */
    @Property(tries = 500)
    void nonsenseFailsTheSameWayHoweverItIsCut(
            @ForAll("nonsense") String nonsense, @ForAll("steps") List<Integer> steps) {
        byte[] bytes = Wire.bytes(nonsense);
        Wire.Decoded whole = Wire.decode(bytes);
        assertEquals(whole, Wire.decode(bytes, cuts(steps, bytes.length)));
        assertEquals(whole, Wire.decode(bytes, Wire.everywhere(bytes.length)));
    }

    private static int[] cuts(List<Integer> steps, int length) {
        List<Integer> cuts = new ArrayList<>();
        int at = 0;
        for (int step : steps) {
            at += step;
            if (at < length) {
                cuts.add(at);
            }
        }
        return cuts.stream().mapToInt(Integer::intValue).toArray();
    }

    @Provide
    Arbitrary<List<List<String>>> requests() {
        Arbitrary<String> argument = Arbitraries.oneOf(
                Arbitraries.strings().withCharRange('\0', '\377').ofMaxLength(20),
                Arbitraries.of("GET", "SET", "\r\n", "$1\r\n", "*1\r\n"),
                Arbitraries.integers().between(0, 3000).map("x"::repeat));
        return argument.list().ofMinSize(1).ofMaxSize(14).list().ofMaxSize(8);
    }

    @Provide
    Arbitrary<List<Integer>> steps() {
        return Arbitraries.integers().between(1, 300).list().ofMaxSize(40);
    }

    @Provide
    Arbitrary<String> nonsense() {
        return Arbitraries.of(
                        "*", "$", "\r\n", "\r", "\n", "1", "2", "0", "-", "a", "PING", "\"", "'", "\0", "$1\r\na\r\n")
                .list()
                .ofMaxSize(30)
                .map(parts -> String.join("", parts));
    }
}
