package io.miniredis.cluster;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Turns messages into bytes: {@link BusFormat}. */
final class BusEncoder {
    private BusEncoder() {}

    static byte[] encode(BusMessage message) {
        byte[] bytes = new byte[BusFormat.HEADER_BYTES + payloadBytes(message.payload())];
        ByteBuffer out = ByteBuffer.wrap(bytes);
        header(bytes, out, message);
        payload(bytes, out, message.payload());
        return bytes;
    }

    private static void header(byte[] bytes, ByteBuffer out, BusMessage message) {
        BusHeader header = message.header();
        out.put(0, BusFormat.SIGNATURE);
        out.putInt(BusFormat.LENGTH, out.capacity());
        out.putShort(BusFormat.VERSION_AT, (short) BusFormat.VERSION);
        out.putShort(BusFormat.PORT, (short) header.port());
        out.putShort(BusFormat.TYPE, (short) message.typeCode());
        out.putLong(BusFormat.CURRENT_EPOCH, header.currentEpoch());
        out.putLong(BusFormat.CONFIG_EPOCH, header.configEpoch());
        out.putLong(BusFormat.OFFSET, header.offset());
        text(out, BusFormat.SENDER, header.sender(), ClusterNode.ID_LENGTH);
        header.slots().write(bytes, BusFormat.SLOTS);
        text(out, BusFormat.PRIMARY, header.primary(), ClusterNode.ID_LENGTH);
        text(out, BusFormat.IP, header.ip(), BusFormat.IP_BYTES - 1);
        out.putShort(BusFormat.SECONDARY_PORT, (short) header.secondaryPort());
        out.putShort(BusFormat.BUS_PORT, (short) header.busPort());
        out.putShort(BusFormat.FLAGS, (short) header.flags());
        out.put(BusFormat.STATE, (byte) (header.ok() ? 0 : 1));
        out.put(BusFormat.MESSAGE_FLAGS, (byte) header.messageFlags());
    }

    private static int payloadBytes(BusPayload payload) {
        if (payload instanceof BusPayload.Gossip gossip) {
            int bytes = gossip.entries().size() * BusFormat.GOSSIP_BYTES;
            for (PingExtension extension : gossip.extensions()) {
                bytes += bytes(extension);
            }
            return bytes;
        } else if (payload instanceof BusPayload.Failure) {
            return ClusterNode.ID_LENGTH;
        } else if (payload instanceof BusPayload.Publication publication) {
            return BusFormat.PUBLICATION_BYTES
                    + publication.channel().length()
                    + publication.message().length();
        } else if (payload instanceof BusPayload.SlotUpdate) {
            return BusFormat.UPDATE_BYTES;
        }
        return 0;
    }

    private static void payload(byte[] bytes, ByteBuffer out, BusPayload payload) {
        int at = BusFormat.HEADER_BYTES;
        if (payload instanceof BusPayload.Gossip gossip) {
            gossip(out, gossip);
        } else if (payload instanceof BusPayload.Failure failure) {
            text(out, at, failure.nodeId(), ClusterNode.ID_LENGTH);
        } else if (payload instanceof BusPayload.Publication publication) {
            out.putInt(at, publication.channel().length());
            out.putInt(at + 4, publication.message().length());
            out.position(at + BusFormat.PUBLICATION_BYTES);
            out.put(publication.channel().bytes()).put(publication.message().bytes());
        } else if (payload instanceof BusPayload.SlotUpdate update) {
            out.putLong(at, update.configEpoch());
            text(out, at + BusFormat.UPDATE_ID, update.nodeId(), ClusterNode.ID_LENGTH);
            update.slots().write(bytes, at + BusFormat.UPDATE_SLOTS);
        }
    }

    private static void gossip(ByteBuffer out, BusPayload.Gossip gossip) {
        out.putShort(BusFormat.COUNT, (short) gossip.entries().size());
        out.putShort(BusFormat.EXTENSIONS, (short) gossip.extensions().size());
        int at = BusFormat.HEADER_BYTES;
        for (GossipEntry entry : gossip.entries()) {
            text(out, at, entry.id(), ClusterNode.ID_LENGTH);
            out.putInt(at + BusFormat.GOSSIP_PING_SENT, entry.pingSentSeconds());
            out.putInt(at + BusFormat.GOSSIP_PONG_RECEIVED, entry.pongReceivedSeconds());
            text(out, at + BusFormat.GOSSIP_IP, entry.ip(), BusFormat.IP_BYTES - 1);
            out.putShort(at + BusFormat.GOSSIP_PORT, (short) entry.port());
            out.putShort(at + BusFormat.GOSSIP_BUS_PORT, (short) entry.busPort());
            out.putShort(at + BusFormat.GOSSIP_FLAGS, (short) entry.flags());
            out.putShort(at + BusFormat.GOSSIP_SECONDARY_PORT, (short) entry.secondaryPort());
            at += BusFormat.GOSSIP_BYTES;
        }
        for (PingExtension extension : gossip.extensions()) {
            extension(out, at, extension);
            at += bytes(extension);
        }
    }

    private static void extension(ByteBuffer out, int at, PingExtension extension) {
        int content = at + BusFormat.EXTENSION_HEADER_BYTES;
        int type;
        if (extension instanceof PingExtension.Hostname hostname) {
            type = BusFormat.HOSTNAME;
            text(out, content, hostname.name(), Integer.MAX_VALUE);
        } else if (extension instanceof PingExtension.HumanName human) {
            type = BusFormat.HUMAN_NAME;
            text(out, content, human.name(), Integer.MAX_VALUE);
        } else if (extension instanceof PingExtension.ForgottenNode forgotten) {
            type = BusFormat.FORGOTTEN_NODE;
            text(out, content, forgotten.id(), ClusterNode.ID_LENGTH);
            out.putLong(content + ClusterNode.ID_LENGTH, forgotten.seconds());
        } else if (extension instanceof PingExtension.ShardId shard) {
            type = BusFormat.SHARD_ID;
            text(out, content, shard.id(), ClusterNode.ID_LENGTH);
        } else {
            throw new IllegalArgumentException("cannot be sent: " + extension);
        }
        out.putInt(at, bytes(extension));
        out.putShort(at + BusFormat.EXTENSION_TYPE, (short) type);
    }

    private static int bytes(PingExtension extension) {
        int content = ClusterNode.ID_LENGTH;
        if (extension instanceof PingExtension.Hostname hostname) {
            content = utf8(hostname.name()).length + 1;
        } else if (extension instanceof PingExtension.HumanName human) {
            content = utf8(human.name()).length + 1;
        } else if (extension instanceof PingExtension.ForgottenNode) {
            content = ClusterNode.ID_LENGTH + Long.BYTES;
        }
        return BusFormat.EXTENSION_HEADER_BYTES + (content + 7) / 8 * 8;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void text(ByteBuffer out, int at, String text, int most) {
        byte[] bytes = utf8(text);
        out.put(at, bytes, 0, Math.min(most, bytes.length));
    }
}
