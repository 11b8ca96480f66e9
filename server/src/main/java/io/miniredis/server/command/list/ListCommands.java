package io.miniredis.server.command.list;

import static io.miniredis.server.command.CommandFlag.DENYOOM;
import static io.miniredis.server.command.CommandFlag.FAST;
import static io.miniredis.server.command.CommandFlag.READONLY;
import static io.miniredis.server.command.CommandFlag.WRITE;
import static io.miniredis.server.command.KeySpec.Flag.ACCESS;
import static io.miniredis.server.command.KeySpec.Flag.DELETE;
import static io.miniredis.server.command.KeySpec.Flag.INSERT;
import static io.miniredis.server.command.KeySpec.Flag.RO;
import static io.miniredis.server.command.KeySpec.Flag.RW;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.datastructures.ListPackList;
import io.miniredis.datastructures.ListValue;
import io.miniredis.protocol.Errors;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.KeySpec;
import io.miniredis.server.keyspace.Database;
import io.miniredis.server.keyspace.KeyEvent;
import java.util.List;

/** Lists at their ends and in ranges: pushes, pops, LLEN, LRANGE, LTRIM (t_list.c). */
public final class ListCommands {
    private static final String PUSH_COMPLEXITY = "O(N) with N elements added, O(1) for each";
    private static final int MAX_WORDS_OF_POP = 3;

