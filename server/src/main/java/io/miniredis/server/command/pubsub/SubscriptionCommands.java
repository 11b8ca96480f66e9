package io.miniredis.server.command.pubsub;

import static io.miniredis.server.command.CommandFlag.LOADING;
import static io.miniredis.server.command.CommandFlag.NOSCRIPT;
import static io.miniredis.server.command.CommandFlag.PUBSUB;
import static io.miniredis.server.command.CommandFlag.REPLIES_BY_PUSH;
import static io.miniredis.server.command.CommandFlag.STALE;
import static io.miniredis.server.command.CommandFlag.WHILE_SUBSCRIBED;
import static io.miniredis.server.command.KeySpec.Flag.NOT_KEY;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.server.client.Client;
import io.miniredis.server.command.CallOrigin;
import io.miniredis.server.command.ChannelUse;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.KeySpec;
import io.miniredis.server.pubsub.PubSub;
import io.miniredis.server.pubsub.Subscriptions;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Beginning and ending to listen (pubsub.c). Each channel is confirmed by a message of its own, which tells to how many
 * channels and patterns the client listens now; CLIENT REPLY OFF does not silence it.
 */
public final class SubscriptionCommands {
    private SubscriptionCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(SUBSCRIBE, UNSUBSCRIBE, PSUBSCRIBE, PUNSUBSCRIBE, SSUBSCRIBE, SUNSUBSCRIBE);
    }

    static final CommandSpec SUBSCRIBE = CommandSpec.named("subscribe")
            .arity(-2)
            .flags(PUBSUB, NOSCRIPT, LOADING, STALE, WHILE_SUBSCRIBED, REPLIES_BY_PUSH)
            .group(CommandGroup.PUBSUB)
            .inSentinelToo()
            .channels(ChannelUse.HEARD)
            .since("2.0.0")
            .summary("Listens to channels.")
            .complexity("O(N) with N channels")
            .syntax("channel:string...")
            .handler(SubscriptionCommands::subscribe);

    private static void subscribe(CommandCall call) {
        refuseWhoCannotListen(call, call.origin() == CallOrigin.TRANSACTION);

        while (call.args().hasNext()) {
            ByteString channel = call.args().next();
            call.server().pubSub().subscribe(call.client(), channel);
            confirm(call, "subscribe", channel, channelsAndPatterns(call.client()));
        }
        call.client().followSubscriptions();
    }

    /** Who expects a reply per command, as a script does, cannot be sent messages. Old clients subscribe in MULTI. */
    private static void refuseWhoCannotListen(CommandCall call, boolean exempt) {
        if (!call.mayBlock() && !exempt) {
            String name = call.command().fullName().toUpperCase(Locale.ROOT);
            throw new ErrorReply("ERR " + name + " isn't allowed for a DENY BLOCKING client");
        }
    }

    private static void confirm(CommandCall call, String kind, @Nullable ByteString channel, int count) {
        ReplyWriter pushes = call.client().pushes();
        pushes.push(3);
        pushes.bulk(kind);
        if (channel == null) {
            pushes.nil();
        } else {
            pushes.bulk(channel);
        }
        pushes.integer(count);
    }

    private static int channelsAndPatterns(Client client) {
        Subscriptions mine = client.subscriptions();
        return mine == null ? 0 : mine.channels() + mine.patterns();
    }

    private static int shardChannels(Client client) {
        Subscriptions mine = client.subscriptions();
        return mine == null ? 0 : mine.shardChannels();
    }

    static final CommandSpec UNSUBSCRIBE = CommandSpec.named("unsubscribe")
            .arity(-1)
            .flags(PUBSUB, NOSCRIPT, LOADING, STALE, WHILE_SUBSCRIBED, REPLIES_BY_PUSH)
            .group(CommandGroup.PUBSUB)
            .inSentinelToo()
            .since("2.0.0")
            .summary("Listens to channels no more, to all if none is named.")
            .complexity("O(N) with N channels, for each of which its subscribers are searched")
            .syntax("[channel:string...]")
            .handler(SubscriptionCommands::unsubscribe);

    private static void unsubscribe(CommandCall call) {
        Client client = call.client();
        ByteString[] channels = named(call, PubSub.channelsOf(client));

        for (ByteString channel : channels) {
            call.server().pubSub().unsubscribe(client, channel);
            confirm(call, "unsubscribe", channel, channelsAndPatterns(client));
        }
        if (channels.length == 0) {
            confirm(call, "unsubscribe", null, channelsAndPatterns(client));
        }
        client.followSubscriptions();
    }

    private static ByteString[] named(CommandCall call, ByteString[] all) {
        if (!call.args().hasNext()) {
            return all;
        }
        ByteString[] named = new ByteString[call.args().remaining()];
        for (int i = 0; i < named.length; i++) {
            named[i] = call.args().next();
        }
        return named;
    }

    static final CommandSpec PSUBSCRIBE = CommandSpec.named("psubscribe")
            .arity(-2)
            .flags(PUBSUB, NOSCRIPT, LOADING, STALE, WHILE_SUBSCRIBED, REPLIES_BY_PUSH)
            .group(CommandGroup.PUBSUB)
            .inSentinelToo()
            .channels(ChannelUse.HEARD_BY_PATTERN)
            .since("2.0.0")
            .summary("Listens to all channels that match patterns.")
            .complexity("O(N) with N patterns")
            .syntax("pattern:pattern...")
            .handler(SubscriptionCommands::psubscribe);

    private static void psubscribe(CommandCall call) {
        refuseWhoCannotListen(call, call.origin() == CallOrigin.TRANSACTION);

        while (call.args().hasNext()) {
            ByteString pattern = call.args().next();
            call.server().pubSub().subscribeToPattern(call.client(), pattern);
            confirm(call, "psubscribe", pattern, channelsAndPatterns(call.client()));
        }
        call.client().followSubscriptions();
    }

    static final CommandSpec PUNSUBSCRIBE = CommandSpec.named("punsubscribe")
            .arity(-1)
            .flags(PUBSUB, NOSCRIPT, LOADING, STALE, WHILE_SUBSCRIBED, REPLIES_BY_PUSH)
            .group(CommandGroup.PUBSUB)
            .inSentinelToo()
            .since("2.0.0")
            .summary("Listens to patterns no more, to all if none is named.")
            .complexity("O(N) with N patterns, for each of which its subscribers are searched")
            .syntax("[pattern:pattern...]")
            .handler(SubscriptionCommands::punsubscribe);

    private static void punsubscribe(CommandCall call) {
        Client client = call.client();
        ByteString[] patterns = named(call, PubSub.patternsOf(client));

        for (ByteString pattern : patterns) {
            call.server().pubSub().unsubscribeFromPattern(client, pattern);
            confirm(call, "punsubscribe", pattern, channelsAndPatterns(client));
        }
        if (patterns.length == 0) {
            confirm(call, "punsubscribe", null, channelsAndPatterns(client));
        }
        client.followSubscriptions();
    }

    static final CommandSpec SSUBSCRIBE = CommandSpec.named("ssubscribe")
            .arity(-2)
            .flags(PUBSUB, NOSCRIPT, LOADING, STALE, WHILE_SUBSCRIBED, REPLIES_BY_PUSH)
            .group(CommandGroup.PUBSUB)
            .channels(ChannelUse.HEARD)
            .keys(KeySpec.range(1, -1, 1, NOT_KEY))
            .since("7.0.0")
            .summary("Listens to shard channels.")
            .complexity("O(N) with N shard channels")
            .syntax("shardchannel:string...")
            .handler(SubscriptionCommands::ssubscribe);

    private static void ssubscribe(CommandCall call) {
        refuseWhoCannotListen(call, false);

        while (call.args().hasNext()) {
            ByteString channel = call.args().next();
            call.server().pubSub().subscribeToShard(call.client(), channel);
            confirm(call, "ssubscribe", channel, shardChannels(call.client()));
        }
        call.client().followSubscriptions();
    }

    static final CommandSpec SUNSUBSCRIBE = CommandSpec.named("sunsubscribe")
            .arity(-1)
            .flags(PUBSUB, NOSCRIPT, LOADING, STALE, WHILE_SUBSCRIBED, REPLIES_BY_PUSH)
            .group(CommandGroup.PUBSUB)
            .keys(KeySpec.range(1, -1, 1, NOT_KEY))
            .since("7.0.0")
            .summary("Listens to shard channels no more, to all if none is named.")
            .complexity("O(N) with N shard channels, for each of which its subscribers are searched")
            .syntax("[shardchannel:string...]")
            .handler(SubscriptionCommands::sunsubscribe);

    private static void sunsubscribe(CommandCall call) {
        Client client = call.client();
        ByteString[] channels = named(call, PubSub.shardChannelsOf(client));

        for (ByteString channel : channels) {
            call.server().pubSub().unsubscribeFromShard(client, channel);
            confirm(call, "sunsubscribe", channel, shardChannels(client));
        }
        if (channels.length == 0) {
            confirm(call, "sunsubscribe", null, shardChannels(client));
        }
        client.followSubscriptions();
    }
}
