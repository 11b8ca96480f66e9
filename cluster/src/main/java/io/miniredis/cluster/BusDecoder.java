package io.miniredis.cluster;

import io.miniredis.datastructures.ByteString;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns bytes into messages: {@link BusFormat}. Lengths are checked before anything is believed. */
public final class BusDecoder {
    /** How much of a message {@link #length} looks at. */
    public static final int PREFIX_BYTES = 8;

    /** What {@link #length} returns for what is no message. */
    public static final int NO_MESSAGE = -1;

    private final byte[] bytes;
    private final ByteBuffer in;
    private final int typeCode;

    private BusDecoder(byte[] message) {
        this.bytes = message;
        this.in = ByteBuffer.wrap(message);
        this.typeCode = u16(BusFormat.TYPE);
    }

    /** How long a message is, in bytes, by its first 8; {@link #NO_MESSAGE} if it is none. */
    public static int length(byte[] bytes, int at) {
        if (!Arrays.equals(bytes, at, at + BusFormat.SIGNATURE.length, BusFormat.SIGNATURE, 0, 4)) {
            return NO_MESSAGE;
        }
        int length = ByteBuffer.wrap(bytes).getInt(at + BusFormat.LENGTH);
        return length < BusFormat.HEADER_BYTES ? NO_MESSAGE : length;
    }

    /** The type of a whole message, before it is decoded; null if it is not known. */
    static @Nullable MessageType type(byte[] message) {
        return MessageType.of((message[BusFormat.TYPE] & 0xFF) << 8 | (message[BusFormat.TYPE + 1] & 0xFF));
    }

    /** @throws BusFormatException if the version is another one, or lengths contradict each other */
    static BusMessage decode(byte[] message) throws BusFormatException {
        BusDecoder decoder = new BusDecoder(message);
        if (decoder.u16(BusFormat.VERSION_AT) != BusFormat.VERSION) {
            throw new BusFormatException("");
        }
        BusPayload payload = decoder.payload();
        return new BusMessage(decoder.typeCode, decoder.header(), payload);
    }

    private BusHeader header() {
        return new BusHeader(
                in.getLong(BusFormat.CURRENT_EPOCH),
                in.getLong(BusFormat.CONFIG_EPOCH),
                in.getLong(BusFormat.OFFSET),
                text(BusFormat.SENDER, ClusterNode.ID_LENGTH),
                SlotSet.read(bytes, BusFormat.SLOTS),
                text(BusFormat.PRIMARY, ClusterNode.ID_LENGTH),
                text(BusFormat.IP, BusFormat.IP_BYTES),
                u16(BusFormat.PORT),
                u16(BusFormat.SECONDARY_PORT),
                u16(BusFormat.BUS_PORT),
                u16(BusFormat.FLAGS),
                in.get(BusFormat.STATE) == 0,
                in.get(BusFormat.MESSAGE_FLAGS) & 0xFF);
    }

    private BusPayload payload() throws BusFormatException {
        MessageType type = MessageType.of(typeCode);
        if (type == null) {
            return new BusPayload.Empty();
        }
        return switch (type) {
            case PING, PONG, MEET -> gossip();
            case FAIL -> failure();
            case PUBLISH, PUBLISHSHARD -> publication();
            case UPDATE -> update();
            case MODULE -> module();
            case FAILOVER_AUTH_REQUEST, FAILOVER_AUTH_ACK, MFSTART -> empty(0);
        };
    }

    private BusPayload empty(long ignoredBytes) throws BusFormatException {
        require(ignoredBytes);
        return new BusPayload.Empty();
    }

    private BusPayload failure() throws BusFormatException {
        require(ClusterNode.ID_LENGTH);
        return new BusPayload.Failure(text(BusFormat.HEADER_BYTES, ClusterNode.ID_LENGTH));
    }

    private BusPayload update() throws BusFormatException {
        require(BusFormat.UPDATE_BYTES);
        int at = BusFormat.HEADER_BYTES;
        return new BusPayload.SlotUpdate(
                in.getLong(at),
                text(at + BusFormat.UPDATE_ID, ClusterNode.ID_LENGTH),
                SlotSet.read(bytes, at + BusFormat.UPDATE_SLOTS));
    }

    private BusPayload module() throws BusFormatException {
        int at = BusFormat.HEADER_BYTES;
        boolean isWhole = in.capacity() >= at + BusFormat.MODULE_BYTES;
        return empty(BusFormat.MODULE_BYTES + (isWhole ? u32(at + BusFormat.MODULE_LENGTH) : 0));
    }

