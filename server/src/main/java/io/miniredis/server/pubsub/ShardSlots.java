package io.miniredis.server.pubsub;

import io.miniredis.cluster.HashSlot;
import org.jspecify.annotations.Nullable;

/** The shard channels of each hash slot, on a node of a cluster (slots_to_channels). */
final class ShardSlots {
    private static final Channel[] NONE = {};

    private final @Nullable ChannelSet[] bySlot = new ChannelSet[HashSlot.COUNT];

    void add(Channel channel) {
        int slot = HashSlot.of(channel.key());
        ChannelSet channels = bySlot[slot];
        if (channels == null) {
            channels = new ChannelSet();
            bySlot[slot] = channels;
        }
        channels.add(channel);
    }

    /** Removes a channel that is here. */
    void remove(Channel channel) {
        int slot = HashSlot.of(channel.key());
        ChannelSet channels = bySlot[slot];
        if (channels != null) {
            channels.remove(channel);
            bySlot[slot] = channels.size() == 0 ? null : channels;
        }
    }

    /** Those of a slot, as they are now. */
    Channel[] of(int slot) {
        ChannelSet channels = bySlot[slot];
        return channels == null ? NONE : channels.toArray();
    }

    @Override
    public String toString() {
        int used = 0;
        for (ChannelSet channels : bySlot) {
            used += channels == null ? 0 : 1;
        }
        return "ShardSlots[channels in " + used + " slots]";
    }
}
