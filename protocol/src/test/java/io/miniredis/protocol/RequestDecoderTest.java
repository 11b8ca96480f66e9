package io.miniredis.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.Wire.Decoded;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestDecoderTest {
    private static final int MAX_LINE = DecoderLimits.MAX_INLINE;

    /** Decodes whole, byte by byte and cut at every offset: always the same. */
    private static Decoded decode(String input) {
        byte[] bytes = input.getBytes(ISO_8859_1);
        Decoded whole = Wire.decode(bytes);
        assertEquals(whole, Wire.decode(bytes, Wire.everywhere(bytes.length)), "byte by byte");
        for (int cut = 1; cut < Math.min(bytes.length, 200); cut++) {
            assertEquals(whole, Wire.decode(bytes, cut), "cut at " + cut);
        }
        return whole;
    }

    private static void assertRequests(String input, List<?>... requests) {
        assertEquals(new Decoded(asRequests(requests), ""), decode(input));
    }

    private static void assertError(String input, String error, List<?>... requestsBefore) {
        assertEquals(new Decoded(asRequests(requestsBefore), error), decode(input));
    }

    @SuppressWarnings("unchecked")
    private static List<List<String>> asRequests(List<?>... requests) {
        return (List<List<String>>) (List<?>) Arrays.asList(requests);
    }

    @Nested
    class Multibulk {
        @Test
        void aPipelineIsSplitIntoItsRequests() {
            assertRequests(
                    "*1\r\n$4\r\nPING\r\n*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$0\r\n\r\n*2\r\n$3\r\nGET\r\n$1\r\nk\r\n",
                    List.of("PING"),
                    List.of("SET", "k", ""),
                    List.of("GET", "k"));
        }

        @Test
        void argumentsMayHoldAnyBytes() {
            assertRequests("*2\r\n$4\r\nECHO\r\n$9\r\n\r\n$3\0*\377\r\n\r\n", List.of("ECHO", "\r\n$3\0*\377\r\n"));
        }

        @Test
        void countsAndLengthsOfSeveralDigits() {
            StringBuilder input = new StringBuilder("*12\r\n");
            String[] expected = new String[12];
            for (int i = 0; i < 12; i++) {
                expected[i] = "x".repeat(i * i * i);
                input.append('$')
                        .append(i * i * i)
                        .append("\r\n")
                        .append(expected[i])
                        .append("\r\n");
            }
            assertRequests(input.toString(), Arrays.asList(expected));
        }

        @Test
        void emptyRequestsAreSkipped() {
            assertRequests(
                    "*0\r\n*-1\r\n*-5\r\n*-9223372036854775808\r\n*1\r\n$4\r\nPING\r\n*0\r\n\r\n", List.of("PING"));
        }

        @Test
        void theByteAfterReturnAndTheTwoAfterAnArgumentAreNotLookedAt() {
            assertRequests("*1\r\n$4\rXPINGab*1\rY$1\r\nx??", List.of("PING"), List.of("x"));
        }

        @Test
        void aHeaderWaitsForTheByteAfterItsReturn() {
            assertRequests("*1\r\n$4\r\nPING\r");
            assertRequests("*1\r");
            assertRequests("*1\r\nfoo");
        }

        @ParameterizedTest
        @ValueSource(ints = {9, 10, 11, 1024, 1025, 1500, 5000, 10_000})
        void everyNumberOfArguments(int count) {
            StringBuilder input = new StringBuilder("*" + count + "\r\n");
            for (int i = 0; i < count; i++) {
                input.append("$5\r\n").append(10_000 + i).append("\r\n");
            }
            byte[] bytes = Wire.bytes(input.toString());
            List<String> request = Wire.decode(bytes).requests().get(0);
            assertEquals(count, request.size());
            assertEquals("10000", request.get(0));
            assertEquals(String.valueOf(9_999 + count), request.get(count - 1));
            assertEquals(List.of(request), Wire.decode(bytes, 7, 50).requests());
        }

        @Test
        void anEnormousCountReservesNothing() {
            RequestDecoder decoder = new RequestDecoder(new DecoderLimits());
            byte[] input = Wire.bytes("*2147483647\r\n$1\r\nx\r\n");
            assertEquals(input.length, decoder.decode(input, 0, input.length));
            assertFalse(decoder.ready());
            assertEquals(0, decoder.bufferedBytes());
            assertEquals(1, decoder.argumentBytes());
        }

        @Test
        void decodingStopsBehindTheFirstRequest() {
            RequestDecoder decoder = new RequestDecoder(new DecoderLimits());
            byte[] input = Wire.bytes("??*1\r\n$1\r\na\r\n*1\r\n$1\r\nb\r\n");
            int at = decoder.decode(input, 2, input.length);
            assertEquals(13, at);
            assertTrue(decoder.ready());
            assertEquals(at, decoder.decode(input, at, input.length), "nothing is read while a request is ready");
            assertEquals("\"a\"", decoder.take().toString());
            assertFalse(decoder.ready());
            assertEquals(input.length, decoder.decode(input, at, input.length));
            assertEquals("\"b\"", decoder.take().toString());
            assertThrows(IllegalStateException.class, decoder::take);
        }
    }

    @Nested
    class Names {
        private final RequestDecoder decoder = new RequestDecoder(new DecoderLimits());

        private Request next(String input, boolean byteByByte) {
            byte[] bytes = Wire.bytes(input);
            for (int at = 0; at < bytes.length; ) {
                at = decoder.decode(bytes, at, byteByByte ? at + 1 : bytes.length);
            }
            return decoder.take();
        }

        @Test
        void theSameNameAsBeforeIsTheSameObject() {
            Request first = next("*2\r\n$3\r\nGET\r\n$1\r\na\r\n", false);
            Request second = next("*2\r\n$3\r\nGET\r\n$3\r\nGET\r\n", false);
            assertSame(first.arg(0), second.arg(0));
            assertNotSame(second.arg(0), second.arg(1), "only names are shared");
            assertSame(first.arg(0), next("*1\r\n$3\r\nGET\r\n", true).arg(0));
        }

        @Test
        void anotherNameIsNotMistakenForIt() {
            next("*1\r\n$3\r\nGET\r\n", false);
            assertEquals(
                    ByteString.of("GEX"), next("*1\r\n$3\r\nGEX\r\n", false).arg(0));
            assertEquals(ByteString.of("get"), next("*1\r\n$3\r\nget\r\n", true).arg(0));
            assertEquals(
                    ByteString.of("GETS"), next("*1\r\n$4\r\nGETS\r\n", false).arg(0));
            assertEquals(ByteString.EMPTY, next("*1\r\n$0\r\n\r\n", false).arg(0));
        }
    }

    @Nested
    class Inline {
        @Test
        void linesEndInLfWithOrWithoutCr() {
            assertRequests("PING\r\n\nPING\n\r\n  \r\nPING\r\r\n", List.of("PING"), List.of("PING"), List.of("PING"));
        }

        @Test
        void quotesHoldArgumentsTogether() {
            assertRequests("SET a\"x y\" 'it\\'s' \"\\x41\\n\"\r\n", List.of("SET", "ax y", "it's", "A\n"));
        }

        @Test
        void bothKindsOfRequestMayAlternate() {
            assertRequests("PING\r\n*1\r\n$1\r\na\r\nECHO x\n", List.of("PING"), List.of("a"), List.of("ECHO", "x"));
        }

        @Test
        void aZeroByteHidesTheLinesEnd() {
            assertRequests("PI\0NG\r\nPING\r\n");
            assertError("a\0\r\n" + "x".repeat(MAX_LINE - 3), "too big inline request");
            assertRequests("*1\0\r\n$4\r\nPING\r\n");
            assertRequests("*1\r\n$4\0\r\nPING\r\n");
        }

        @Test
        void aLineMayBeAsLongAsTheLimit() {
            String word = "a".repeat(MAX_LINE);
            assertEquals(
                    List.of(List.of(word)),
                    Wire.decode(Wire.bytes(word + "\n"), 5, 70).requests());
            assertEquals("", Wire.decode(Wire.bytes(word)).error());
            assertEquals(
                    "too big inline request",
                    Wire.decode(Wire.bytes(word + "a")).error());
            assertEquals(
                    "too big inline request",
                    Wire.decode(Wire.bytes(word + "\r"), MAX_LINE).error());
            assertEquals(
                    "too big inline request",
                    Wire.decode(Wire.bytes(word + "a\n")).error());
        }
    }

    @Nested
    class Errors {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "*+1\r\n",
                    "*01\r\n",
                    "*\r\n",
                    "*-\r\n",
                    "*-0\r\n",
                    "*a\r\n",
                    "* 1\r\n",
                    "*1 \r\n",
                    "*--1\r\n",
                    "*2147483648\r\n",
                    "*9223372036854775808\r\n",
                    "*-9223372036854775809\r\n",
                    "*99999999999999999999\r\n",
                    "*1\n$4\r\n"
                })
        void invalidMultibulkLength(String input) {
            assertError(input, "invalid multibulk length");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "$-1\r\n",
                    "$ 3\r\n",
                    "$04\r\nPING\r\n",
                    "$00\r\n",
                    "$\r\n",
                    "$4\nPING\r\n",
                    "$4a\r\n",
                    "$536870913\r\n",
                    "$99999999999999999999\r\n",
                    "$9223372036854775807\r\n"
                })
        void invalidBulkLength(String header) {
            assertError("*1\r\n" + header, "invalid bulk length");
        }

        @Test
        void anArgumentBeginsWithDollar() {
            assertError("*1\r\nfoo\r\n", "expected '$', got 'f'");
            assertError("*2\r\n$1\r\na\r\n:1\r\n", "expected '$', got ':'");
            assertError("*1\r\n\r\n$4\r\nPING\r\n", "expected '$', got ' '");
            assertError("*1\r\n\nx\r\n", "expected '$', got ' '");
            assertError("*1\r\n\3771\r\n", "expected '$', got '\377'");
        }

        @Test
        void unbalancedQuotes() {
            assertError("SET a \"b\r\n", "unbalanced quotes in request");
            assertError("PING\r\nSET a'x'z b\r\n", "unbalanced quotes in request", List.of("PING"));
        }

        @Test
        void headerLinesAreNoLongerThanInlineRequests() {
            String ones = "1".repeat(MAX_LINE - 1);
            assertEquals("", Wire.decode(Wire.bytes("*" + ones)).error());
            assertEquals(
                    "too big mbulk count string",
                    Wire.decode(Wire.bytes("*1" + ones)).error());
            assertEquals(
                    "invalid multibulk length",
                    Wire.decode(Wire.bytes("*" + ones + "\r\n"), 99).error());
            assertEquals("", Wire.decode(Wire.bytes("*1\r\n$" + ones)).error());
            assertEquals(
                    "too big bulk count string",
                    Wire.decode(Wire.bytes("*1\r\n$1" + ones)).error());
            assertEquals(
                    "too big bulk count string",
                    Wire.decode(Wire.bytes("*1\r\nxx" + ones)).error());
        }

        @Test
        void theReplyNamesTheError() {
            assertEquals(
                    "ERR Protocol error: invalid bulk length", new ProtocolException("invalid bulk length").line());
        }

        @Test
        void whateverComesAfterAnErrorIsSwallowed() {
            RequestDecoder decoder = new RequestDecoder(new DecoderLimits());
            byte[] wrong = Wire.bytes("*x\r\n");
            assertThrows(ProtocolException.class, () -> decoder.decode(wrong, 0, wrong.length));
            byte[] right = Wire.bytes("PING\r\n");
            assertEquals(right.length, decoder.decode(right, 0, right.length));
            assertFalse(decoder.ready());
        }
    }

    @Nested
    class Limits {
        private final DecoderLimits limits = new DecoderLimits();

        private String errorOf(String input, boolean authenticated) {
            RequestDecoder decoder = new RequestDecoder(limits);
            decoder.authenticated(authenticated);
            return Wire.decode(decoder, Wire.bytes(input)).error();
        }

        @Test
        void anUnauthenticatedClientSendsTenArgumentsAtMost() {
            assertEquals("", errorOf("*10\r\n", false));
            assertEquals("unauthenticated multibulk length", errorOf("*11\r\n", false));
            assertEquals("", errorOf("*11\r\n", true));
        }

        @Test
        void anUnauthenticatedClientSendsSmallArguments() {
            assertEquals("", errorOf("*1\r\n$16384\r\n", false));
            assertEquals("unauthenticated bulk length", errorOf("*1\r\n$16385\r\n", false));
            assertEquals("unauthenticated bulk length", errorOf("*1\r\n$16385\r\n" + "x".repeat(16387), false));
            assertEquals("", errorOf("*1\r\n$16385\r\n", true));
        }

        @Test
        void theLongestArgumentIsReadAtEveryUse() {
            limits.maxBulkLength(2_000_000);
            assertEquals("", errorOf("*1\r\n$2000000\r\n", true));
            assertEquals("invalid bulk length", errorOf("*1\r\n$2000001\r\n", true));
            limits.maxBulkLength(Long.MAX_VALUE);
            assertEquals("invalid bulk length", errorOf("*1\r\n$2147483647\r\n", true), "more than an array holds");
        }
    }

    @Nested
    class LargeArguments {
        private static final int MIB = 1024 * 1024;

        private final InboundBudget budget = new InboundBudget(10 * MIB);
        private final RequestDecoder decoder = new RequestDecoder(new DecoderLimits(budget));

        private void feed(String text) {
            byte[] bytes = Wire.bytes(text);
            assertEquals(bytes.length, decoder.decode(bytes, 0, bytes.length));
        }

        private byte[] target() {
            return Objects.requireNonNull(decoder.bulkTarget());
        }

        /** Puts a sawtooth into the argument through the direct path. */
        private void receive(int bytes, int step) {
            int sent = 0;
            while (sent < bytes) {
                int some = Math.min(Math.min(step, decoder.bulkMissing()), bytes - sent);
                byte[] target = target();
                int offset = decoder.bulkOffset();
                for (int i = 0; i < some; i++) {
                    target[offset + i] = (byte) ((offset + i) % 251);
                }
                decoder.bulkReceived(some);
                sent += some;
            }
        }

        private void assertSawtooth(ByteString argument, int length) {
            byte[] expected = new byte[length];
            for (int i = 0; i < length; i++) {
                expected[i] = (byte) (i % 251);
            }
            assertArrayEquals(expected, argument.bytes());
        }

        @Test
        void areReadStraightIntoTheirFinalArray() {
            feed("*2\r\n$4\r\nECHO\r\n$5000000\r\n\0\1\2");
            assertEquals(3, decoder.bulkOffset());
            receive(MIB - 3, 1_000_000);
            byte[] target = target();
            assertEquals(5_000_000, target.length);
            assertEquals(MIB, decoder.bulkOffset());
            assertEquals(5_000_000 - MIB, decoder.bulkMissing());
            assertEquals(MIB, decoder.bufferedBytes(), "what was received counts, not the room");
            receive(5_000_000 - MIB, 1_000_000);
            assertNull(decoder.bulkTarget());
            assertEquals(0, decoder.bulkMissing());
            feed("\r");
            assertFalse(decoder.ready());
            feed("\n");
            ByteString argument = decoder.take().arg(1);
            assertSame(target, argument.bytes());
            assertSawtooth(argument, 5_000_000);
        }

        @Test
        void giveBackTheirRoomAndGrowAgain() {
            feed("*2\r\n$4\r\nECHO\r\n$5000000\r\n");
            receive(MIB + 5, 1_000_000);
            assertEquals(5_000_000 - MIB - 5, decoder.roomBytes());
            decoder.giveBackRoom();
            assertEquals(16 * 1024, decoder.roomBytes());
            assertEquals(MIB + 5, decoder.bufferedBytes());
            assertEquals(0, budget.reservedBytes());
            decoder.giveBackRoom();
            assertEquals(16 * 1024, decoder.roomBytes(), "so little is left alone");
            receive(5_000_000 - MIB - 5, 1_000_000);
            feed("\r\n");
            assertEquals(0, decoder.roomBytes());
            assertSawtooth(decoder.take().arg(1), 5_000_000);
        }

        @Test
        void upToOneMebibyteReserveNothingOfTheBudget() {
            feed("*1\r\n$1048576\r\n");
            assertEquals(0, budget.reservedBytes());
            assertEquals(MIB, target().length);
        }

        @Test
        void takeNoMoreMemoryThanEightTimesWhatHasArrived() {
            feed("*1\r\n$536870912\r\n");
            assertEquals(MIB, target().length);
            assertEquals(0, budget.reservedBytes());
            receive(MIB - 1, MIB);
            assertEquals(MIB, target().length);
            receive(1, 1);
            assertEquals(8 * MIB, target().length);
        }

        @Test
        void haveAllTheirRoomFromTheStartUpToEightMebibytes() {
            feed("*1\r\n$4194304\r\n");
            assertEquals(4 * MIB, target().length);
            assertEquals(3 * MIB, budget.reservedBytes());
            receive(4 * MIB, MIB);
            assertEquals(3 * MIB, budget.reservedBytes());
            feed("\r\n");
            assertEquals(0, budget.reservedBytes());
            assertTrue(decoder.ready());
        }

        @Test
        void reserveWhatIsMoreThanDoubleUntilTheyAreComplete() {
            feed("*1\r\n$9437184\r\n");
            receive(MIB, MIB);
            assertEquals(8 * MIB, target().length);
            assertEquals(6 * MIB, budget.reservedBytes());
            receive(7 * MIB, MIB);
            assertEquals(9 * MIB, target().length);
            assertEquals(0, budget.reservedBytes());
            receive(MIB, MIB);
            feed("\r\n");
            assertTrue(decoder.ready());
        }

        @Test
        void growWithTheirBytesBeyondTheBudget() {
            assertTrue(budget.tryReserve(10 * MIB));
            feed("*1\r\n$20000000\r\n");
            assertEquals(MIB, target().length);
            assertEquals(MIB, decoder.bulkMissing());
            receive(MIB, 300_000);
            assertEquals(2 * MIB, target().length);
            receive(2 * MIB, 300_000);
            assertEquals(4 * MIB, target().length);
            receive(20_000_000 - 3 * MIB, 300_000);
            feed("\r\n");
            assertSawtooth(decoder.take().arg(0), 20_000_000);
            assertEquals(10 * MIB, budget.reservedBytes());
        }

        @Test
        void growInLargeStepsAsSoonAsTheBudgetAllowsIt() {
            assertTrue(budget.tryReserve(5 * MIB));
            feed("*1\r\n$10485760\r\n");
            receive(MIB, MIB);
            assertEquals(2 * MIB, target().length);
            budget.release(5 * MIB);
            receive(MIB, MIB);
            assertEquals(10 * MIB, target().length);
            decoder.release();
            assertEquals(0, budget.reservedBytes());
        }

        @Test
        void giveTheBudgetBackWhenTheConnectionDies() {
            feed("*1\r\n$5242880\r\n");
            receive(MIB, MIB);
            assertEquals(4 * MIB, budget.reservedBytes());
            decoder.release();
            decoder.release();
            assertEquals(0, budget.reservedBytes());
            assertEquals(0, decoder.bufferedBytes());
            feed("PING\r\n");
            assertFalse(decoder.ready());
        }

        @Test
        void comeInPiecesThroughDecodeToo() {
            byte[] input = new byte[15 + 3_000_000 + 2];
            byte[] header = Wire.bytes("*1\r\n$3000000\r\n");
            System.arraycopy(header, 0, input, 0, header.length);
            for (int i = 0; i < 3_000_000; i++) {
                input[header.length + i] = (byte) (i % 251);
            }
            for (int from = 0; from < header.length + 3_000_002; from += 70_001) {
                int to = Math.min(from + 70_001, header.length + 3_000_002);
                assertEquals(to, decoder.decode(input, from, to));
            }
            assertSawtooth(decoder.take().arg(0), 3_000_000);
        }

        @Test
        void moreThanWasAskedForIsRefused() {
            assertThrows(IllegalArgumentException.class, () -> decoder.bulkReceived(1));
            feed("*1\r\n$5\r\nab");
            assertThrows(IllegalArgumentException.class, () -> decoder.bulkReceived(4));
            assertThrows(IllegalArgumentException.class, () -> decoder.bulkReceived(-1));
        }
    }

    @Nested
    class Text {
        @Test
        void saysWhereTheDecoderStands() {
            RequestDecoder decoder = new RequestDecoder(new DecoderLimits());
            assertEquals("RequestDecoder[IDLE]", decoder.toString());
            byte[] input = Wire.bytes("*3\r\n$3\r\nSET\r\n$10\r\nabcde");
            decoder.decode(input, 0, input.length);
            assertEquals("RequestDecoder[BULK 5 of 10 B, argument 2 of 3]", decoder.toString());
        }
    }
}
