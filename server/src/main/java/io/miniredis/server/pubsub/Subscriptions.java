package io.miniredis.server.pubsub;

/** What one client listens to. Made at its first subscription. */
public final class Subscriptions {
    final ChannelSet channels = new ChannelSet();
    final ChannelSet patterns = new ChannelSet();
    final ChannelSet shardChannels = new ChannelSet();

    public int channels() {
        return channels.size();
    }

    public int patterns() {
        return patterns.size();
    }

    public int shardChannels() {
        return shardChannels.size();
    }

    /** True if the client listens to anything. */
    public boolean any() {
        return channels.size() + patterns.size() + shardChannels.size() > 0;
    }

    @Override
    public String toString() {
        return "Subscriptions[" + channels() + " channels, " + patterns() + " patterns, " + shardChannels()
                + " shard channels]";
    }
}
