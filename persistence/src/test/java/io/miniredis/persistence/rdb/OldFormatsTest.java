package io.miniredis.persistence.rdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.miniredis.datastructures.Encoding;
import io.miniredis.datastructures.Value;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class OldFormatsTest {
    private final Samples samples = new Samples(4);
    private final List<byte[]> payloads = OldFormats.payloads();

    private Value parse(byte[] payload) throws RdbException {
        return (Value) DumpPayload.parse(payload, samples.settings());
    }

    private Value parse(int type, byte[] blob) throws RdbException {
        return parse(OldFormats.payload(type, blob));
    }

    private static String x300() {
        return "\"" + "x".repeat(300) + "\"";
    }

    @Test
    void aZipListAsRedisDrawsItsExample() throws RdbException {
        // ziplist.c: "2" and "5".
        byte[] bytes = HexFormat.of().parseHex("0f0000000c000000020000f302f6ff");

        assertEquals(List.of("\"2\"", "\"5\""), Contents.of(parse(RdbFormat.LIST_ZIPLIST, bytes)));
        assertEquals(HexFormat.of().formatHex(bytes), HexFormat.of().formatHex(OldFormats.zipList("2", "5")));
    }

    @Test
    void aZipListOfAllKindsOfEntriesBecomesAList() throws RdbException {
        Value list = parse(payloads.get(0));

        assertEquals(Encoding.QUICKLIST, list.encoding());
        assertEquals(
                List.of(
                        "\"a\"",
                        "\"12\"",
                        "\"13\"",
                        "\"-128\"",
                        "\"300\"",
                        "\"-70000\"",
                        "\"8000000\"",
                        "\"5000000000\"",
                        x300(),
                        "\"\""),
                Contents.of(list));
    }

    @Test
    void aQuickListOfZipListsBecomesOneOfListPacks() throws RdbException {
        assertEquals(List.of("\"1\"", "\"2\"", x300(), "\"three\"", "\"4\""), Contents.of(parse(payloads.get(1))));
    }

    @Test
    void hashesBecomeListPacksOrTablesByTheLimitsOfToday() throws RdbException {
        Value small = parse(payloads.get(2));
        assertEquals(List.of("\"1\" " + x300() + " -1", "\"f\" \"v\" -1", "\"g\" \"7\" -1"), Contents.of(small));
        assertEquals(Encoding.LISTPACK, small.encoding());

        Value map = parse(payloads.get(4));
        assertEquals(List.of("\"\" \"3\" -1", "\"f1\" \"v1\" -1", "\"f2\" " + x300() + " -1"), Contents.of(map));
        assertEquals(Encoding.HASHTABLE, map.encoding());

        samples.settings().hashMaxListpackEntries = 2;
        assertEquals(Encoding.HASHTABLE, parse(payloads.get(2)).encoding());
        samples.settings().hashMaxListpackEntries = 512;
    }

    @Test
    void aSortedSetInAZipListOrWithScoresAsText() throws RdbException {
        assertEquals(
                List.of("\"a\" -1.5", "\"b\" 0.0", "\"c\" 2.0", "\"d\" 1.0E100"), Contents.of(parse(payloads.get(3))));
        assertEquals(
                List.of("\"d\" -Infinity", "\"b\" -2.0", "\"a\" 1.5", "\"c\" Infinity"),
                Contents.of(parse(payloads.get(8))));
    }

    @Test
    void aSetAsRedis72WritesIt() throws RdbException {
        Value set = parse(payloads.get(5));

        assertEquals(List.of("\"17\"", "\"a\"", "\"c\""), Contents.of(set));
        assertEquals(Encoding.LISTPACK, set.encoding());
    }

    @Test
    void fieldsThatExpireAsFirstReleasesOfRedis74WroteThem() throws RdbException {
        List<String> fields = List.of("\"f\" \"v\" -1", "\"g\" \"w\" 1700000000000");

        assertEquals(fields, Contents.of(parse(payloads.get(9))));
        assertEquals(fields, Contents.of(parse(payloads.get(10))));
        assertEquals(Encoding.LISTPACK_EX, parse(payloads.get(10)).encoding());
    }

    @Nested
    class Refused {
        private String refusal(int type, byte[] blob) {
            return assertThrows(RdbException.class, () -> parse(type, blob)).reason();
        }

        @Test
        void anEntryTwice() {
            String complaint = "Hash listpack integrity check failed.";
            assertEquals(complaint, refusal(RdbFormat.HASH_LISTPACK, OldFormats.listPack("f", "1", "f", "2")));
            assertEquals(complaint, refusal(RdbFormat.HASH_LISTPACK, OldFormats.listPack("7", "1", "7", "2")));
            assertEquals(
                    "Set listpack integrity check failed.",
                    refusal(RdbFormat.SET_LISTPACK, OldFormats.listPack("a", "b", "a")));
            // The number 7, and its digit.
            byte[] pack = HexFormat.of().parseHex("0c00000002000701813702ff");
            assertEquals("Set listpack integrity check failed.", refusal(RdbFormat.SET_LISTPACK, pack));
            assertEquals(
                    "Hash zipmap with dup elements, or big length",
                    refusal(RdbFormat.HASH_ZIPMAP, OldFormats.zipMap("f", "1", "f", "2")));
        }

        @Test
        void aFieldWithoutAValue() {
            assertEquals(
                    "Hash listpack integrity check failed.",
                    refusal(RdbFormat.HASH_LISTPACK, OldFormats.listPack("f", "1", "g")));
            assertEquals(
                    "Hash ziplist integrity check failed.",
                    refusal(RdbFormat.HASH_ZIPLIST, OldFormats.zipList("f", "1", "g")));
        }

        @Test
        void scoresThatAreNoneOrNotInOrder() {
            String complaint = "Zset listpack integrity check failed.";
            assertEquals(complaint, refusal(RdbFormat.ZSET_LISTPACK, OldFormats.listPack("a", "x")));
            assertEquals(complaint, refusal(RdbFormat.ZSET_LISTPACK, OldFormats.listPack("a", "nan")));
            assertEquals(complaint, refusal(RdbFormat.ZSET_LISTPACK, OldFormats.listPack("a", "2", "b", "1")));
            assertEquals(complaint, refusal(RdbFormat.ZSET_LISTPACK, OldFormats.listPack("b", "1", "a", "1")));
        }

        @Test
        void aCollectionWithoutElements() {
            assertEquals("a collection without elements", refusal(RdbFormat.HASH_LISTPACK, OldFormats.listPack()));
            assertNull(ZipMap.toListPack(new byte[] {0, (byte) 255}));
        }

        @Test
        void whatIsLongerThanTheBytesThatThereAre() {
            for (String bomb : List.of(
                    // A string of 2^32 - 1, of 2^63 bytes, one that a few bytes expand to 1 GB.
                    "0080ffffffff61",
                    "00817fffffffffffffff61",
                    "00c30380400000000061e000",
                    // A set, a sorted set, a hash of 2^31 elements.
                    "02808000000061",
                    "05808000000061",
                    "04808000000061")) {
                byte[] payload = HexFormat.of().parseHex(bomb + "0a000000000000000000");

                assertThrows(RdbException.class, () -> DumpPayload.parse(payload, samples.settings()));
            }
        }
    }
}
