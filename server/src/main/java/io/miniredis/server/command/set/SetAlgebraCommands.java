package io.miniredis.server.command.set;

import static io.miniredis.server.command.CommandFlag.DENYOOM;
import static io.miniredis.server.command.CommandFlag.READONLY;
import static io.miniredis.server.command.CommandFlag.WRITE;
import static io.miniredis.server.command.KeySpec.Flag.ACCESS;
import static io.miniredis.server.command.KeySpec.Flag.OW;
import static io.miniredis.server.command.KeySpec.Flag.RO;
import static io.miniredis.server.command.KeySpec.Flag.RW;
import static io.miniredis.server.command.KeySpec.Flag.UPDATE;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.IntSet;
import io.miniredis.datastructures.SetAlgebra;
import io.miniredis.datastructures.SetIntersection;
import io.miniredis.datastructures.SetValue;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Errors;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.Arguments;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.KeySpec;
import io.miniredis.server.keyspace.KeyEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Intersections, unions and differences of sets (t_set.c). A missing key is an empty set. */
@SuppressWarnings("StaticAssignmentOfThrowable") // the check fears misleading stack traces; these have none
public final class SetAlgebraCommands {
    private static final ErrorReply NO_KEYS = new ErrorReply("ERR numkeys should be greater than 0");
    private static final ErrorReply TOO_MANY_KEYS =
            new ErrorReply("ERR Number of keys can't be greater than number of args");
    private static final ErrorReply NEGATIVE_LIMIT = new ErrorReply("ERR LIMIT can't be negative");

