package io.miniredis.server.command.sortedset;

import static io.miniredis.server.command.CommandFlag.DENYOOM;
import static io.miniredis.server.command.CommandFlag.READONLY;
import static io.miniredis.server.command.CommandFlag.WRITE;
import static io.miniredis.server.command.KeySpec.Flag.ACCESS;
import static io.miniredis.server.command.KeySpec.Flag.OW;
import static io.miniredis.server.command.KeySpec.Flag.RO;
import static io.miniredis.server.command.KeySpec.Flag.UPDATE;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.SortedSet;
import io.miniredis.protocol.Errors;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.KeySpec;
import io.miniredis.server.keyspace.KeyEvent;
import java.util.List;

/** Unions, intersections and differences of sorted sets, and of sets (t_zset.c). */
public final class SortedSetAlgebraCommands {
    private SortedSetAlgebraCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(ZUNION, ZINTER, ZDIFF, ZINTERCARD, ZUNIONSTORE, ZINTERSTORE, ZDIFFSTORE);
    }

    static final CommandSpec ZUNION = CommandSpec.named("zunion")
            .arity(-3)
            .flags(READONLY)
            .acl(AclCategory.SORTEDSET)
            .group(CommandGroup.SORTED_SET)
            .keys(KeySpec.counted(1, RO, ACCESS))
            .since("6.2.0")
            .summary("Lists the members that any of some sorted sets has.")
            .complexity("O(N)+O(M*log(M)) with N members in all sets together and M in the result.")
            .syntax("numkeys:integer key:key..."
                    + " [WEIGHTS weight:integer...] [AGGREGATE (aggregate: SUM | MIN | MAX)] [WITHSCORES]")
            .handler(SortedSetAlgebraCommands::zunion);

    private static void zunion(CommandCall call) {
        AlgebraRequest request = AlgebraRequest.parse(call, false);

        SortedSet result = algebra(call).union(request.inputs(), request.aggregate());

        reply(call, result, request);
    }

    static final CommandSpec ZINTER = CommandSpec.named("zinter")
            .arity(-3)
            .flags(READONLY)
            .acl(AclCategory.SORTEDSET)
            .group(CommandGroup.SORTED_SET)
            .keys(KeySpec.counted(1, RO, ACCESS))
            .since("6.2.0")
            .summary("Lists the members that several sorted sets have in common.")
            .complexity("O(N*K)+O(M*log(M)) at worst, with N members in the smallest of K sets and M in the result.")
            .syntax("numkeys:integer key:key..."
                    + " [WEIGHTS weight:integer...] [AGGREGATE (aggregate: SUM | MIN | MAX)] [WITHSCORES]")
            .handler(SortedSetAlgebraCommands::zinter);

    private static void zinter(CommandCall call) {
        AlgebraRequest request = AlgebraRequest.parse(call, false);

        SortedSet result = algebra(call).intersection(request.inputs(), request.aggregate());

        reply(call, result, request);
    }

    static final CommandSpec ZDIFF = CommandSpec.named("zdiff")
            .arity(-3)
            .flags(READONLY)
            .acl(AclCategory.SORTEDSET)
            .group(CommandGroup.SORTED_SET)
            .keys(KeySpec.counted(1, RO, ACCESS))
            .since("6.2.0")
            .summary("Lists the members of a sorted set that others do not have.")
            .complexity("O(N*K)+O(M*log(M)) at worst, with N members in the first of K sets and M in the result.")
            .syntax("numkeys:integer key:key... [WITHSCORES]")
            .handler(SortedSetAlgebraCommands::zdiff);

    private static void zdiff(CommandCall call) {
        AlgebraRequest request = AlgebraRequest.parseDifference(call, false);

        SortedSet result = algebra(call).difference(request.inputs());

        reply(call, result, request);
    }

    private static SortedSetAlgebra algebra(CommandCall call) {
        return new SortedSetAlgebra(call.collections());
    }

    private static void reply(CommandCall call, SortedSet result, AlgebraRequest request) {
        SortedSetReply.members(call, result, new Stretch(0, result.size(), false), request.withScores());
    }

    static final CommandSpec ZINTERCARD = CommandSpec.named("zintercard")
            .arity(-3)
            .flags(READONLY)
            .acl(AclCategory.SORTEDSET)
            .group(CommandGroup.SORTED_SET)
            .keys(KeySpec.counted(1, RO, ACCESS))
            .since("7.0.0")
            .summary("Counts the members that several sorted sets have in common, up to a limit if one is given.")
            .complexity("O(N*K) at worst, with N members in the smallest of K sets.")
            .syntax("numkeys:integer key:key... [LIMIT limit:integer]")
            .handler(SortedSetAlgebraCommands::zintercard);

    private static void zintercard(CommandCall call) {
        List<AlgebraInput> inputs = AlgebraRequest.inputs(call);
        long limit = 0;
        while (call.args().hasNext()) {
            if (!call.args().acceptOption("limit")) {
                throw Errors.SYNTAX;
            }
            limit = call.args().nextLong(0, Long.MAX_VALUE, SortedSetErrors.NEGATIVE_LIMIT);
        }

        call.reply().integer(algebra(call).intersectionSize(inputs, limit == 0 ? Long.MAX_VALUE : limit));
    }

    static final CommandSpec ZUNIONSTORE = CommandSpec.named("zunionstore")
            .arity(-4)
            .flags(WRITE, DENYOOM)
            .acl(AclCategory.SORTEDSET)
            .group(CommandGroup.SORTED_SET)
            .keys(KeySpec.key(1, OW, UPDATE), KeySpec.counted(2, RO, ACCESS))
            .since("2.0.0")
            .summary("Stores the members that any of some sorted sets has.")
            .complexity("O(N)+O(M*log(M)) with N members in all sets together and M in the result.")
            .syntax("destination:key numkeys:integer key:key#1..."
                    + " [WEIGHTS weight:integer...] [AGGREGATE (aggregate: SUM | MIN | MAX)]")
            .handler(SortedSetAlgebraCommands::zunionstore);

    private static void zunionstore(CommandCall call) {
        ByteString destination = call.args().next();
        AlgebraRequest request = AlgebraRequest.parse(call, true);

        SortedSet result = algebra(call).union(request.inputs(), request.aggregate());

        store(call, destination, result, KeyEvent.ZUNIONSTORE);
    }

    static final CommandSpec ZINTERSTORE = CommandSpec.named("zinterstore")
            .arity(-4)
            .flags(WRITE, DENYOOM)
            .acl(AclCategory.SORTEDSET)
            .group(CommandGroup.SORTED_SET)
            .keys(KeySpec.key(1, OW, UPDATE), KeySpec.counted(2, RO, ACCESS))
            .since("2.0.0")
            .summary("Stores the members that several sorted sets have in common.")
            .complexity("O(N*K)+O(M*log(M)) at worst, with N members in the smallest of K sets and M in the result.")
            .syntax("destination:key numkeys:integer key:key#1..."
                    + " [WEIGHTS weight:integer...] [AGGREGATE (aggregate: SUM | MIN | MAX)]")
            .handler(SortedSetAlgebraCommands::zinterstore);

    private static void zinterstore(CommandCall call) {
        ByteString destination = call.args().next();
        AlgebraRequest request = AlgebraRequest.parse(call, true);

        SortedSet result = algebra(call).intersection(request.inputs(), request.aggregate());

        store(call, destination, result, KeyEvent.ZINTERSTORE);
    }

    static final CommandSpec ZDIFFSTORE = CommandSpec.named("zdiffstore")
            .arity(-4)
            .flags(WRITE, DENYOOM)
            .acl(AclCategory.SORTEDSET)
            .group(CommandGroup.SORTED_SET)
            .keys(KeySpec.key(1, OW, UPDATE), KeySpec.counted(2, RO, ACCESS))
            .since("6.2.0")
            .summary("Stores the members of a sorted set that others do not have.")
            .complexity("O(N*K)+O(M*log(M)) at worst, with N members in the first of K sets and M in the result.")
            .syntax("destination:key numkeys:integer key:key#1...")
            .handler(SortedSetAlgebraCommands::zdiffstore);

    private static void zdiffstore(CommandCall call) {
        ByteString destination = call.args().next();
        AlgebraRequest request = AlgebraRequest.parseDifference(call, true);

        SortedSet result = algebra(call).difference(request.inputs());

        store(call, destination, result, KeyEvent.ZDIFFSTORE);
    }

    private static void store(CommandCall call, ByteString destination, SortedSet result, KeyEvent event) {
        if (result.size() == 0) {
            ResultKey.delete(call, destination);
        } else {
            ResultKey.store(call, destination, result.compact(call.collections()), event);
        }
    }
}
