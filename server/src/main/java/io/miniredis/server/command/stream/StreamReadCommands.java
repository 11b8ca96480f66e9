package io.miniredis.server.command.stream;

import static io.miniredis.server.command.CommandFlag.BLOCKING;
import static io.miniredis.server.command.CommandFlag.READONLY;
import static io.miniredis.server.command.CommandFlag.WRITE;
import static io.miniredis.server.command.KeySpec.Flag.ACCESS;
import static io.miniredis.server.command.KeySpec.Flag.RO;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.ConsumerGroup;
import io.miniredis.datastructures.Stream;
import io.miniredis.datastructures.StreamId;
import io.miniredis.datastructures.ValueType;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.protocol.Request;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.KeySpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** XREAD and XREADGROUP: what is new in some streams, and waiting for it. */
public final class StreamReadCommands {
    private StreamReadCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(XREAD, XREADGROUP);
    }

    static final CommandSpec XREAD = CommandSpec.named("xread")
            .arity(-4)
            .flags(BLOCKING, READONLY)
            .acl(AclCategory.STREAM)
            .group(CommandGroup.STREAM)
            .keys(KeySpec.behind("STREAMS", 1, new KeySpec.Range(-1, 1, 2), RO, ACCESS))
            .keysBy(ReadOptions::findKeys)
            .since("5.0.0")
            .summary("Gives the entries of streams that are above an id in each, and waits for one if wanted.")
            .syntax("[COUNT count:integer] [BLOCK milliseconds:integer] STREAMS {streams: key:key... id:string...}")
            .handler(StreamReadCommands::xread);

    private static void xread(CommandCall call) {
        ReadOptions options = ReadOptions.parse(call, false);

        Request request = call.request();
        @Nullable Stream[] streams = new Stream[options.streams()];
        StreamId[] after = new StreamId[options.streams()];
        for (int i = 0; i < streams.length; i++) {
            Stream stream = call.db().read(options.key(request, i), Stream.class);
            streams[i] = stream;
            after[i] = idToReadAfter(request.arg(options.idAt(i)), stream);
        }

        ReplyWriter.Deferred all = null;
        int answered = 0;
        for (int i = 0; i < streams.length; i++) {
            Stream stream = streams[i];
            if (stream == null || stream.length() == 0 || !stream.lastEntryId().isAbove(after[i])) {
                continue;
            }
            if (all == null) {
                all = call.reply().deferred();
            }
            beginStream(call, options.key(request, i));
            StreamReply.range(call, stream.cursor(after[i].next(), StreamId.MAX, false), options.count());
            answered++;
        }

        if (all != null) {
            endStreams(call, all, answered);
        } else {
            await(call, options, after);
        }
    }

    /** The id of the last entry known to the client; {@code $} is the last there is, {@code +} the one before. */
    private static StreamId idToReadAfter(ByteString text, @Nullable Stream stream) {
        if (StreamIds.is(text, '$')) {
            return stream == null ? StreamId.ZERO : stream.lastId();
        }
        if (StreamIds.is(text, '+')) {
            if (stream == null) {
                return StreamId.ZERO;
            }
            return stream.length() == 0 ? stream.lastId() : stream.lastEntryId().previous();
        }
        if (StreamIds.is(text, '>')) {
            throw StreamErrors.NEW_IN_XREAD;
        }
        return StreamIds.exact(text);
    }

    /** A stream's name; its entries follow. */
    private static void beginStream(CommandCall call, ByteString key) {
        if (call.reply().protocol() == 2) {
            call.reply().array(2);
        }
        call.reply().bulk(key);
    }

    private static void endStreams(CommandCall call, ReplyWriter.Deferred all, int answered) {
        if (call.reply().protocol() == 2) {
            all.array(answered);
        } else {
            all.map(answered);
        }
    }

    /**
     * Nothing to give: the client waits, or gets that as its answer.
     *
     * @param after what each stream was read after, for XREAD
     */
    private static void await(CommandCall call, ReadOptions options, StreamId @Nullable [] after) {
        if (!options.blocks() || !call.mayBlock()) {
            call.reply().nilArray();
            return;
        }
        List<ByteString> keys = new ArrayList<>(options.streams());
        for (int i = 0; i < options.streams(); i++) {
            keys.add(options.key(call.request(), i));
        }
        if (after == null) {
            call.blockOnKeysUntilGone(ValueType.STREAM, keys, options.timeoutMillis());
        } else {
            call.executeAgainAs(withFixedIds(call.request(), options, after));
            call.blockOnKeys(ValueType.STREAM, keys, options.timeoutMillis());
        }
    }

    /** The request with ids where "from now on" was said: when it is executed again, now will be later. */
    private static Request withFixedIds(Request request, ReadOptions options, StreamId[] after) {
        ByteString[] argv = TrimOptions.argv(request);
        for (int i = 0; i < after.length; i++) {
            argv[options.idAt(i)] = StreamIds.text(after[i]);
        }
        return Request.of(argv);
    }

    static final CommandSpec XREADGROUP = CommandSpec.named("xreadgroup")
            .arity(-7)
            .flags(BLOCKING, WRITE)
            .acl(AclCategory.STREAM)
            .group(CommandGroup.STREAM)
            .keys(KeySpec.behind("STREAMS", 4, new KeySpec.Range(-1, 1, 2), RO, ACCESS))
            .keysBy(ReadOptions::findKeys)
            .since("5.0.0")
            .summary("Gives a consumer entries that nobody in its group has got yet, waiting for one if wanted,"
                    + " or again those that it has to acknowledge.")
            .complexity("O(M) for each stream with M the number of entries given. Each XADD costs O(N) when N clients"
                    + " wait for the stream.")
            .syntax("GROUP {group-block: group:string consumer:string} [COUNT count:integer]"
                    + " [BLOCK milliseconds:integer] [NOACK] STREAMS {streams: key:key... id:string...}")
            .handler(StreamReadCommands::xreadgroup);

    private static void xreadgroup(CommandCall call) {
        ReadOptions options = ReadOptions.parse(call, true);
        ByteString groupName = required(options.group());
        ByteString consumerName = required(options.consumer());

        List<GroupRead> reads = new ArrayList<>(options.streams());
        for (int i = 0; i < options.streams(); i++) {
            ByteString key = options.key(call.request(), i);
            Stream stream = StreamValues.readToChange(call, key);
            ConsumerGroup group = stream == null ? null : stream.group(groupName.bytes());
            if (stream == null || group == null) {
                throw StreamErrors.noKeyOrGroupToRead(key, groupName);
            }
            StreamId after = idOfHistory(call.request().arg(options.idAt(i)));
            reads.add(new GroupRead(new StreamPropagation(call, key, groupName), stream, group, after));
        }
        // What is propagated is told below, piece by piece.
        call.preventPropagation();

        ReplyWriter.Deferred all = null;
        int answered = 0;
        for (GroupRead read : reads) {
            read.begin(consumerName, options.noAck());
            if (!read.hasEntries()) {
                continue;
            }
            if (all == null) {
                all = call.reply().deferred();
            }
            beginStream(call, read.key());
            read.deliver(options.count(), options.noAck());
            answered++;
        }

        if (all != null) {
            endStreams(call, all, answered);
        } else {
            await(call, options, null);
        }
    }

    private static ByteString required(@Nullable ByteString option) {
        if (option == null) {
            throw StreamErrors.NO_GROUP_OPTION;
        }
        return option;
    }

    /** The id behind which the consumer's own history begins, or null for entries new to the group. */
    private static @Nullable StreamId idOfHistory(ByteString text) {
        if (StreamIds.is(text, '$')) {
            throw StreamErrors.NEWEST_IN_XREADGROUP;
        }
        if (StreamIds.is(text, '+')) {
            throw StreamErrors.LAST_IN_XREADGROUP;
        }
        if (StreamIds.is(text, '>')) {
            return null;
        }
        StreamId id = StreamIds.exact(text);
        // Redis stands for ">" with the highest id.
        return id.equals(StreamId.MAX) ? null : id;
    }
}
