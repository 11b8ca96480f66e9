package io.miniredis.server.pubsub;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.Dict;
import io.miniredis.datastructures.Glob;
import io.miniredis.datastructures.SipHash;
import io.miniredis.server.client.Client;
import io.miniredis.server.client.ClientLife;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Channels, patterns and who listens to them; a message goes to whoever listens now, and is gone (pubsub.c).
 *
 * <p>A channel is there as long as somebody listens to it. Confined to the main thread.
 */
public final class PubSub {
    private static final ByteString MESSAGE = ByteString.of("message");
    private static final ByteString PATTERN_MESSAGE = ByteString.of("pmessage");
    private static final ByteString SHARD_MESSAGE = ByteString.of("smessage");

    private final SipHash hash;
    private final ClientLife clientLife;
    private final Dict<Channel> channels = new Dict<>();
    private final Dict<Channel> shardChannels = new Dict<>();
    private final @Nullable ShardSlots shardSlots;
    private final Dict<Channel> patterns = new Dict<>();
    private final PatternIndex patternIndex;
    private final List<Channel> matches = new ArrayList<>();
    private final List<Client> flooded = new ArrayList<>();

    /** @param inCluster true if shard channels belong to hash slots, which may go to other nodes */
    public PubSub(SipHash hash, ClientLife clientLife, boolean inCluster) {
        this.shardSlots = inCluster ? new ShardSlots() : null;
        this.hash = hash;
        this.clientLife = clientLife;
        this.patternIndex = new PatternIndex(hash);
    }

    // ---- listening ----

    /** The client listens to a channel; nothing happens if it does already. */
    public void subscribe(Client client, ByteString channel) {
        subscribe(client, client.openSubscriptions().channels, channels, channel);
    }

    public void subscribeToShard(Client client, ByteString channel) {
        Channel made = subscribe(client, client.openSubscriptions().shardChannels, shardChannels, channel);
        if (made != null && shardSlots != null) {
            shardSlots.add(made);
        }
    }

    public void subscribeToPattern(Client client, ByteString pattern) {
        Channel made = subscribe(client, client.openSubscriptions().patterns, patterns, pattern);
        if (made != null && !Glob.isLiteral(made.key())) {
            patternIndex.add(made);
        }
    }

    /** Returns the channel if it was made for this client. */
    private @Nullable Channel subscribe(Client client, ChannelSet mine, Dict<Channel> all, ByteString name) {
        int nameHash = hash.hash(name.bytes());
        if (mine.find(name.bytes(), nameHash) != null) {
            return null;
        }
        Channel channel = all.find(name.bytes(), nameHash);
        boolean isNew = channel == null;
        if (channel == null) {
            channel = new Channel(name.bytes(), nameHash);
            all.insert(channel);
        }
        channel.add(client);
        mine.add(channel);
        return isNew ? channel : null;
    }

    /** The client no longer listens to a channel; nothing happens if it did not. */
    public void unsubscribe(Client client, ByteString channel) {
        Subscriptions mine = client.subscriptions();
        Channel left = mine == null ? null : find(mine.channels, channel);
        if (mine != null && left != null) {
            leave(client, mine.channels, channels, left);
        }
    }

    public void unsubscribeFromShard(Client client, ByteString channel) {
        Subscriptions mine = client.subscriptions();
        Channel left = mine == null ? null : find(mine.shardChannels, channel);
        if (mine != null && left != null) {
            leaveShard(client, mine.shardChannels, left);
        }
    }

    public void unsubscribeFromPattern(Client client, ByteString pattern) {
        Subscriptions mine = client.subscriptions();
        Channel left = mine == null ? null : find(mine.patterns, pattern);
        if (mine != null && left != null) {
            leavePattern(client, mine.patterns, left);
        }
    }

    private @Nullable Channel find(ChannelSet mine, ByteString name) {
        return mine.find(name.bytes(), hash.hash(name.bytes()));
    }

    private static void leave(Client client, ChannelSet mine, Dict<Channel> all, Channel channel) {
        mine.remove(channel);
        channel.remove(client);
        if (channel.count() == 0) {
            all.remove(channel.key(), channel.hash());
        }
    }

    private void leaveShard(Client client, ChannelSet mine, Channel channel) {
        leave(client, mine, shardChannels, channel);
        if (channel.count() == 0 && shardSlots != null) {
            shardSlots.remove(channel);
        }
    }

    private void leavePattern(Client client, ChannelSet mine, Channel pattern) {
        leave(client, mine, patterns, pattern);
        if (pattern.count() == 0 && !Glob.isLiteral(pattern.key())) {
            patternIndex.remove(pattern);
        }
    }

    /** The client listens to nothing any more: it is gone, or begins anew. */
    public void forget(Client client) {
        Subscriptions mine = client.subscriptions();
        if (mine == null) {
            return;
        }
        for (Channel channel : mine.channels.toArray()) {
            leave(client, mine.channels, channels, channel);
        }
        for (Channel channel : mine.shardChannels.toArray()) {
            leaveShard(client, mine.shardChannels, channel);
        }
        for (Channel pattern : mine.patterns.toArray()) {
            leavePattern(client, mine.patterns, pattern);
        }
    }