    private SetAlgebraCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(SINTER, SINTERCARD, SINTERSTORE, SUNION, SUNIONSTORE, SDIFF, SDIFFSTORE);
    }

    static final CommandSpec SINTER = CommandSpec.named("sinter")
            .arity(-2)
            .flags(READONLY)
            .acl(AclCategory.SET)
            .group(CommandGroup.SET)
            .keys(KeySpec.range(1, -1, 1, RO, ACCESS))
            .since("1.0.0")
            .summary("Lists the members that several sets have in common.")
            .complexity("O(N*M) at worst, with N members in the smallest of M sets.")
            .syntax("key:key...")
            .tips("nondeterministic_output_order")
            .handler(SetAlgebraCommands::sinter);

    private static void sinter(CommandCall call) {
        SetValue[] sets = allSets(call, call.args().remaining());

        if (sets == null) {
            call.reply().set(0);
            return;
        }
        SetIntersection common = new SetIntersection(sets);
        ReplyWriter.Deferred length = call.reply().deferred();
        int count = 0;
        while (!SetReply.isLost(call, count) && common.next()) {
            SetReply.member(call.reply(), common.member());
            count++;
        }
        length.set(count);
    }

    static final CommandSpec SINTERCARD = CommandSpec.named("sintercard")
            .arity(-3)
            .flags(READONLY)
            .acl(AclCategory.SET)
            .group(CommandGroup.SET)
            .keys(KeySpec.counted(1, RO, ACCESS))
            .since("7.0.0")
            .summary("Counts the members that several sets have in common, up to a limit if one is given.")
            .complexity("O(N*M) at worst, with N members in the smallest of M sets.")
            .syntax("numkeys:integer key:key... [LIMIT limit:integer]")
            .handler(SetAlgebraCommands::sintercard);

    private static void sintercard(CommandCall call) {
        Arguments args = call.args();
        long keys = args.nextLong(1, Long.MAX_VALUE, NO_KEYS);
        if (keys > args.remaining()) {
            throw TOO_MANY_KEYS;
        }
        long limit = limitBehind(args, (int) keys);

        SetValue[] sets = allSets(call, (int) keys);

        long count = 0;
        if (sets != null) {
            SetIntersection common = new SetIntersection(sets);
            while (count < limit && common.next()) {
                count++;
            }
        }
        call.reply().integer(count);
    }

    /** Reads the options behind the keys, and goes back to these. */
    private static long limitBehind(Arguments args, int keys) {
        int first = args.position();
        args.skip(keys);
        long limit = 0;
        while (args.hasNext()) {
            if (!args.acceptOption("limit")) {
                throw Errors.SYNTAX;
            }
            limit = args.nextLong(0, Long.MAX_VALUE, NEGATIVE_LIMIT);
        }
        args.skip(first - args.position());
        return limit == 0 ? Long.MAX_VALUE : limit;
    }

    static final CommandSpec SINTERSTORE = CommandSpec.named("sinterstore")
            .arity(-3)
            .flags(WRITE, DENYOOM)
            .acl(AclCategory.SET)
            .group(CommandGroup.SET)
            .keys(KeySpec.key(1, RW, UPDATE), KeySpec.range(2, -1, 1, RO, ACCESS))
            .since("1.0.0")
            .summary("Stores the members that several sets have in common as a set.")
            .complexity("O(N*M) at worst, with N members in the smallest of M sets.")
            .syntax("destination:key key:key#1...")
            .handler(SetAlgebraCommands::sinterstore);

    private static void sinterstore(CommandCall call) {
        ByteString destination = call.args().next();

        SetValue[] sets = allSets(call, call.args().remaining());

        SetValue result = sets == null ? new IntSet() : new SetIntersection(sets).collect(call.collections());
        store(call, destination, result, KeyEvent.SINTERSTORE);
    }

    /** The sets of the next so many keys; null if one of them is missing, once the types of all are checked. */
    private static SetValue @Nullable [] allSets(CommandCall call, int keys) {
        SetValue[] sets = new SetValue[keys];
        boolean complete = true;
        for (int i = 0; i < keys; i++) {
            SetValue set = call.db().read(call.args().next(), SetValue.class);
            if (set == null) {
                complete = false;
            } else {
                sets[i] = set;
            }
        }
        return complete ? sets : null;
    }

    static final CommandSpec SUNION = CommandSpec.named("sunion")
            .arity(-2)
            .flags(READONLY)
            .acl(AclCategory.SET)
            .group(CommandGroup.SET)
            .keys(KeySpec.range(1, -1, 1, RO, ACCESS))
            .since("1.0.0")
            .summary("Lists the members of several sets, each once.")
            .complexity("O(N) with N members in all sets together.")
            .syntax("key:key...")
            .tips("nondeterministic_output_order")
            .handler(SetAlgebraCommands::sunion);

    private static void sunion(CommandCall call) {
        List<SetValue> sets = sets(call);

        reply(call, SetAlgebra.union(sets, call.collections()));
    }

    static final CommandSpec SUNIONSTORE = CommandSpec.named("sunionstore")
            .arity(-3)
            .flags(WRITE, DENYOOM)
            .acl(AclCategory.SET)
            .group(CommandGroup.SET)
            .keys(KeySpec.key(1, OW, UPDATE), KeySpec.range(2, -1, 1, RO, ACCESS))
            .since("1.0.0")
            .summary("Stores the members of several sets as one set.")
            .complexity("O(N) with N members in all sets together.")
            .syntax("destination:key key:key#1...")
            .handler(SetAlgebraCommands::sunionstore);

    private static void sunionstore(CommandCall call) {
        ByteString destination = call.args().next();

        List<SetValue> sets = sets(call);

        store(call, destination, SetAlgebra.union(sets, call.collections()), KeyEvent.SUNIONSTORE);
    }

    static final CommandSpec SDIFF = CommandSpec.named("sdiff")
            .arity(-2)
            .flags(READONLY)
            .acl(AclCategory.SET)
            .group(CommandGroup.SET)
            .keys(KeySpec.range(1, -1, 1, RO, ACCESS))
            .since("1.0.0")
            .summary("Lists the members of a set that are in none of the others.")
            .complexity("O(N) with N members in all sets together.")
            .syntax("key:key...")
            .tips("nondeterministic_output_order")
            .handler(SetAlgebraCommands::sdiff);

    private static void sdiff(CommandCall call) {
        reply(call, difference(call));
    }

    static final CommandSpec SDIFFSTORE = CommandSpec.named("sdiffstore")
            .arity(-3)
            .flags(WRITE, DENYOOM)
            .acl(AclCategory.SET)
            .group(CommandGroup.SET)
            .keys(KeySpec.key(1, OW, UPDATE), KeySpec.range(2, -1, 1, RO, ACCESS))
            .since("1.0.0")
            .summary("Stores the members of a set that are in none of the others as a set.")
            .complexity("O(N) with N members in all sets together.")
            .syntax("destination:key key:key#1...")
            .handler(SetAlgebraCommands::sdiffstore);

    private static void sdiffstore(CommandCall call) {
        ByteString destination = call.args().next();

        SetValue result = difference(call);

        store(call, destination, result, KeyEvent.SDIFFSTORE);
    }

    private static SetValue difference(CommandCall call) {
        SetValue first = call.db().read(call.args().next(), SetValue.class);
        List<SetValue> others = sets(call);
        return first == null ? new IntSet() : SetAlgebra.difference(first, others, call.collections());
    }

    /** The sets of all keys that are left and exist. */
    private static List<SetValue> sets(CommandCall call) {
        List<SetValue> sets = new ArrayList<>(call.args().remaining());
        while (call.args().hasNext()) {
            SetValue set = call.db().read(call.args().next(), SetValue.class);
            if (set != null) {
                sets.add(set);
            }
        }
        return sets;
    }

    private static void reply(CommandCall call, SetValue result) {
        call.reply().set(result.size());
        SetReply.members(call, result);
    }

    /** Stores a result, whatever the key held, and replies with its size; an empty one leaves no key behind. */
    private static void store(CommandCall call, ByteString destination, SetValue result, KeyEvent event) {
        if (result.size() > 0) {
            call.db().set(destination, result);
            call.keyChanged(destination, event);
        } else if (call.db().delete(destination)) {
            call.keyChanged(destination, KeyEvent.DEL);
        }

        call.reply().integer(result.size());
    }
}