    private ListCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(LPUSH, RPUSH, LPUSHX, RPUSHX, LPOP, RPOP, LLEN, LRANGE, LTRIM);
    }

    // ---- adding at the ends ----

    static final CommandSpec LPUSH = CommandSpec.named("lpush")
            .arity(-3)
            .flags(WRITE, DENYOOM, FAST)
            .acl(AclCategory.LIST)
            .group(CommandGroup.LIST)
            .keys(KeySpec.key(1, RW, INSERT))
            .since("1.0.0")
            .summary("Adds elements at the head of a list, which is created if it is not there.")
            .complexity(PUSH_COMPLEXITY)
            .syntax("key:key element:string...")
            .history("2.4.0", "More than one `element`.")
            .handler(ListCommands::lpush);

    private static void lpush(CommandCall call) {
        push(call, ListEnd.HEAD);
    }

    static final CommandSpec RPUSH = CommandSpec.named("rpush")
            .arity(-3)
            .flags(WRITE, DENYOOM, FAST)
            .acl(AclCategory.LIST)
            .group(CommandGroup.LIST)
            .keys(KeySpec.key(1, RW, INSERT))
            .since("1.0.0")
            .summary("Adds elements at the tail of a list, which is created if it is not there.")
            .complexity(PUSH_COMPLEXITY)
            .syntax("key:key element:string...")
            .history("2.4.0", "More than one `element`.")
            .handler(ListCommands::rpush);

    private static void rpush(CommandCall call) {
        push(call, ListEnd.TAIL);
    }

    private static void push(CommandCall call, ListEnd end) {
        ByteString key = call.args().next();
        int first = call.args().position();

        Database db = call.db();
        int hash = db.hash(key);
        KeyEntry entry = db.writeEntry(key, hash, ListValue.class);

        if (entry == null) {
            ListValue list = Lists.pushAll(call, new ListPackList(), first, end);
            db.add(key, hash, list);
            pushed(call, key, end, list);
        } else {
            pushed(call, key, end, grow(call, entry, first, end));
        }
    }

    static final CommandSpec LPUSHX = CommandSpec.named("lpushx")
            .arity(-3)
            .flags(WRITE, DENYOOM, FAST)
            .acl(AclCategory.LIST)
            .group(CommandGroup.LIST)
            .keys(KeySpec.key(1, RW, INSERT))
            .since("2.2.0")
            .summary("Adds elements at the head of a list that is there already.")
            .complexity(PUSH_COMPLEXITY)
            .syntax("key:key element:string...")
            .history("4.0.0", "More than one `element`.")
            .handler(ListCommands::lpushx);

    private static void lpushx(CommandCall call) {
        pushIfThere(call, ListEnd.HEAD);
    }

    static final CommandSpec RPUSHX = CommandSpec.named("rpushx")
            .arity(-3)
            .flags(WRITE, DENYOOM, FAST)
            .acl(AclCategory.LIST)
            .group(CommandGroup.LIST)
            .keys(KeySpec.key(1, RW, INSERT))
            .since("2.2.0")
            .summary("Adds elements at the tail of a list that is there already.")
            .complexity(PUSH_COMPLEXITY)
            .syntax("key:key element:string...")
            .history("4.0.0", "More than one `element`.")
            .handler(ListCommands::rpushx);

    private static void rpushx(CommandCall call) {
        pushIfThere(call, ListEnd.TAIL);
    }

    private static void pushIfThere(CommandCall call, ListEnd end) {
        ByteString key = call.args().next();
        int first = call.args().position();

        KeyEntry entry = call.db().writeEntry(key, ListValue.class);
        if (entry == null) {
            call.reply().integer(0);
            return;
        }

        pushed(call, key, end, grow(call, entry, first, end));
    }

    private static ListValue grow(CommandCall call, KeyEntry entry, int first, ListEnd end) {
        ListValue list = Lists.of(entry);
        ListValue grown = Lists.pushAll(call, list, first, end);
        if (grown != list) {
            entry.value(grown);
        }
        return grown;
    }

    private static void pushed(CommandCall call, ByteString key, ListEnd end, ListValue list) {
        call.keyChanged(key, end.pushed(), call.args().remaining());

        call.reply().integer(list.size());
    }

    // ---- taking from the ends ----

    static final CommandSpec LPOP = CommandSpec.named("lpop")
            .arity(-2)
            .flags(WRITE, FAST)
            .acl(AclCategory.LIST)
            .group(CommandGroup.LIST)
            .keys(KeySpec.key(1, RW, ACCESS, DELETE))
            .since("1.0.0")
            .summary("Removes the first element of a list, or several, and gives them; an empty list is deleted.")
            .complexity("O(N) with N elements given")
            .syntax("key:key [count:integer@6.2.0]")
            .history("6.2.0", "The argument `count`.")
            .handler(ListCommands::lpop);

    private static void lpop(CommandCall call) {
        pop(call, ListEnd.HEAD);
    }

    static final CommandSpec RPOP = CommandSpec.named("rpop")
            .arity(-2)
            .flags(WRITE, FAST)
            .acl(AclCategory.LIST)
            .group(CommandGroup.LIST)
            .keys(KeySpec.key(1, RW, ACCESS, DELETE))
            .since("1.0.0")
            .summary("Removes the last element of a list, or several, and gives them; an empty list is deleted.")
            .complexity("O(N) with N elements given")
            .syntax("key:key [count:integer@6.2.0]")
            .history("6.2.0", "The argument `count`.")
            .handler(ListCommands::rpop);

    private static void rpop(CommandCall call) {
        pop(call, ListEnd.TAIL);
    }

    /** The reply comes before the report: it is read from where the elements stand, without a copy. */
    private static void pop(CommandCall call, ListEnd end) {
        if (call.request().count() > MAX_WORDS_OF_POP) {
            throw Errors.wrongArity(call.command().fullName());
        }
        ByteString key = call.args().next();
        if (call.args().hasNext()) {
            popSome(call, key, call.args().nextLong(0, Long.MAX_VALUE, Errors.NOT_POSITIVE), end);
            return;
        }

        KeyEntry entry = call.db().writeEntry(key, ListValue.class);
        if (entry == null) {
            call.reply().nil();
            return;
        }

        Lists.pop(call, Lists.of(entry), end);

        Lists.removed(call, key, entry, end.popped(), 1);
    }

    private static void popSome(CommandCall call, ByteString key, long wanted, ListEnd end) {
        KeyEntry entry = call.db().writeEntry(key, ListValue.class);
        if (entry == null) {
            call.reply().nilArray();
            return;
        }
        if (wanted == 0) {
            call.reply().array(0);
            return;
        }

        ListValue list = Lists.of(entry);
        int count = (int) Math.min(wanted, list.size());
        Lists.popSome(call, list, count, end);

        Lists.removed(call, key, entry, end.popped(), count);
    }

    // ---- as a whole and in ranges ----

    static final CommandSpec LLEN = CommandSpec.named("llen")
            .arity(2)
            .flags(READONLY, FAST)
            .acl(AclCategory.LIST)
            .group(CommandGroup.LIST)
            .keys(KeySpec.key(1, RO))
            .since("1.0.0")
            .summary("Gives the number of elements of a list.")
            .complexity("O(1)")
            .syntax("key:key")
            .handler(ListCommands::llen);

    private static void llen(CommandCall call) {
        ByteString key = call.args().next();

        ListValue list = call.db().read(key, ListValue.class);

        call.reply().integer(list == null ? 0 : list.size());
    }

    static final CommandSpec LRANGE = CommandSpec.named("lrange")
            .arity(4)
            .flags(READONLY)
            .acl(AclCategory.LIST)
            .group(CommandGroup.LIST)
            .keys(KeySpec.key(1, RO, ACCESS))
            .since("1.0.0")
            .summary("Gives the elements of a list from one index to another.")
            .complexity("O(S+N) with S the distance of the first one from the nearer end and N elements given")
            .syntax("key:key start:integer stop:integer")
            .handler(ListCommands::lrange);

    private static void lrange(CommandCall call) {
        ByteString key = call.args().next();
        long start = call.args().nextLong();
        long stop = call.args().nextLong();

        ListValue list = call.db().read(key, ListValue.class);
        int size = list == null ? 0 : list.size();
        long first = Math.max(start < 0 ? size + start : start, 0);
        long last = Math.min(stop < 0 ? size + stop : stop, size - 1);

        if (list == null || first > last) {
            call.reply().array(0);
        } else {
            Lists.writeRange(call, list, (int) first, (int) (last - first) + 1, false);
        }
    }

    static final CommandSpec LTRIM = CommandSpec.named("ltrim")
            .arity(4)
            .flags(WRITE)
            .acl(AclCategory.LIST)
            .group(CommandGroup.LIST)
            .keys(KeySpec.key(1, RW, DELETE))
            .since("1.0.0")
            .summary("Removes all elements of a list but those from one index to another; an empty list is deleted.")
            .complexity("O(N) with N elements removed")
            .syntax("key:key start:integer stop:integer")
            .handler(ListCommands::ltrim);

    private static void ltrim(CommandCall call) {
        ByteString key = call.args().next();
        long start = call.args().nextLong();
        long stop = call.args().nextLong();

        KeyEntry entry = call.db().writeEntry(key, ListValue.class);
        if (entry == null) {
            call.reply().ok();
            return;
        }

        ListValue list = Lists.of(entry);
        int size = list.size();
        long first = Math.max(start < 0 ? size + start : start, 0);
        long last = Math.min(stop < 0 ? size + stop : stop, size - 1);
        if (first > last) {
            list.removeRange(0, size);
        } else {
            list.removeRange((int) last + 1, size - 1 - (int) last);
            list.removeRange(0, (int) first);
        }

        Lists.removed(call, key, entry, KeyEvent.LTRIM, size - list.size());

        call.reply().ok();
    }
}