    /**
     * Nobody listens to the shard channels of a hash slot any more: it is another node's now. Whoever did is told
     * (removeChannelsInSlot).
     */
    public void forgetShardSlot(int slot) {
        if (shardSlots != null) {
            for (Channel channel : shardSlots.of(slot)) {
                while (channel.count() > 0) {
                    unsubscribeByForce(channel.subscriber(0), channel);
                }
            }
        }
    }

    private void unsubscribeByForce(Client client, Channel channel) {
        ChannelSet mine = client.openSubscriptions().shardChannels;
        leaveShard(client, mine, channel);
        int left = mine.size();
        client.followSubscriptions();
        clientLife.push(client, Message.unsubscribed(channel.key(), left, client.protocol()));
    }

    // ---- what a client listens to ----

    public static ByteString[] channelsOf(Client client) {
        Subscriptions mine = client.subscriptions();
        return mine == null ? new ByteString[0] : names(mine.channels);
    }

    public static ByteString[] shardChannelsOf(Client client) {
        Subscriptions mine = client.subscriptions();
        return mine == null ? new ByteString[0] : names(mine.shardChannels);
    }

    public static ByteString[] patternsOf(Client client) {
        Subscriptions mine = client.subscriptions();
        return mine == null ? new ByteString[0] : names(mine.patterns);
    }

    private static ByteString[] names(ChannelSet set) {
        Channel[] channels = set.toArray();
        ByteString[] names = new ByteString[channels.length];
        for (int i = 0; i < names.length; i++) {
            names[i] = ByteString.wrap(channels[i].key());
        }
        return names;
    }

    // ---- messages ----

    /** Sends a message to all who listen to the channel or to a pattern that matches it. Returns to how many. */
    public int publish(ByteString name, ByteString message) {
        int receivers = 0;
        if (!channels.isEmpty()) {
            Channel channel = channels.find(name.bytes(), hash.hash(name.bytes()));
            if (channel != null) {
                receivers += deliver(channel, new Message(MESSAGE, name, message));
            }
        }
        if (!patterns.isEmpty()) {
            receivers += publishToPatterns(name, message);
        }
        closeFlooded();
        return receivers;
    }

    private int publishToPatterns(ByteString name, ByteString message) {
        Channel same = patterns.find(name.bytes(), hash.hash(name.bytes()));
        if (same != null && Glob.isLiteral(same.key())) {
            matches.add(same);
        }
        patternIndex.findMatches(name.bytes(), matches);
        int receivers = 0;
        for (int i = 0; i < matches.size(); i++) {
            Channel pattern = matches.get(i);
            receivers += deliver(pattern, new Message(PATTERN_MESSAGE, ByteString.wrap(pattern.key()), name, message));
        }
        matches.clear();
        return receivers;
    }

    /** Sends a message to all who listen to the shard channel, for which there are no patterns. Returns to how many. */
    public int publishToShard(ByteString name, ByteString message) {
        Channel channel = shardChannels.find(name.bytes(), hash.hash(name.bytes()));
        if (channel == null) {
            return 0;
        }
        int receivers = deliver(channel, new Message(SHARD_MESSAGE, name, message));
        closeFlooded();
        return receivers;
    }

    private int deliver(Channel channel, Message message) {
        int count = channel.count();
        for (int i = 0; i < count; i++) {
            Client client = channel.subscriber(i);
            if (clientLife.push(client, message.encoded(client.protocol()))) {
                flooded.add(client);
            }
        }
        return count;
    }

    /** Afterwards: to be closed is to leave one's channels. */
    private void closeFlooded() {
        for (int i = 0; i < flooded.size(); i++) {
            clientLife.checkOutput(flooded.get(i));
        }
        flooded.clear();
    }

    // ---- what is known ----

    /** How many channels have subscribers. */
    public int channelCount() {
        return channels.size();
    }

    public int shardChannelCount() {
        return shardChannels.size();
    }

    /** How many different patterns have subscribers. */
    public int patternCount() {
        return patterns.size();
    }

    public int subscribers(ByteString channel) {
        return count(channels, channel);
    }

    public int shardSubscribers(ByteString channel) {
        return count(shardChannels, channel);
    }

    private int count(Dict<Channel> all, ByteString name) {
        Channel channel = all.find(name.bytes(), hash.hash(name.bytes()));
        return channel == null ? 0 : channel.count();
    }

    /** Visits the names of all channels. */
    public void forEachChannel(Consumer<byte[]> visitor) {
        channels.forEach(channel -> visitor.accept(channel.key()));
    }

    public void forEachShardChannel(Consumer<byte[]> visitor) {
        shardChannels.forEach(channel -> visitor.accept(channel.key()));
    }

    @Override
    public String toString() {
        return "PubSub[" + channels.size() + " channels, " + patterns.size() + " patterns, " + shardChannels.size()
                + " shard channels]";
    }
}
