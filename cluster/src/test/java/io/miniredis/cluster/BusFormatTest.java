package io.miniredis.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.datastructures.ByteString;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class BusFormatTest {
    private static final String SENDER = "a".repeat(40);
    private static final String OTHER = "0123456789".repeat(4);

    private static SlotSet slots(int... members) {
        SlotSet slots = new SlotSet();
        for (int slot : members) {
            slots.add(slot);
        }
        return slots;
    }

    private static BusHeader header(int messageFlags) {
        return new BusHeader(
                3, 2, 1_000, SENDER, slots(0, 9, 16383), "", "", 6379, 0, 16379, NodeFlags.PRIMARY, true, messageFlags);
    }

    private static byte[] encode(MessageType type, BusPayload payload) {
        return BusEncoder.encode(new BusMessage(type, header(0), payload));
    }

    private static String hex(byte[] bytes, int from, int length) {
        return HexFormat.ofDelimiter(" ").formatHex(bytes, from, from + length);
    }

    private static BusMessage decode(byte[] bytes) {
        try {
            return BusDecoder.decode(bytes);
        } catch (BusFormatException e) {
            throw new AssertionError(e);
        }
    }

    @Nested
    class Header {
        private final byte[] vote = encode(MessageType.FAILOVER_AUTH_ACK, new BusPayload.Empty());

        @Test
        void beginsAsItsDescriptionSays() {
            assertEquals("52 43 6d 62 00 00 08 d0 00 01 18 eb 00 06 00 00", hex(vote, 0, 16));
            assertEquals("00 00 00 00 00 00 00 03 00 00 00 00 00 00 00 02 00 00 00 00 00 00 03 e8", hex(vote, 16, 24));
            assertEquals("61 61", hex(vote, 40, 2));
        }

        @Test
        void hasSlotsByTheirLowestBitFirst() {
            assertEquals("01 02 00", hex(vote, 80, 3));
            assertEquals("80", hex(vote, 80 + 2047, 1));
        }

        @Test
        void endsWithPortsFlagsAndState() {
            assertEquals("00 00 3f fb 00 01 00 00 00 00", hex(vote, 2246, 10));
            assertEquals(2256, vote.length);
        }

        @Test
        void comesBackAsItWas() {
            BusHeader full = new BusHeader(
                    -1, Long.MIN_VALUE, 5, SENDER, slots(1, 2), OTHER, "10.1.2.3", 65535, 1, 2, 0x3ff, false, 3);
            BusMessage message = new BusMessage(MessageType.MFSTART, full, new BusPayload.Empty());

            assertEquals(message, decode(BusEncoder.encode(message)));
        }

        @Test
        void ofAnotherVersionIsNotRead() {
            vote[9] = 2;

            assertThrows(BusFormatException.class, () -> BusDecoder.decode(vote));
        }
    }

    @Nested
    class Gossip {
        private final GossipEntry entry =
                new GossipEntry(OTHER, 1, 0x65540000, "127.0.0.1", 7000, 17000, NodeFlags.REPLICA, 7001);

        @Test
        void anEntryTakes104Bytes() {
            byte[] ping = encode(MessageType.PING, new BusPayload.Gossip(List.of(entry), List.of()));

            assertEquals(2256 + 104, ping.length);
            assertEquals("00 01", hex(ping, 14, 2));
            assertEquals("30 31 32 33", hex(ping, 2256, 4));
            assertEquals("00 00 00 01 65 54 00 00 31 32 37", hex(ping, 2256 + 40, 11));
            assertEquals("1b 58 42 68 00 02 1b 59 00 00", hex(ping, 2256 + 94, 10));
        }

        @Test
        void extensionsTakeMultiplesOfEightBytes() {
            BusPayload gossip = new BusPayload.Gossip(
                    List.of(),
                    List.of(
                            new PingExtension.Hostname("a.example"),
                            new PingExtension.ForgottenNode(OTHER, 60),
                            new PingExtension.ShardId(SENDER)));
            byte[] ping = BusEncoder.encode(new BusMessage(MessageType.PING, header(BusHeader.EXTENDED), gossip));

            assertEquals("00 03", hex(ping, 2214, 2));
            assertEquals("04", hex(ping, 2253, 1));
            assertEquals(
                    "00 00 00 18 00 00 00 00 61 2e 65 78 61 6d 70 6c 65 00 00 00 00 00 00 00", hex(ping, 2256, 24));
            assertEquals("00 00 00 38 00 02 00 00", hex(ping, 2256 + 24, 8));
            assertEquals("00 00 00 00 00 00 00 3c", hex(ping, 2256 + 24 + 48, 8));
            assertEquals("00 00 00 30 00 03 00 00 61", hex(ping, 2256 + 24 + 56, 9));
        }

        @Test
        void allOfItComesBack() {
            BusPayload gossip = new BusPayload.Gossip(
                    List.of(entry, entry),
                    List.of(
                            new PingExtension.Hostname("h"),
                            new PingExtension.HumanName("twelve-bytes"),
                            new PingExtension.ForgottenNode(OTHER, 1),
                            new PingExtension.ShardId(SENDER)));
            BusMessage message = new BusMessage(MessageType.MEET, header(BusHeader.EXTENDED), gossip);

            assertEquals(message, decode(BusEncoder.encode(message)));
        }

        @Test
        void anExtensionOfANewerVersionIsSkipped() {
            BusPayload gossip = new BusPayload.Gossip(List.of(), List.of(new PingExtension.ShardId(SENDER)));
            byte[] ping = BusEncoder.encode(new BusMessage(MessageType.PING, header(BusHeader.EXTENDED), gossip));
            ping[2256 + 5] = 9;

            assertEquals(
                    new BusPayload.Gossip(List.of(), List.of(new PingExtension.Unknown(9))),
                    decode(ping).payload());
        }

        @Test
        void lengthsThatContradictEachOtherAreNotBelieved() {
            BusPayload gossip = new BusPayload.Gossip(List.of(entry), List.of(new PingExtension.ShardId(SENDER)));
            byte[] ping = BusEncoder.encode(new BusMessage(MessageType.PING, header(BusHeader.EXTENDED), gossip));

            for (int at : new int[] {14, 15, 2214, 2215, 2256 + 104, 2256 + 104 + 3}) {
                byte[] wrong = ping.clone();
                wrong[at] = 0x7f;
                assertThrows(BusFormatException.class, () -> BusDecoder.decode(wrong), "byte " + at);
            }
        }
    }

    @Nested
    class OtherPayloads {
        @Test
        void aFailureIsAnId() {
            byte[] fail = encode(MessageType.FAIL, new BusPayload.Failure(OTHER));

            assertEquals(2256 + 40, fail.length);
            assertEquals(new BusPayload.Failure(OTHER), decode(fail).payload());
        }

        @Test
        void aPublicationIsTwoLengthsAndWhatTheyMeasure() {
            BusPayload publication = new BusPayload.Publication(ByteString.of("news"), ByteString.of("hi"));
            byte[] publish = encode(MessageType.PUBLISH, publication);

            assertEquals("00 00 00 04 00 00 00 02 6e 65 77 73 68 69", hex(publish, 2256, 14));
            assertEquals(publication, decode(publish).payload());
        }

        @Test
        void aPublicationThatSaysItIsLongerIsRefused() {
            byte[] publish = encode(
                    MessageType.PUBLISHSHARD, new BusPayload.Publication(ByteString.of("news"), ByteString.of("hi")));
            publish[2256] = (byte) 0xff;

            assertThrows(BusFormatException.class, () -> BusDecoder.decode(publish));
        }

        @Test
        void anUpdateIsAnEpochAnIdAndSlots() {
            byte[] update = encode(MessageType.UPDATE, new BusPayload.SlotUpdate(7, OTHER, slots(8)));

            assertEquals(2256 + 2096, update.length);
            assertEquals("00 00 00 00 00 00 00 07 30", hex(update, 2256, 9));
            assertEquals(
                    new BusPayload.SlotUpdate(7, OTHER, slots(8)),
                    decode(update).payload());
        }

        @Test
        void aTypeOfANewerVersionIsReadAsAHeader() {
            byte[] message = encode(MessageType.MFSTART, new BusPayload.Empty());
            message[13] = 77;

            assertEquals(77, decode(message).typeCode());
        }
    }

    @Nested
    class Lengths {
        @Test
        void standInTheFirstEightBytes() {
            assertEquals(2256, BusDecoder.length(encode(MessageType.MFSTART, new BusPayload.Empty()), 0));
        }

        @Test
        void whatIsNoMessageHasNone() {
            byte[] other = "GET / HTTP/1.1".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

            assertEquals(BusDecoder.NO_MESSAGE, BusDecoder.length(other, 0));
        }

        @Test
        void noMessageIsShorterThanAHeader() {
            byte[] message = encode(MessageType.MFSTART, new BusPayload.Empty());
            message[6] = 0;

            assertEquals(BusDecoder.NO_MESSAGE, BusDecoder.length(message, 0));
        }

        @Test
        void noMessageCutShortIsRead() {
            byte[] whole = encode(MessageType.UPDATE, new BusPayload.SlotUpdate(7, OTHER, slots(8)));
            for (int length = 2256; length < whole.length; length += 97) {
                byte[] cut = Arrays.copyOf(whole, length);
                assertThrows(BusFormatException.class, () -> BusDecoder.decode(cut));
            }
            assertArrayEquals(whole, BusEncoder.encode(decode(whole)));
            assertTrue(whole.length > 2256);
        }
    }
}