    private BusPayload publication() throws BusFormatException {
        int at = BusFormat.HEADER_BYTES;
        if (in.capacity() < at + BusFormat.PUBLICATION_BYTES) {
            require(BusFormat.PUBLICATION_BYTES);
        }
        long channel = u32(at);
        require(BusFormat.PUBLICATION_BYTES + channel + u32(at + 4));
        int channelAt = at + BusFormat.PUBLICATION_BYTES;
        int messageAt = channelAt + (int) channel;
        return new BusPayload.Publication(
                ByteString.wrap(Arrays.copyOfRange(bytes, channelAt, messageAt)),
                ByteString.wrap(Arrays.copyOfRange(bytes, messageAt, in.capacity())));
    }

    private BusPayload gossip() throws BusFormatException {
        int count = u16(BusFormat.COUNT);
        long end = BusFormat.HEADER_BYTES + (long) count * BusFormat.GOSSIP_BYTES;
        List<PingExtension> extensions = List.of();
        if ((in.get(BusFormat.MESSAGE_FLAGS) & BusHeader.EXTENDED) != 0) {
            extensions = new ArrayList<>();
            end = extensions(end, extensions);
        }
        require(end - BusFormat.HEADER_BYTES);
        List<GossipEntry> entries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            entries.add(entry(BusFormat.HEADER_BYTES + i * BusFormat.GOSSIP_BYTES));
        }
        return new BusPayload.Gossip(entries, extensions);
    }

    private GossipEntry entry(int at) {
        return new GossipEntry(
                text(at, ClusterNode.ID_LENGTH),
                in.getInt(at + BusFormat.GOSSIP_PING_SENT),
                in.getInt(at + BusFormat.GOSSIP_PONG_RECEIVED),
                text(at + BusFormat.GOSSIP_IP, BusFormat.IP_BYTES),
                u16(at + BusFormat.GOSSIP_PORT),
                u16(at + BusFormat.GOSSIP_BUS_PORT),
                u16(at + BusFormat.GOSSIP_FLAGS),
                u16(at + BusFormat.GOSSIP_SECONDARY_PORT));
    }

    /** Returns where they end. */
    private long extensions(long from, List<PingExtension> target) throws BusFormatException {
        long at = from;
        for (int left = u16(BusFormat.EXTENSIONS); left > 0; left--) {
            long rest = in.capacity() - at;
            long length = rest < BusFormat.EXTENSION_HEADER_BYTES ? Long.MAX_VALUE : u32((int) at);
            if (length > rest) {
                throw new BusFormatException("Received invalid " + typeName()
                        + " packet with extension data that exceeds total packet length (" + in.capacity() + ")");
            }
            if (length % 8 != 0 || length < BusFormat.EXTENSION_HEADER_BYTES) {
                throw new BusFormatException(
                        "Received a " + typeName() + " packet without proper padding (" + length + " bytes)");
            }
            target.add(extension((int) at, (int) length));
            at += length;
        }
        return at;
    }

    private PingExtension extension(int at, int length) {
        int content = at + BusFormat.EXTENSION_HEADER_BYTES;
        int room = length - BusFormat.EXTENSION_HEADER_BYTES;
        int type = u16(at + BusFormat.EXTENSION_TYPE);
        return switch (type) {
            case BusFormat.HOSTNAME -> new PingExtension.Hostname(text(content, room));
            case BusFormat.HUMAN_NAME -> new PingExtension.HumanName(text(content, room));
            case BusFormat.FORGOTTEN_NODE ->
                room < ClusterNode.ID_LENGTH + Long.BYTES
                        ? new PingExtension.Unknown(type)
                        : new PingExtension.ForgottenNode(
                                text(content, ClusterNode.ID_LENGTH), in.getLong(content + ClusterNode.ID_LENGTH));
            case BusFormat.SHARD_ID -> new PingExtension.ShardId(text(content, Math.min(room, ClusterNode.ID_LENGTH)));
            default -> new PingExtension.Unknown(type);
        };
    }

    private void require(long payloadBytes) throws BusFormatException {
        long expected = BusFormat.HEADER_BYTES + payloadBytes;
        if (in.capacity() != expected) {
            throw new BusFormatException("Received invalid " + typeName() + " packet of length " + in.capacity()
                    + " but expected length " + expected);
        }
    }

    private String typeName() {
        MessageType type = MessageType.of(typeCode);
        return type == null ? "unknown" : type.text();
    }

    private int u16(int at) {
        return in.getShort(at) & 0xFFFF;
    }

    private long u32(int at) {
        return Integer.toUnsignedLong(in.getInt(at));
    }

    /** The characters up to the first zero. */
    private String text(int at, int most) {
        int length = 0;
        while (length < most && in.get(at + length) != 0) {
            length++;
        }
        return new String(bytes, at, length, StandardCharsets.UTF_8);
    }
}
