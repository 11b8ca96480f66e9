package io.miniredis.server.command.pubsub;

import static io.miniredis.server.command.CommandFlag.FAST;
import static io.miniredis.server.command.CommandFlag.LOADING;
import static io.miniredis.server.command.CommandFlag.MAY_REPLICATE;
import static io.miniredis.server.command.CommandFlag.STALE;
import static io.miniredis.server.command.KeySpec.Flag.NOT_KEY;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.Glob;
import io.miniredis.protocol.Errors;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.server.cluster.ClusterService;
import io.miniredis.server.command.ChannelUse;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandFlag;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.ContainerHelp;
import io.miniredis.server.command.KeySpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sending messages, and asking who listens (pubsub.c). */
public final class PubSubCommands {
    private PubSubCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(PUBLISH, SPUBLISH, PUBSUB);
    }

    public static final CommandSpec PUBLISH = CommandSpec.named("publish")
            .arity(3)
            .flags(CommandFlag.PUBSUB, LOADING, STALE, FAST, MAY_REPLICATE)
            .group(CommandGroup.PUBSUB)
            .inSentinelToo()
            .channels(ChannelUse.PUBLISHED)
            .since("2.0.0")
            .summary("Sends a message to everybody who listens to the channel.")
            .complexity("O(N+M) with N listeners and M patterns that begin as the channel does")
            .syntax("channel:string message:string")
            .handler(PubSubCommands::publish);

    private static void publish(CommandCall call) {
        ByteString channel = call.args().next();
        ByteString message = call.args().next();

        int receivers = call.server().pubSub().publish(channel, message);

        tellOthers(call, channel, message, false);

        call.reply().integer(receivers);
    }

    /** A message goes to replicas with the stream of changes, and in a cluster over its bus. */
    private static void tellOthers(CommandCall call, ByteString channel, ByteString message, boolean sharded) {
        ClusterService service = call.server().cluster();
        if (service == null) {
            call.propagateToReplicas();
        } else {
            service.cluster().publish(channel, message, sharded);
        }
    }

    static final CommandSpec SPUBLISH = CommandSpec.named("spublish")
            .arity(3)
            .flags(CommandFlag.PUBSUB, LOADING, STALE, FAST, MAY_REPLICATE)
            .group(CommandGroup.PUBSUB)
            .channels(ChannelUse.PUBLISHED)
            .keys(KeySpec.key(1, NOT_KEY))
            .since("7.0.0")
            .summary("Sends a message to everybody who listens to the shard channel.")
            .complexity("O(N) with N listeners")
            .syntax("shardchannel:string message:string")
            .handler(PubSubCommands::spublish);

    private static void spublish(CommandCall call) {
        ByteString channel = call.args().next();
        ByteString message = call.args().next();

        int receivers = call.server().pubSub().publishToShard(channel, message);

        tellOthers(call, channel, message, true);

        call.reply().integer(receivers);
    }

    static final CommandSpec HELP =
            ContainerHelp.spec(CommandGroup.PUBSUB, "6.2.0").handler(ContainerHelp::help);

    static final CommandSpec CHANNELS = CommandSpec.named("channels")
            .arity(-2)
            .flags(CommandFlag.PUBSUB, LOADING, STALE)
            .group(CommandGroup.PUBSUB)
            .since("2.8.0")
            .summary("Lists the channels that somebody listens to, not counting patterns.")
            .complexity("O(N) with N channels")
            .syntax("[pattern:pattern]")
            .handler(PubSubCommands::pubsubChannels);

    private static void pubsubChannels(CommandCall call) {
        ByteString pattern = onlyPattern(call);

        List<byte[]> names = new ArrayList<>();
        call.server().pubSub().forEachChannel(name -> addIfMatching(names, name, pattern));

        writeNames(call, names);
    }

    private static @Nullable ByteString onlyPattern(CommandCall call) {
        if (call.args().remaining() > 1) {
            throw Errors.subcommandSyntax(call.request());
        }
        return call.args().hasNext() ? call.args().next() : null;
    }

    private static void addIfMatching(List<byte[]> names, byte[] name, @Nullable ByteString pattern) {
        if (pattern == null || Glob.matches(pattern.bytes(), name, false)) {
            names.add(name);
        }
    }

    private static void writeNames(CommandCall call, List<byte[]> names) {
        call.reply().array(names.size());
        for (byte[] name : names) {
            call.reply().bulk(name);
        }
    }

    static final CommandSpec NUMSUB = CommandSpec.named("numsub")
            .arity(-2)
            .flags(CommandFlag.PUBSUB, LOADING, STALE)
            .group(CommandGroup.PUBSUB)
            .since("2.8.0")
            .summary("Tells how many listen to each of the channels, not counting patterns.")
            .complexity("O(N) with N channels asked for")
            .syntax("[channel:string...]")
            .handler(PubSubCommands::pubsubNumsub);

    private static void pubsubNumsub(CommandCall call) {
        ReplyWriter reply = call.reply();
        reply.array(call.args().remaining() * 2);
        while (call.args().hasNext()) {
            ByteString channel = call.args().next();
            reply.bulk(channel);
            reply.integer(call.server().pubSub().subscribers(channel));
        }
    }

    static final CommandSpec NUMPAT = CommandSpec.named("numpat")
            .arity(2)
            .flags(CommandFlag.PUBSUB, LOADING, STALE)
            .group(CommandGroup.PUBSUB)
            .since("2.8.0")
            .summary("Tells how many different patterns somebody listens to.")
            .complexity("O(1)")
            .handler(PubSubCommands::pubsubNumpat);

    private static void pubsubNumpat(CommandCall call) {
        call.reply().integer(call.server().pubSub().patternCount());
    }

    static final CommandSpec SHARDCHANNELS = CommandSpec.named("shardchannels")
            .arity(-2)
            .flags(CommandFlag.PUBSUB, LOADING, STALE)
            .group(CommandGroup.PUBSUB)
            .since("7.0.0")
            .summary("Lists the shard channels that somebody listens to.")
            .complexity("O(N) with N shard channels")
            .syntax("[pattern:pattern]")
            .handler(PubSubCommands::pubsubShardchannels);

    private static void pubsubShardchannels(CommandCall call) {
        ByteString pattern = onlyPattern(call);

        List<byte[]> names = new ArrayList<>();
        call.server().pubSub().forEachShardChannel(name -> addIfMatching(names, name, pattern));

        writeNames(call, names);
    }

    static final CommandSpec SHARDNUMSUB = CommandSpec.named("shardnumsub")
            .arity(-2)
            .flags(CommandFlag.PUBSUB, LOADING, STALE)
            .group(CommandGroup.PUBSUB)
            .since("7.0.0")
            .summary("Tells how many listen to each of the shard channels.")
            .complexity("O(N) with N shard channels asked for")
            .syntax("[shardchannel:string...]")
            .handler(PubSubCommands::pubsubShardnumsub);

    private static void pubsubShardnumsub(CommandCall call) {
        ReplyWriter reply = call.reply();
        reply.array(call.args().remaining() * 2);
        while (call.args().hasNext()) {
            ByteString channel = call.args().next();
            reply.bulk(channel);
            reply.integer(call.server().pubSub().shardSubscribers(channel));
        }
    }

    static final CommandSpec PUBSUB = CommandSpec.named("pubsub")
            .arity(-2)
            .group(CommandGroup.PUBSUB)
            .since("2.8.0")
            .summary("Asks who listens to what.")
            .complexity("That of the subcommand")
            .container(CHANNELS, HELP, NUMPAT, NUMSUB, SHARDCHANNELS, SHARDNUMSUB);
}
