package io.miniredis.server.command.sortedset;

import static io.miniredis.server.command.CommandFlag.BLOCKING;
import static io.miniredis.server.command.CommandFlag.FAST;
import static io.miniredis.server.command.CommandFlag.WRITE;
import static io.miniredis.server.command.KeySpec.Flag.ACCESS;
import static io.miniredis.server.command.KeySpec.Flag.DELETE;
import static io.miniredis.server.command.KeySpec.Flag.RW;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.datastructures.SortedSet;
import io.miniredis.datastructures.ValueType;
import io.miniredis.protocol.Errors;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.Arguments;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.KeySpec;
import io.miniredis.server.keyspace.Database;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Taking members from either end of sorted sets, and waiting for there to be some (t_zset.c). */
public final class SortedSetPopCommands {
    private SortedSetPopCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(ZPOPMIN, ZPOPMAX, ZMPOP, BZPOPMIN, BZPOPMAX, BZMPOP);
    }

    static final CommandSpec ZPOPMIN = CommandSpec.named("zpopmin")
            .arity(-2)
            .flags(WRITE, FAST)
            .acl(AclCategory.SORTEDSET)
            .group(CommandGroup.SORTED_SET)
            .keys(KeySpec.key(1, RW, ACCESS, DELETE))
            .since("5.0.0")
            .summary("Takes the members with the lowest scores from a sorted set.")
            .complexity("O(log(N)*M) with N members in the set, M of them taken.")
            .syntax("key:key [count:integer]")
            .handler(SortedSetPopCommands::zpopmin);

    private static void zpopmin(CommandCall call) {
        pop(call, false);
    }

    static final CommandSpec ZPOPMAX = CommandSpec.named("zpopmax")
            .arity(-2)
            .flags(WRITE, FAST)
            .acl(AclCategory.SORTEDSET)
            .group(CommandGroup.SORTED_SET)
            .keys(KeySpec.key(1, RW, ACCESS, DELETE))
            .since("5.0.0")
            .summary("Takes the members with the highest scores from a sorted set.")
            .complexity("O(log(N)*M) with N members in the set, M of them taken.")
            .syntax("key:key [count:integer]")
            .handler(SortedSetPopCommands::zpopmax);

    private static void zpopmax(CommandCall call) {
        pop(call, true);
    }

    private static void pop(CommandCall call, boolean highest) {
        Arguments args = call.args();
        ByteString key = args.next();
        if (args.remaining() > 1) {
            throw Errors.SYNTAX;
        }
        boolean counted = args.hasNext();
        long count = counted ? args.nextLong(0, Long.MAX_VALUE, Errors.NOT_POSITIVE) : 1;

        ReplyWriter reply = call.reply();
        KeyEntry entry = call.db().writeEntry(key, SortedSet.class);
        if (entry == null || count == 0) {
            reply.array(0);
            return;
        }

        SortedSet set = Database.require(entry, SortedSet.class);
        Pop pop = new Pop(highest, count, counted && reply.protocol() > 2);
        Stretch taken = pop.of(set);
        reply.array(pop.nested() ? taken.count() : 2 * taken.count());
        pop.take(call, key, set, taken);
    }

    static final CommandSpec ZMPOP = CommandSpec.named("zmpop")
            .arity(-4)
            .flags(WRITE)
            .acl(AclCategory.SORTEDSET)
            .group(CommandGroup.SORTED_SET)
            .keys(KeySpec.counted(1, RW, ACCESS, DELETE))
            .since("7.0.0")
            .summary("Takes the lowest or highest members from the first of some sorted sets that has any.")
            .complexity("O(K)+O(M*log(N)) with K keys, N members in the set, M of them taken.")
            .syntax("numkeys:integer key:key... (where: MIN | MAX) [COUNT count:integer]")
            .handler(SortedSetPopCommands::zmpop);

    private static void zmpop(CommandCall call) {
        PopRequest request = PopRequest.parse(call.args());

        KeyEntry entry = firstWithMembers(call, request.keys());
        if (entry == null) {
            call.reply().nilArray();
            return;
        }

        popCounted(call, entry, request.pop());
    }

    static final CommandSpec BZMPOP = CommandSpec.named("bzmpop")
            .arity(-5)
            .flags(WRITE, BLOCKING)
            .acl(AclCategory.SORTEDSET)
            .group(CommandGroup.SORTED_SET)
            .keys(KeySpec.counted(2, RW, ACCESS, DELETE))
            .since("7.0.0")
            .summary("Takes the lowest or highest members from the first of some sorted sets that has any, or waits for"
                    + " one.")
            .complexity("O(K)+O(M*log(N)) with K keys, N members in the set, M of them taken.")
            .syntax("timeout:double numkeys:integer key:key... (where: MIN | MAX) [COUNT count:integer]")
            .handler(SortedSetPopCommands::bzmpop);

    private static void bzmpop(CommandCall call) {
        Arguments args = call.args();
        args.skip(1);
        PopRequest request = PopRequest.parse(args);
        args.skip(1 - args.position());
        long timeoutMillis = args.nextTimeoutSeconds(call.nowMillis());

        KeyEntry entry = firstWithMembers(call, request.keys());
        if (entry == null) {
            await(call, request.keys(), timeoutMillis);
            return;
        }

        popCounted(call, entry, request.pop());
    }

    private static void popCounted(CommandCall call, KeyEntry entry, Pop pop) {
        ByteString key = ByteString.wrap(entry.key());
        SortedSet set = Database.require(entry, SortedSet.class);
        Stretch taken = pop.of(set);
        pop.takeWithKey(call, key, set, taken);
        pop.propagate(call, key, taken.count());
    }

    static final CommandSpec BZPOPMIN = CommandSpec.named("bzpopmin")
            .arity(-3)
            .flags(WRITE, FAST, BLOCKING)
            .acl(AclCategory.SORTEDSET)
            .group(CommandGroup.SORTED_SET)
            .keys(KeySpec.range(1, -2, 1, RW, ACCESS, DELETE))
            .since("5.0.0")
            .summary("Takes the member with the lowest score from the first of some sorted sets that has any, or waits"
                    + " for one.")
            .complexity("O(log(N)) with N members in the set.")
            .syntax("key:key... timeout:double")
            .history("6.0.0", "`timeout` may have a fraction.")
            .handler(SortedSetPopCommands::bzpopmin);

    private static void bzpopmin(CommandCall call) {
        popOrWait(call, false);
    }

    static final CommandSpec BZPOPMAX = CommandSpec.named("bzpopmax")
            .arity(-3)
            .flags(WRITE, FAST, BLOCKING)
            .acl(AclCategory.SORTEDSET)
            .group(CommandGroup.SORTED_SET)
            .keys(KeySpec.range(1, -2, 1, RW, ACCESS, DELETE))
            .since("5.0.0")
            .summary("Takes the member with the highest score from the first of some sorted sets that has any, or waits"
                    + " for one.")
            .complexity("O(log(N)) with N members in the set.")
            .syntax("key:key... timeout:double")
            .history("6.0.0", "`timeout` may have a fraction.")
            .handler(SortedSetPopCommands::bzpopmax);

    private static void bzpopmax(CommandCall call) {
        popOrWait(call, true);
    }

    private static void popOrWait(CommandCall call, boolean highest) {
        Arguments args = call.args();
        List<ByteString> keys = PopRequest.keys(args, args.remaining() - 1);
        long timeoutMillis = args.nextTimeoutSeconds(call.nowMillis());

        KeyEntry entry = firstWithMembers(call, keys);
        if (entry == null) {
            await(call, keys, timeoutMillis);
            return;
        }

        ByteString key = ByteString.wrap(entry.key());
        SortedSet set = Database.require(entry, SortedSet.class);
        Pop pop = new Pop(highest, 1, false);
        call.reply().array(3);
        call.reply().bulk(key);
        pop.take(call, key, set, pop.of(set));
        pop.propagate(call, key);
    }

    // ---- waiting ----

    /** The first key that exists. @throws io.miniredis.protocol.ErrorReply WRONGTYPE if that is not a sorted set */
    private static @Nullable KeyEntry firstWithMembers(CommandCall call, List<ByteString> keys) {
        for (int i = 0; i < keys.size(); i++) {
            KeyEntry entry = call.db().writeEntry(keys.get(i), SortedSet.class);
            if (entry != null) {
                return entry;
            }
        }
        return null;
    }

    /** Waits for members at one of the keys, or gives up at once where nobody may wait. */
    private static void await(CommandCall call, List<ByteString> keys, long timeoutMillis) {
        if (call.mayBlock()) {
            call.blockOnKeys(ValueType.ZSET, keys, timeoutMillis);
        } else {
            call.reply().nilArray();
        }
    }
}
