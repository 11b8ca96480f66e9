package io.miniredis.server.command.list;

import static io.miniredis.server.command.CommandFlag.BLOCKING;
import static io.miniredis.server.command.CommandFlag.WRITE;
import static io.miniredis.server.command.KeySpec.Flag.ACCESS;
import static io.miniredis.server.command.KeySpec.Flag.DELETE;
import static io.miniredis.server.command.KeySpec.Flag.RW;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.datastructures.ListValue;
import io.miniredis.datastructures.Numbers;
import io.miniredis.datastructures.ValueType;
import io.miniredis.protocol.Errors;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.Arguments;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.KeySpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Pops from the first of several lists that has elements, at once or when one has: LMPOP, BLPOP and relatives
 * (t_list.c).
 */
public final class ListPopCommands {
    private ListPopCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(LMPOP, BLPOP, BRPOP, BLMPOP);
    }

    static final CommandSpec LMPOP = CommandSpec.named("lmpop")
            .arity(-4)
            .flags(WRITE)
            .acl(AclCategory.LIST)
            .group(CommandGroup.LIST)
            .keys(KeySpec.counted(1, RW, ACCESS, DELETE))
            .since("7.0.0")
            .summary("Removes elements from an end of the first list that has any, and gives them with the list's key.")
            .complexity("O(N+M) with N keys and M elements given")
            .syntax("numkeys:integer key:key... (where: LEFT | RIGHT) [COUNT count:integer]")
            .handler(ListPopCommands::lmpop);

    private static void lmpop(CommandCall call) {
        Wanted wanted = Wanted.parse(call.args());

        if (!popSome(call, wanted)) {
            call.reply().nilArray();
        }
    }

    static final CommandSpec BLMPOP = CommandSpec.named("blmpop")
            .arity(-5)
            .flags(WRITE, BLOCKING)
            .acl(AclCategory.LIST)
            .group(CommandGroup.LIST)
            .keys(KeySpec.counted(2, RW, ACCESS, DELETE))
            .since("7.0.0")
            .summary("Removes elements as LMPOP does, and waits if no list has any.")
            .complexity("O(N+M) with N keys and M elements given")
            .syntax("timeout:double numkeys:integer key:key... (where: LEFT | RIGHT) [COUNT count:integer]")
            .handler(ListPopCommands::blmpop);

    private static void blmpop(CommandCall call) {
        call.args().skip(1);
        Wanted wanted = Wanted.parse(call.args());
        long timeoutMillis = timeoutAt(call, 1);

        if (!popSome(call, wanted)) {
            waitFor(call, wanted.firstKey, wanted.keys, timeoutMillis);
        }
    }

    /** The keys, the end and the number of elements that LMPOP and BLMPOP name. */
    private record Wanted(int firstKey, int keys, ListEnd end, long count) {
        static Wanted parse(Arguments args) {
            long keys = args.nextLong(1, Long.MAX_VALUE, ListErrors.NO_KEYS);
            int firstKey = args.position();
            if (keys >= args.remaining()) {
                throw Errors.SYNTAX;
            }
            args.skip((int) keys);
            ListEnd end = ListEnd.parse(args);
            long count = args.acceptOption("count") ? args.nextLong(1, Long.MAX_VALUE, ListErrors.NO_COUNT) : 1;
            args.end();
            return new Wanted(firstKey, (int) keys, end, count);
        }
    }

    /** Returns false if all lists are empty. */
    private static boolean popSome(CommandCall call, Wanted wanted) {
        for (int i = wanted.firstKey; i < wanted.firstKey + wanted.keys; i++) {
            ByteString key = call.request().arg(i);
            KeyEntry entry = call.db().writeEntry(key, ListValue.class);
            if (entry != null) {
                popSomeOf(call, key, entry, wanted);
                return true;
            }
        }
        return false;
    }

    private static void popSomeOf(CommandCall call, ByteString key, KeyEntry entry, Wanted wanted) {
        ListValue list = Lists.of(entry);
        int count = (int) Math.min(wanted.count, list.size());

        call.reply().array(2);
        call.reply().bulk(key);
        Lists.popSome(call, list, count, wanted.end);

        Lists.removed(call, key, entry, wanted.end.popped(), count);
        if (call.isPropagated()) {
            call.propagateAs(wanted.end.popCommand(), key, ByteString.wrap(Numbers.digits(count)));
        }
    }

    static final CommandSpec BLPOP = CommandSpec.named("blpop")
            .arity(-3)
            .flags(WRITE, BLOCKING)
            .acl(AclCategory.LIST)
            .group(CommandGroup.LIST)
            .keys(KeySpec.range(1, -2, 1, RW, ACCESS, DELETE))
            .since("2.0.0")
            .summary("Removes the first element of the first list that has any and gives it; waits if none has.")
            .complexity("O(N) with N keys")
            .syntax("key:key... timeout:double")
            .history("6.0.0", "`timeout` may have a fraction.")
            .handler(ListPopCommands::blpop);

    private static void blpop(CommandCall call) {
        popOrWait(call, ListEnd.HEAD);
    }

    static final CommandSpec BRPOP = CommandSpec.named("brpop")
            .arity(-3)
            .flags(WRITE, BLOCKING)
            .acl(AclCategory.LIST)
            .group(CommandGroup.LIST)
            .keys(KeySpec.range(1, -2, 1, RW, ACCESS, DELETE))
            .since("2.0.0")
            .summary("Removes the last element of the first list that has any and gives it; waits if none has.")
            .complexity("O(N) with N keys")
            .syntax("key:key... timeout:double")
            .history("6.0.0", "`timeout` may have a fraction.")
            .handler(ListPopCommands::brpop);

    private static void brpop(CommandCall call) {
        popOrWait(call, ListEnd.TAIL);
    }

    private static void popOrWait(CommandCall call, ListEnd end) {
        int last = call.request().count() - 1;
        long timeoutMillis = timeoutAt(call, last);

        for (int i = 1; i < last; i++) {
            ByteString key = call.request().arg(i);
            KeyEntry entry = call.db().writeEntry(key, ListValue.class);
            if (entry != null) {
                popOf(call, key, entry, end);
                return;
            }
        }
        waitFor(call, 1, last - 1, timeoutMillis);
    }

    private static void popOf(CommandCall call, ByteString key, KeyEntry entry, ListEnd end) {
        call.reply().array(2);
        call.reply().bulk(key);
        Lists.pop(call, Lists.of(entry), end);

        Lists.removed(call, key, entry, end.popped(), 1);
        if (call.isPropagated()) {
            call.propagateAs(end.popCommand(), key);
        }
    }

    private static long timeoutAt(CommandCall call, int position) {
        Arguments args = call.args();
        args.skip(position - args.position());
        return args.nextTimeoutSeconds(call.nowMillis());
    }

    private static void waitFor(CommandCall call, int firstKey, int count, long timeoutMillis) {
        if (!call.mayBlock()) {
            call.reply().nilArray();
            return;
        }
        List<ByteString> keys = new ArrayList<>(count);
        for (int i = firstKey; i < firstKey + count; i++) {
            keys.add(call.request().arg(i));
        }
        call.blockOnKeys(ValueType.LIST, keys, timeoutMillis);
    }
}
