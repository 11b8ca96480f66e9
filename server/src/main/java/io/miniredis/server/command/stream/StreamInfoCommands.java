package io.miniredis.server.command.stream;

import static io.miniredis.server.command.CommandFlag.READONLY;
import static io.miniredis.server.command.KeySpec.Flag.ACCESS;
import static io.miniredis.server.command.KeySpec.Flag.RO;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.ConsumerGroup;
import io.miniredis.datastructures.RadixCursor;
import io.miniredis.datastructures.RadixTree;
import io.miniredis.datastructures.Stream;
import io.miniredis.datastructures.StreamConsumer;
import io.miniredis.protocol.Errors;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.ContainerHelp;
import io.miniredis.server.command.KeySpec;
import java.util.List;

/** XINFO: what there is to know of a stream, its groups and their consumers. */
public final class StreamInfoCommands {
    private static final long DEFAULT_FULL_COUNT = 10;

    private StreamInfoCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(XINFO);
    }

    static final CommandSpec STREAM = CommandSpec.named("stream")
            .arity(-3)
            .flags(READONLY)
            .acl(AclCategory.STREAM)
            .group(CommandGroup.STREAM)
            .keys(KeySpec.key(2, RO, ACCESS))
            .since("5.0.0")
            .summary("Describes a stream, in full with its entries, groups and consumers.")
            .complexity("O(1)")
            .syntax("key:key [{full-block: FULL [COUNT count:integer]}]")
            .history("6.0.0", "Option `FULL`.")
            .history(
                    "7.0.0",
                    "Fields `max-deleted-entry-id`, `entries-added`, `recorded-first-entry-id`, `entries-read` and `lag`.")
            .history("7.2.0", "Field `active-time`; `seen-time` now tells of attempts, too.")
            .handler(StreamInfoCommands::xinfoStream);

    private static void xinfoStream(CommandCall call) {
        ByteString key = call.args().next();

        Stream stream = existing(call, key);
        if (!call.args().hasNext()) {
            new StreamDescription(call, stream).brief();
            return;
        }

        new StreamDescription(call, stream).full(fullCount(call));
    }

    private static long fullCount(CommandCall call) {
        int options = call.args().remaining();
        if ((options != 1 && options != 3) || !call.args().acceptToken("full")) {
            throw Errors.subcommandSyntax(call.request());
        }
        if (!call.args().hasNext()) {
            return DEFAULT_FULL_COUNT;
        }
        if (!call.args().acceptToken("count")) {
            throw Errors.subcommandSyntax(call.request());
        }
        long count = call.args().nextLong();
        return count < 0 ? DEFAULT_FULL_COUNT : count;
    }

    private static Stream existing(CommandCall call, ByteString key) {
        Stream stream = call.db().read(key, Stream.class);
        if (stream == null) {
            throw Errors.NO_SUCH_KEY;
        }
        return stream;
    }

    static final CommandSpec GROUPS = CommandSpec.named("groups")
            .arity(3)
            .flags(READONLY)
            .acl(AclCategory.STREAM)
            .group(CommandGroup.STREAM)
            .keys(KeySpec.key(2, RO, ACCESS))
            .since("5.0.0")
            .summary("Describes the groups of a stream.")
            .complexity("O(1)")
            .syntax("key:key")
            .history("7.0.0", "Fields `entries-read` and `lag`.")
            .handler(StreamInfoCommands::xinfoGroups);

    private static void xinfoGroups(CommandCall call) {
        ByteString key = call.args().next();

        Stream stream = existing(call, key);

        ReplyWriter reply = call.reply();
        reply.array(stream.groupCount());
        RadixTree<ConsumerGroup> groups = stream.groups();
        if (groups == null) {
            return;
        }
        StreamDescription description = new StreamDescription(call, stream);
        RadixCursor<ConsumerGroup> each = groups.cursor();
        for (boolean found = each.seekFirst(); found; found = each.next()) {
            description.group(each.key(), each.value());
        }
    }

    static final CommandSpec CONSUMERS = CommandSpec.named("consumers")
            .arity(4)
            .flags(READONLY)
            .acl(AclCategory.STREAM)
            .group(CommandGroup.STREAM)
            .keys(KeySpec.key(2, RO, ACCESS))
            .since("5.0.0")
            .summary("Describes the consumers of a group.")
            .complexity("O(1)")
            .syntax("key:key group:string")
            .history("7.2.0", "Field `inactive`.")
            .tips("nondeterministic_output")
            .handler(StreamInfoCommands::xinfoConsumers);

    private static void xinfoConsumers(CommandCall call) {
        ByteString key = call.args().next();
        ByteString name = call.args().next();

        ConsumerGroup group = existing(call, key).group(name.bytes());
        if (group == null) {
            throw StreamErrors.noGroup(name, key);
        }

        ReplyWriter reply = call.reply();
        reply.array(group.consumers().size());
        RadixCursor<StreamConsumer> each = group.consumers().cursor();
        for (boolean found = each.seekFirst(); found; found = each.next()) {
            StreamConsumer consumer = each.value();
            long activeMillis = consumer.activeMillis();
            reply.map(4);
            reply.bulk("name");
            reply.bulk(consumer.name());
            reply.bulk("pending");
            reply.integer(consumer.pending().size());
            reply.bulk("idle");
            reply.integer(Math.max(call.nowMillis() - consumer.seenMillis(), 0));
            reply.bulk("inactive");
            reply.integer(activeMillis == StreamConsumer.NEVER ? activeMillis : call.nowMillis() - activeMillis);
        }
    }

    static final CommandSpec HELP = ContainerHelp.spec(CommandGroup.STREAM, "5.0.0")
            .acl(AclCategory.STREAM)
            .handler(ContainerHelp::help);

    static final CommandSpec XINFO = CommandSpec.named("xinfo")
            .arity(-2)
            .group(CommandGroup.STREAM)
            .since("5.0.0")
            .summary("Describes streams, groups and consumers.")
            .complexity("Each subcommand has its own.")
            .container(STREAM, GROUPS, CONSUMERS, HELP);
}
