package io.miniredis.server.command.stream;

import static io.miniredis.server.command.CommandFlag.DENYOOM;
import static io.miniredis.server.command.CommandFlag.FAST;
import static io.miniredis.server.command.CommandFlag.READONLY;
import static io.miniredis.server.command.CommandFlag.WRITE;
import static io.miniredis.server.command.KeySpec.Flag.ACCESS;
import static io.miniredis.server.command.KeySpec.Flag.DELETE;
import static io.miniredis.server.command.KeySpec.Flag.RO;
import static io.miniredis.server.command.KeySpec.Flag.RW;
import static io.miniredis.server.command.KeySpec.Flag.UPDATE;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.datastructures.Stream;
import io.miniredis.datastructures.StreamId;
import io.miniredis.protocol.Errors;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.Arguments;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.KeySpec;
import io.miniredis.server.keyspace.Database;
import io.miniredis.server.keyspace.KeyEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The log itself: entries added, counted, looked at and taken away. */
public final class StreamCommands {
    private StreamCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(XADD, XLEN, XRANGE, XREVRANGE, XDEL, XTRIM, XSETID);
    }

    static final CommandSpec XADD = CommandSpec.named("xadd")
            .arity(-5)
            .flags(WRITE, DENYOOM, FAST)
            .acl(AclCategory.STREAM)
            .group(CommandGroup.STREAM)
            .keys(KeySpec.key(1, RW, UPDATE).withNotes("Not only inserted into, since trimming may take entries away"))
            .since("5.0.0")
            .summary("Appends an entry to a stream, which is created if need be, and trims it if wanted.")
            .complexity("O(1) for the entry, O(N) with N the number of entries trimmed.")
            .syntax("key:key [NOMKSTREAM@6.2.0] [{trim: (strategy: MAXLEN | MINID@6.2.0)"
                    + " [(operator: equal== | approximately=~)] threshold:string [LIMIT count:integer@6.2.0]}]"
                    + " (id-selector: auto-id=* | id:string) {data: field:string value:string}...")
            .history("6.2.0", "Options `NOMKSTREAM`, `MINID` and `LIMIT`.")
            .history("7.0.0", "Ids of the form `<ms>-*`.")
            .tips("nondeterministic_output")
            .handler(StreamCommands::xadd);

    private static void xadd(CommandCall call) {
        ByteString key = call.args().next();
        AddOptions options = AddOptions.parse(call);
        ByteString[] pairs = pairs(call);
        if (options.isSequenceGiven() && StreamId.ZERO.equals(options.id())) {
            throw StreamErrors.ID_ZERO;
        }

        Database db = call.db();
        int hash = db.hash(key);
        KeyEntry found = db.writeEntry(key, hash, Stream.class);
        if (found == null && !options.createsStream()) {
            call.reply().nil();
            return;
        }
        Stream stream = found == null ? new Stream() : (Stream) found.value();
        StreamId id = options.idFor(stream, call.nowMillis());
        if (!Stream.canHold(pairs)) {
            throw StreamErrors.TOO_LARGE;
        }

        stream.append(id, pairs, call.collections());
        if (found == null) {
            db.add(key, hash, stream);
        }
        call.keyChanged(key, KeyEvent.XADD);
        if (options.trim().apply(call, stream) > 0) {
            call.keyChanged(key, KeyEvent.XTRIM, 0);
        }

        if (call.isPropagated()) {
            propagateAdd(call, options, id, stream);
        }
        call.keyReady(key);

        new StreamReply(call.reply()).id(id);
    }

    /** The rest of the arguments: fields and values by turns. */
    private static ByteString[] pairs(CommandCall call) {
        Arguments args = call.args();
        int count = args.remaining();
        if (count < 2 || count % 2 == 1) {
            throw Errors.wrongArity(call.command().fullName());
        }
        ByteString[] pairs = new ByteString[count];
        for (int i = 0; i < count; i++) {
            pairs[i] = args.next();
        }
        return pairs;
    }

    /** With the id that was found, and the length that was reached if trimming may end elsewhere elsewhere. */
    private static void propagateAdd(CommandCall call, AddOptions options, StreamId id, Stream stream) {
        if (!options.isIdFound() && !options.trim().isApproximate()) {
            return;
        }
        ByteString[] argv = TrimOptions.argv(call.request());
        if (options.isIdFound()) {
            argv[options.idAt()] = StreamIds.text(id);
        }
        if (options.trim().isApproximate()) {
            options.trim().rewrite(argv, stream);
        }
        call.propagateAs(argv);
    }

    static final CommandSpec XLEN = CommandSpec.named("xlen")
            .arity(2)
            .flags(READONLY, FAST)
            .acl(AclCategory.STREAM)
            .group(CommandGroup.STREAM)
            .keys(KeySpec.key(1, RO))
            .since("5.0.0")
            .summary("Counts the entries of a stream.")
            .complexity("O(1)")
            .syntax("key:key")
            .handler(StreamCommands::xlen);

    private static void xlen(CommandCall call) {
        ByteString key = call.args().next();

        Stream stream = call.db().read(key, Stream.class);

        call.reply().integer(stream == null ? 0 : stream.length());
    }

    static final CommandSpec XRANGE = CommandSpec.named("xrange")
            .arity(-4)
            .flags(READONLY)
            .acl(AclCategory.STREAM)
            .group(CommandGroup.STREAM)
            .keys(KeySpec.key(1, RO, ACCESS))
            .since("5.0.0")
            .summary("Gives the entries of a stream from one id to another.")
            .complexity("O(N) with N the number of entries given: constant with a constant COUNT.")
            .syntax("key:key start:string end:string [COUNT count:integer]")
            .history("6.2.0", "Exclusive ranges.")
            .handler(StreamCommands::xrange);

    private static void xrange(CommandCall call) {
        ByteString key = call.args().next();
        StreamId start = StreamIds.start(call.args().next());
        StreamId end = StreamIds.end(call.args().next());

        range(call, key, start, end, false);
    }

    static final CommandSpec XREVRANGE = CommandSpec.named("xrevrange")
            .arity(-4)
            .flags(READONLY)
            .acl(AclCategory.STREAM)
            .group(CommandGroup.STREAM)
            .keys(KeySpec.key(1, RO, ACCESS))
            .since("5.0.0")
            .summary("Gives the entries of a stream from one id down to another.")
            .complexity("O(N) with N the number of entries given: constant with a constant COUNT.")
            .syntax("key:key end:string start:string [COUNT count:integer]")
            .history("6.2.0", "Exclusive ranges.")
            .handler(StreamCommands::xrevrange);

    private static void xrevrange(CommandCall call) {
        ByteString key = call.args().next();
        ByteString endText = call.args().next();
        StreamId start = StreamIds.start(call.args().next());
        StreamId end = StreamIds.end(endText);

        range(call, key, start, end, true);
    }

    private static void range(CommandCall call, ByteString key, StreamId start, StreamId end, boolean downwards) {
        long count = -1;
        while (call.args().hasNext()) {
            if (!call.args().acceptOption("count")) {
                throw Errors.SYNTAX;
            }
            count = Math.max(call.args().nextLong(), 0);
        }

        Stream stream = call.db().read(key, Stream.class);

        if (stream == null) {
            call.reply().array(0);
        } else if (count == 0) {
            call.reply().nilArray();
        } else {
            StreamReply.range(call, stream.cursor(start, end, downwards), Math.max(count, 0));
        }
    }

    static final CommandSpec XDEL = CommandSpec.named("xdel")
            .arity(-3)
            .flags(WRITE, FAST)
            .acl(AclCategory.STREAM)
            .group(CommandGroup.STREAM)
            .keys(KeySpec.key(1, RW, DELETE))
            .since("5.0.0")
            .summary("Deletes entries of a stream by their ids and tells how many there were.")
            .complexity("O(1) for each entry, however long the stream is.")
            .syntax("key:key id:string...")
            .handler(StreamCommands::xdel);

    private static void xdel(CommandCall call) {
        ByteString key = call.args().next();

        Stream stream = writeStream(call, key);
        if (stream == null) {
            call.reply().integer(0);
            return;
        }
        // Redis looks at the ids only now: a missing key answers 0 whatever they are.
        StreamId[] ids = StreamIds.all(call.args());

        int deleted = stream.delete(ids);

        if (deleted > 0) {
            call.keyChanged(key, KeyEvent.XDEL, deleted);
        }

        call.reply().integer(deleted);
    }

    private static @Nullable Stream writeStream(CommandCall call, ByteString key) {
        KeyEntry found = call.db().writeEntry(key, Stream.class);
        return found == null ? null : (Stream) found.value();
    }

    static final CommandSpec XTRIM = CommandSpec.named("xtrim")
            .arity(-4)
            .flags(WRITE)
            .acl(AclCategory.STREAM)
            .group(CommandGroup.STREAM)
            .keys(KeySpec.key(1, RW, DELETE))
            .since("5.0.0")
            .summary("Deletes the oldest entries of a stream, down to a length or up to an id.")
            .complexity("O(N) with N the number of entries deleted; quick, since whole nodes of entries go at once.")
            .syntax("key:key {trim: (strategy: MAXLEN | MINID@6.2.0) [(operator: equal== | approximately=~)]"
                    + " threshold:string [LIMIT count:integer@6.2.0]}")
            .history("6.2.0", "Options `MINID` and `LIMIT`.")
            .tips("nondeterministic_output")
            .handler(StreamCommands::xtrim);

    private static void xtrim(CommandCall call) {
        ByteString key = call.args().next();
        TrimOptions options = new TrimOptions();
        while (call.args().hasNext()) {
            if (!options.accept(call.args())) {
                throw Errors.SYNTAX;
            }
        }
        options.check(call, true);

        Stream stream = writeStream(call, key);
        if (stream == null) {
            call.reply().integer(0);
            return;
        }

        long trimmed = options.apply(call, stream);

        if (trimmed > 0) {
            call.keyChanged(key, KeyEvent.XTRIM, trimmed);
            if (options.isApproximate() && call.isPropagated()) {
                ByteString[] argv = TrimOptions.argv(call.request());
                options.rewrite(argv, stream);
                call.propagateAs(argv);
            }
        }

        call.reply().integer(trimmed);
    }

    static final CommandSpec XSETID = CommandSpec.named("xsetid")
            .arity(-3)
            .flags(WRITE, DENYOOM, FAST)
            .acl(AclCategory.STREAM)
            .group(CommandGroup.STREAM)
            .keys(KeySpec.key(1, RW, UPDATE))
            .since("5.0.0")
            .summary("Sets what a stream knows of its past; servers use it to copy streams.")
            .complexity("O(1)")
            .syntax("key:key last-id:string [ENTRIESADDED entries-added:integer@7.0.0]"
                    + " [MAXDELETEDID max-deleted-id:string@7.0.0]")
            .history("7.0.0", "Options `ENTRIESADDED` and `MAXDELETEDID`.")
            .handler(StreamCommands::xsetid);

    private static void xsetid(CommandCall call) {
        ByteString key = call.args().next();
        StreamId last = StreamIds.exact(call.args().next());
        StreamPast past = StreamPast.parse(call.args(), last);

        Stream stream = writeStream(call, key);
        if (stream == null) {
            throw Errors.NO_SUCH_KEY;
        }
        past.check(stream);

        past.apply(stream);

        call.keyChanged(key, KeyEvent.XSETID);

        call.reply().ok();
    }
}
