package io.miniredis.server.command.list;

import static io.miniredis.server.command.CommandFlag.DENYOOM;
import static io.miniredis.server.command.CommandFlag.READONLY;
import static io.miniredis.server.command.CommandFlag.WRITE;
import static io.miniredis.server.command.KeySpec.Flag.ACCESS;
import static io.miniredis.server.command.KeySpec.Flag.DELETE;
import static io.miniredis.server.command.KeySpec.Flag.INSERT;
import static io.miniredis.server.command.KeySpec.Flag.RO;
import static io.miniredis.server.command.KeySpec.Flag.RW;
import static io.miniredis.server.command.KeySpec.Flag.UPDATE;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.datastructures.ListCursor;
import io.miniredis.datastructures.ListValue;
import io.miniredis.protocol.Errors;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.Arguments;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.KeySpec;
import io.miniredis.server.keyspace.KeyEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Elements of lists, found by index or by content: LINDEX, LSET, LINSERT, LREM, LPOS (t_list.c). */
public final class ListElementCommands {
    private ListElementCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(LINDEX, LSET, LINSERT, LREM, LPOS);
    }

    static final CommandSpec LINDEX = CommandSpec.named("lindex")
            .arity(3)
            .flags(READONLY)
            .acl(AclCategory.LIST)
            .group(CommandGroup.LIST)
            .keys(KeySpec.key(1, RO, ACCESS))
            .since("1.0.0")
            .summary("Gives the element of a list at an index.")
            .complexity("O(N) with N elements between it and the nearer end")
            .syntax("key:key index:integer")
            .handler(ListElementCommands::lindex);

    /** The index is only read if there is a list to apply it to, as in Redis. */
    private static void lindex(CommandCall call) {
        ByteString key = call.args().next();

        ListValue list = call.db().read(key, ListValue.class);
        if (list == null) {
            call.reply().nil();
            return;
        }
        int index = nextIndex(call.args(), list.size());

        if (index < 0) {
            call.reply().nil();
        } else {
            Lists.writeElement(call.reply(), list.cursor(index, false));
        }
    }

    /** An index from 0 on, counted from the tail if it is given as a negative one; -1 if there is no such element. */
    private static int nextIndex(Arguments args, int size) {
        long index = args.nextLong();
        long fromHead = index < 0 ? size + index : index;
        return fromHead < 0 || fromHead >= size ? -1 : (int) fromHead;
    }

    static final CommandSpec LSET = CommandSpec.named("lset")
            .arity(4)
            .flags(WRITE, DENYOOM)
            .acl(AclCategory.LIST)
            .group(CommandGroup.LIST)
            .keys(KeySpec.key(1, RW, UPDATE))
            .since("1.0.0")
            .summary("Puts another element in the place of the one at an index.")
            .complexity("O(N) with N elements between it and the nearer end")
            .syntax("key:key index:integer element:string")
            .handler(ListElementCommands::lset);

    private static void lset(CommandCall call) {
        ByteString key = call.args().next();

        KeyEntry entry = call.db().writeEntry(key, ListValue.class);
        if (entry == null) {
            throw Errors.NO_SUCH_KEY;
        }
        int index = nextIndex(call.args(), Lists.of(entry).size());
        ByteString element = call.args().next();
        ListValue list = Lists.readyFor(call, entry, element);
        if (index < 0) {
            throw Errors.INDEX_OUT_OF_RANGE;
        }

        list.set(index, element.bytes());
        Lists.shrink(call, entry);

        call.keyChanged(key, KeyEvent.LSET);

        call.reply().ok();
    }

    static final CommandSpec LINSERT = CommandSpec.named("linsert")
            .arity(5)
            .flags(WRITE, DENYOOM)
            .acl(AclCategory.LIST)
            .group(CommandGroup.LIST)
            .keys(KeySpec.key(1, RW, INSERT))
            .since("2.2.0")
            .summary("Adds an element before or after the first one that equals another.")
            .complexity("O(N) with N elements from the head to the one that is looked for")
            .syntax("key:key (where: BEFORE | AFTER) pivot:string element:string")
            .handler(ListElementCommands::linsert);

    private static void linsert(CommandCall call) {
        ByteString key = call.args().next();
        boolean after = call.args().acceptToken("after");
        if (!after && !call.args().acceptToken("before")) {
            throw Errors.SYNTAX;
        }
        ByteString pivot = call.args().next();
        ByteString element = call.args().next();

        KeyEntry entry = call.db().writeEntry(key, ListValue.class);
        if (entry == null) {
            call.reply().integer(0);
            return;
        }

        ListValue list = Lists.readyFor(call, entry, element);
        if (!list.insert(pivot.bytes(), element.bytes(), after)) {
            call.reply().integer(-1);
            return;
        }

        call.keyChanged(key, KeyEvent.LINSERT);

        call.reply().integer(list.size());
    }

    static final CommandSpec LREM = CommandSpec.named("lrem")
            .arity(4)
            .flags(WRITE)
            .acl(AclCategory.LIST)
            .group(CommandGroup.LIST)
            .keys(KeySpec.key(1, RW, DELETE))
            .since("1.0.0")
            .summary("Removes elements that equal another from a list; an empty list is deleted.")
            .complexity("O(N+M) with N elements in the list, M of them removed")
            .syntax("key:key count:integer element:string")
            .handler(ListElementCommands::lrem);

    private static void lrem(CommandCall call) {
        ByteString key = call.args().next();
        long count = call.args().nextLong();
        ByteString element = call.args().next();

        KeyEntry entry = call.db().writeEntry(key, ListValue.class);
        if (entry == null) {
            call.reply().integer(0);
            return;
        }

        int removed = Lists.of(entry).remove(element.bytes(), limit(count), count < 0);

        if (removed > 0) {
            Lists.removed(call, key, entry, KeyEvent.LREM, removed);
        }

        call.reply().integer(removed);
    }

    /** How many to remove at most: all for 0, and for a number beyond the size of any list. */
    private static int limit(long count) {
        boolean isAll = count == 0 || count == Long.MIN_VALUE;
        return isAll ? Integer.MAX_VALUE : (int) Math.min(Math.abs(count), Integer.MAX_VALUE);
    }

    static final CommandSpec LPOS = CommandSpec.named("lpos")
            .arity(-3)
            .flags(READONLY)
            .acl(AclCategory.LIST)
            .group(CommandGroup.LIST)
            .keys(KeySpec.key(1, RO, ACCESS))
            .since("6.0.6")
            .summary("Gives the index of an element, or the indexes of several that are equal.")
            .complexity("O(N) with N elements looked at, at most the whole list")
            .syntax("key:key element:string [RANK rank:integer] [COUNT num-matches:integer] [MAXLEN len:integer]")
            .handler(ListElementCommands::lpos);

    private static void lpos(CommandCall call) {
        ByteString key = call.args().next();
        ByteString element = call.args().next();
        LposOptions options = LposOptions.parse(call.args());

        ListValue list = call.db().read(key, ListValue.class);

        if (options.wantsAll()) {
            writeIndexes(call.reply(), list, element.bytes(), options);
        } else {
            writeIndex(call.reply(), list, element.bytes(), options);
        }
    }

    private static void writeIndex(ReplyWriter reply, @Nullable ListValue list, byte[] element, LposOptions options) {
        Matches matches = new Matches(list, element, options);
        if (matches.next()) {
            reply.integer(matches.index());
        } else {
            reply.nil();
        }
    }

    private static void writeIndexes(ReplyWriter reply, @Nullable ListValue list, byte[] element, LposOptions options) {
        if (list == null) {
            reply.array(0);
            return;
        }
        ReplyWriter.Deferred array = reply.deferred();
        Matches matches = new Matches(list, element, options);
        int found = 0;
        while ((options.count() == 0 || found < options.count()) && matches.next()) {
            reply.integer(matches.index());
            found++;
        }
        array.array(found);
    }

    /** The places where an element stands, from the wanted one of them on, in the wanted direction. */
    private static final class Matches {
        private final byte[] element;
        private final @Nullable ListCursor at;
        private final int size;
        private final boolean backwards;
        private long toCompare;
        private long toSkip;
        private int passed;

        Matches(@Nullable ListValue list, byte[] element, LposOptions options) {
            this.element = element;
            this.size = list == null ? 0 : list.size();
            this.backwards = options.rank() < 0;
            this.toCompare = options.maxLength() == 0 ? Long.MAX_VALUE : options.maxLength();
            this.toSkip = Math.abs(options.rank()) - 1;
            this.at = list == null ? null : list.cursor(backwards ? size - 1 : 0, backwards);
        }

        boolean next() {
            while (at != null && at.isValid() && toCompare > 0) {
                boolean isMatch = at.holds(element);
                at.advance();
                passed++;
                toCompare--;
                if (isMatch && toSkip-- <= 0) {
                    return true;
                }
            }
            return false;
        }

        /** Of the match found last, from the head. */
        int index() {
            return backwards ? size - passed : passed - 1;
        }
    }
}
