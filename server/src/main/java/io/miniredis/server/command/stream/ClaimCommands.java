package io.miniredis.server.command.stream;

import static io.miniredis.server.command.CommandFlag.FAST;
import static io.miniredis.server.command.CommandFlag.READONLY;
import static io.miniredis.server.command.CommandFlag.WRITE;
import static io.miniredis.server.command.KeySpec.Flag.ACCESS;
import static io.miniredis.server.command.KeySpec.Flag.DELETE;
import static io.miniredis.server.command.KeySpec.Flag.RO;
import static io.miniredis.server.command.KeySpec.Flag.RW;
import static io.miniredis.server.command.KeySpec.Flag.UPDATE;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.ConsumerGroup;
import io.miniredis.datastructures.PendingEntries;
import io.miniredis.datastructures.RadixCursor;
import io.miniredis.datastructures.Stream;
import io.miniredis.datastructures.StreamConsumer;
import io.miniredis.datastructures.StreamId;
import io.miniredis.protocol.Errors;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.Arguments;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.KeySpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a group's consumers have not acknowledged: who looks at it, and who takes it over. */
public final class ClaimCommands {
    private static final long DEFAULT_COUNT = 100;
    private static final long MAX_COUNT = Long.MAX_VALUE / 16;

    private ClaimCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(XPENDING, XCLAIM, XAUTOCLAIM);
    }

    static final CommandSpec XPENDING = CommandSpec.named("xpending")
            .arity(-3)
            .flags(READONLY)
            .acl(AclCategory.STREAM)
            .group(CommandGroup.STREAM)
            .keys(KeySpec.key(1, RO, ACCESS))
            .since("5.0.0")
            .summary("Tells what a group has not acknowledged: a summary, or entry by entry.")
            .complexity("O(N) with N the number of entries told, and of those passed over because of IDLE;"
                    + " a summary is O(N) with N the number of consumers.")
            .syntax("key:key group:string [{filters: [IDLE min-idle-time:integer@6.2.0] start:string end:string"
                    + " count:integer [consumer:string]}]")
            .history("6.2.0", "Option `IDLE`, exclusive ranges.")
            .tips("nondeterministic_output")
            .handler(ClaimCommands::xpending);

    private static void xpending(CommandCall call) {
        ByteString key = call.args().next();
        ByteString name = call.args().next();
        PendingFilter filter = call.args().hasNext() ? PendingFilter.parse(call.args()) : null;

        Stream stream = call.db().read(key, Stream.class);
        ConsumerGroup group = existingGroup(stream, key, name);

        if (filter == null) {
            summary(call, group);
        } else {
            filter.reply(call, group);
        }
    }

    private static ConsumerGroup existingGroup(@Nullable Stream stream, ByteString key, ByteString name) {
        ConsumerGroup group = stream == null ? null : stream.group(name.bytes());
        if (group == null) {
            throw StreamErrors.noKeyOrGroup(key, name);
        }
        return group;
    }

    private static void summary(CommandCall call, ConsumerGroup group) {
        ReplyWriter reply = call.reply();
        reply.array(4);
        reply.integer(group.pending().size());
        PendingEntries.Cursor cursor = group.pending().cursor();
        if (!cursor.seekFirst()) {
            reply.nil();
            reply.nil();
            reply.nilArray();
            return;
        }
        StreamReply ids = new StreamReply(reply);
        ids.id(cursor.ms(), cursor.seq());
        cursor.seekLast();
        ids.id(cursor.ms(), cursor.seq());

        ReplyWriter.Deferred consumers = reply.deferred();
        int told = 0;
        RadixCursor<StreamConsumer> each = group.consumers().cursor();
        for (boolean found = each.seekFirst(); found; found = each.next()) {
            int pending = each.value().pending().size();
            if (pending > 0) {
                reply.array(2);
                reply.bulk(each.value().name());
                reply.bulkInteger(pending);
                told++;
            }
        }
        consumers.array(told);
    }

    static final CommandSpec XCLAIM = CommandSpec.named("xclaim")
            .arity(-6)
            .flags(WRITE, FAST)
            .acl(AclCategory.STREAM)
            .group(CommandGroup.STREAM)
            .keys(KeySpec.key(1, RW, UPDATE))
            .since("5.0.0")
            .summary("Gives entries that a consumer has not acknowledged in time to another one.")
            .complexity("O(log N) for each entry, with N the number of entries not acknowledged.")
            .syntax("key:key group:string consumer:string min-idle-time:string id:string... [IDLE ms:integer]"
                    + " [TIME unix-time-milliseconds:unix-time] [RETRYCOUNT count:integer] [FORCE] [JUSTID]"
                    + " [LASTID lastid:string]")
            .tips("nondeterministic_output")
            .handler(ClaimCommands::xclaim);

    private static void xclaim(CommandCall call) {
        ByteString key = call.args().next();
        ByteString name = call.args().next();
        ByteString consumerName = call.args().next();

        // Redis looks for the group before it looks at the options.
        Stream stream = StreamValues.readToChange(call, key);
        ConsumerGroup group = existingGroup(stream, key, name);
        ClaimOptions options = ClaimOptions.parse(call);
        call.preventPropagation();

        boolean moved = options.lastId().isAbove(group.lastId());
        if (moved) {
            group.position(options.lastId(), group.entriesRead());
        }
        StreamPropagation propagation = new StreamPropagation(call, key, name);
        Claim claim = new Claim(propagation, require(stream), group, consumerName, options.justIds());

        ReplyWriter.Deferred array = call.reply().deferred();
        StreamReply entries = new StreamReply(call.reply());
        int claimed = 0;
        for (int i = 0; i < options.ids().size(); i++) {
            StreamId id = options.ids().get(i);
            if (claim.take(id, options.idTexts().get(i), options)) {
                claim.write(entries, id);
                claimed++;
            }
        }
        array.array(claimed);

        if (moved && claim.changes() == 0) {
            propagation.position(group);
            call.server().effects().addChanges(1);
        }
        call.server().effects().addChanges(claim.changes());
    }

    private static Stream require(@Nullable Stream stream) {
        if (stream == null) {
            throw new IllegalStateException("a group without a stream");
        }
        return stream;
    }

    static final CommandSpec XAUTOCLAIM = CommandSpec.named("xautoclaim")
            .arity(-6)
            .flags(WRITE, FAST)
            .acl(AclCategory.STREAM)
            .group(CommandGroup.STREAM)
            .keys(KeySpec.key(1, RW, DELETE))
            .since("6.2.0")
            .summary("Gives a consumer entries that others have not acknowledged in time, from an id on.")
            .complexity("O(1) with a small COUNT.")
            .syntax(
                    "key:key group:string consumer:string min-idle-time:string start:string [COUNT count:integer] [JUSTID]")
            .history("7.0.0", "A third element tells the ids of deleted entries, which are pending no more.")
            .tips("nondeterministic_output")
            .handler(ClaimCommands::xautoclaim);

    private static void xautoclaim(CommandCall call) {
        Arguments args = call.args();
        ByteString key = args.next();
        ByteString name = args.next();
        ByteString consumerName = args.next();
        long minIdleMillis = Math.max(args.nextLong(StreamErrors.invalid("min-idle-time", "XAUTOCLAIM")), 0);
        StreamId start = StreamIds.start(args.next());
        long count = DEFAULT_COUNT;
        boolean justIds = false;
        while (args.hasNext()) {
            if (args.acceptOption("count")) {
                count = args.nextLong(1, MAX_COUNT, StreamErrors.COUNT_NOT_POSITIVE);
            } else if (args.acceptToken("justid")) {
                justIds = true;
            } else {
                throw Errors.SYNTAX;
            }
        }

        Stream stream = StreamValues.readToChange(call, key);
        ConsumerGroup group = existingGroup(stream, key, name);
        call.preventPropagation();

        Claim claim = new Claim(new StreamPropagation(call, key, name), require(stream), group, consumerName, justIds);
        ClaimScan scan = new ClaimScan(claim, group);
        scan.run(start, minIdleMillis, count);

        call.server().effects().addChanges(claim.changes());

        scan.write(call.reply());
    }
}
