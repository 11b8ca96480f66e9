package io.miniredis.server.command.set;

import static io.miniredis.server.command.CommandFlag.FAST;
import static io.miniredis.server.command.CommandFlag.READONLY;
import static io.miniredis.server.command.CommandFlag.WRITE;
import static io.miniredis.server.command.KeySpec.Flag.ACCESS;
import static io.miniredis.server.command.KeySpec.Flag.DELETE;
import static io.miniredis.server.command.KeySpec.Flag.RO;
import static io.miniredis.server.command.KeySpec.Flag.RW;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.DistinctInts;
import io.miniredis.datastructures.IntSet;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.datastructures.ListPackSet;
import io.miniredis.datastructures.RandomSource;
import io.miniredis.datastructures.SelectionSampling;
import io.miniredis.datastructures.SetMember;
import io.miniredis.datastructures.SetValue;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Errors;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.KeySpec;
import io.miniredis.server.keyspace.Database;
import io.miniredis.server.keyspace.KeyEvent;
import java.util.List;

/** Members chosen by chance, every one as likely as the others (t_set.c). */
public final class SetRandomCommands {
    /** A set of which fewer than one in so many stays is not popped member by member: the rest becomes a new set. */
    private static final int POPPED_PER_REST = 5;

    /** One in so many of a set's members can be drawn at random without drawing too many twice. */
    private static final int MEMBERS_PER_DRAW = 3;

    @SuppressWarnings("StaticAssignmentOfThrowable") // has no stack trace
    private static final ErrorReply COUNT_OUT_OF_RANGE = new ErrorReply(
            "ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807");

    private SetRandomCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(SPOP, SRANDMEMBER);
    }

    static final CommandSpec SPOP = CommandSpec.named("spop")
            .arity(-2)
            .flags(WRITE, FAST)
            .acl(AclCategory.SET)
            .group(CommandGroup.SET)
            .keys(KeySpec.key(1, RW, ACCESS, DELETE))
            .since("1.0.0")
            .summary("Takes random members out of a set, and with the last one the set.")
            .complexity("O(1), with a count O(N) where N is the count.")
            .syntax("key:key [count:integer@3.2.0]")
            .history("3.2.0", "Takes a count.")
            .tips("nondeterministic_output")
            .handler(SetRandomCommands::spop);

    private static void spop(CommandCall call) {
        ByteString key = call.args().next();
        if (call.args().hasNext()) {
            popMany(call, key);
            return;
        }

        KeyEntry entry = call.db().writeEntry(key, SetValue.class);
        if (entry == null) {
            call.reply().nil();
            return;
        }

        SetValue set = Database.require(entry, SetValue.class);
        SetMember member = new SetMember();
        int at = set.randomPosition(call.collections().random);
        set.view(at, member);
        // What is shown goes with the removal, so the reply is written before it.
        SetReply.member(call.reply(), member);
        if (call.isPropagated()) {
            call.propagateAs(PoppedMembers.SREM, key, ByteString.wrap(member.bytes()));
        }
        set.removeAt(at);

        SetCommands.reportRemoval(call, key, entry, set, KeyEvent.SPOP, 1);
    }

    private static void popMany(CommandCall call, ByteString key) {
        if (call.args().remaining() > 1) {
            throw Errors.SYNTAX;
        }
        long count = call.args().nextLong(0, Long.MAX_VALUE, Errors.NOT_POSITIVE);

        KeyEntry entry = call.db().writeEntry(key, SetValue.class);
        if (entry == null || count == 0) {
            call.reply().set(0);
            return;
        }

        SetValue set = Database.require(entry, SetValue.class);
        if (count >= set.size()) {
            popAll(call, key, set);
        } else {
            popSome(call, key, entry, (int) count);
        }
    }

    private static void popAll(CommandCall call, ByteString key, SetValue set) {
        call.reply().set(set.size());
        SetReply.members(call, set);
        call.db().delete(key);

        boolean lazily = call.server().config().memory.lazyfreeLazyServerDel.value();
        call.keyChanged(key, KeyEvent.SPOP, set.size());
        call.keyChanged(key, KeyEvent.DEL, 0);
        call.propagateAs(lazily ? PoppedMembers.UNLINK : PoppedMembers.DEL, key);
    }

    /** Some leave and others stay; who leaves is propagated as SREM, a thousand at a time. */
    private static void popSome(CommandCall call, ByteString key, KeyEntry entry, int count) {
        SetValue set = Database.require(entry, SetValue.class);
        PoppedMembers popped = new PoppedMembers(call, key, count);
        call.reply().set(count);
        long rest = (long) set.size() - count;
        if (set instanceof ListPackSet small) {
            entry.value(popFrom(small, popped, call.collections().random));
        } else if (rest * POPPED_PER_REST > count) {
            popOneByOne(set, popped, call.collections().random);
        } else {
            entry.value(popAllBut((int) rest, set, popped, call));
        }

        call.keyChanged(key, KeyEvent.SPOP, count);
    }

    /** Walks through it once, and copies those that stay. */
    private static ListPackSet popFrom(ListPackSet set, PoppedMembers popped, RandomSource random) {
        ListPackSet rest = ListPackSet.withRoom(set.totalBytes());
        SelectionSampling leaving = new SelectionSampling(set.size(), popped.count(), random);
        SetMember member = new SetMember();
        for (int at = set.first(); at >= 0; at = set.next(at)) {
            if (leaving.takes()) {
                set.view(at, member);
                popped.add(member);
            } else {
                rest.appendFrom(set, at);
            }
        }
        rest.trim();
        return rest;
    }

    private static void popOneByOne(SetValue set, PoppedMembers popped, RandomSource random) {
        SetMember member = new SetMember();
        for (int i = 0; i < popped.count(); i++) {
            int at = set.randomPosition(random);
            set.view(at, member);
            popped.add(member);
            set.removeAt(at);
        }
    }

    /** The few that stay move into a new set, in the smallest encoding that holds them. */
    private static SetValue popAllBut(int count, SetValue set, PoppedMembers popped, CommandCall call) {
        SetValue rest = set instanceof IntSet ? new IntSet() : new ListPackSet();
        SelectionSampling staying = new SelectionSampling(set.size(), count, call.collections().random);
        SetMember member = new SetMember();
        for (int at = set.first(); at >= 0; at = set.next(at)) {
            set.view(at, member);
            if (staying.takes()) {
                rest = rest.add(member, call.collections());
            } else {
                popped.add(member);
            }
        }
        return rest;
    }

    static final CommandSpec SRANDMEMBER = CommandSpec.named("srandmember")
            .arity(-2)
            .flags(READONLY)
            .acl(AclCategory.SET)
            .group(CommandGroup.SET)
            .keys(KeySpec.key(1, RO, ACCESS))
            .since("1.0.0")
            .summary("Gives random members of a set, which stay there.")
            .complexity("O(1), with a count O(N) where N is the count without its sign.")
            .syntax("key:key [count:integer@2.6.0]")
            .history("2.6.0", "Takes a count.")
            .tips("nondeterministic_output")
            .handler(SetRandomCommands::srandmember);

    private static void srandmember(CommandCall call) {
        ByteString key = call.args().next();
        if (call.args().hasNext()) {
            showMany(call, key);
            return;
        }

        SetValue set = call.db().read(key, SetValue.class);

        if (set == null) {
            call.reply().nil();
        } else {
            showOne(call, set, new SetMember());
        }
    }

    private static void showMany(CommandCall call, ByteString key) {
        if (call.args().remaining() > 1) {
            throw Errors.SYNTAX;
        }
        long count = call.args().nextLong();
        if (count == Long.MIN_VALUE) {
            throw COUNT_OUT_OF_RANGE;
        }

        SetValue set = call.db().read(key, SetValue.class);

        if (set == null || count == 0) {
            call.reply().array(0);
        } else if (count < 0) {
            showRepeatedly(call, set, -count);
        } else if (count >= set.size()) {
            call.reply().array(set.size());
            SetReply.members(call, set);
        } else {
            showDistinct(call, set, (int) count);
        }
    }

    private static void showOne(CommandCall call, SetValue set, SetMember member) {
        set.view(set.randomPosition(call.collections().random), member);
        SetReply.member(call.reply(), member);
    }

    /** Each time any of them. Nobody gets more than 2<sup>31</sup>: the reply would be lost long before. */
    private static void showRepeatedly(CommandCall call, SetValue set, long count) {
        call.reply().array((int) Math.min(count, Integer.MAX_VALUE));
        SetMember member = new SetMember();
        for (long i = 0; i < count && !SetReply.isLost(call, i); i++) {
            showOne(call, set, member);
        }
    }

    /** Fewer than there are: drawn if they are few, otherwise selected on a walk through all of them. */
    private static void showDistinct(CommandCall call, SetValue set, int count) {
        ReplyWriter reply = call.reply();
        RandomSource random = call.collections().random;
        boolean few = (long) count * MEMBERS_PER_DRAW <= set.size() && !(set instanceof ListPackSet);
        SelectionSampling selection = few ? null : new SelectionSampling(set.size(), count, random);
        DistinctInts drawn = new DistinctInts(few ? count : 0);
        SetMember member = new SetMember();
        reply.array(count);
        int at = SetValue.NONE;
        for (int i = 0; i < count && !SetReply.isLost(call, i); i++) {
            at = selection == null ? draw(set, drawn, random) : select(set, selection, at);
            set.view(at, member);
            SetReply.member(reply, member);
        }
    }

    private static int draw(SetValue set, DistinctInts drawn, RandomSource random) {
        int at = set.randomPosition(random);
        while (!drawn.add(at)) {
            at = set.randomPosition(random);
        }
        return at;
    }

    private static int select(SetValue set, SelectionSampling selection, int before) {
        int at = before < 0 ? set.first() : set.next(before);
        while (!selection.takes()) {
            at = set.next(at);
        }
        return at;
    }
}
