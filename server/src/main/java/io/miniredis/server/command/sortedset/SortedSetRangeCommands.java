package io.miniredis.server.command.sortedset;

import static io.miniredis.server.command.CommandFlag.DENYOOM;
import static io.miniredis.server.command.CommandFlag.FAST;
import static io.miniredis.server.command.CommandFlag.READONLY;
import static io.miniredis.server.command.CommandFlag.WRITE;
import static io.miniredis.server.command.KeySpec.Flag.ACCESS;
import static io.miniredis.server.command.KeySpec.Flag.OW;
import static io.miniredis.server.command.KeySpec.Flag.RO;
import static io.miniredis.server.command.KeySpec.Flag.UPDATE;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.SortedSet;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.KeySpec;
import io.miniredis.server.keyspace.KeyEvent;
import java.util.List;

/** Ranges of sorted sets: read and counted (t_zset.c). */
public final class SortedSetRangeCommands {
    private SortedSetRangeCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(
                ZRANGE,
                ZREVRANGE,
                ZRANGEBYSCORE,
                ZREVRANGEBYSCORE,
                ZRANGEBYLEX,
                ZREVRANGEBYLEX,
                ZCOUNT,
                ZLEXCOUNT,
                ZRANGESTORE);
    }

    static final CommandSpec ZRANGE = CommandSpec.named("zrange")
            .arity(-4)
            .flags(READONLY)
            .acl(AclCategory.SORTEDSET)
            .group(CommandGroup.SORTED_SET)
            .keys(KeySpec.key(1, RO, ACCESS))
            .since("1.2.0")
            .summary("Lists members of a sorted set by rank, by score or by their bytes, from either end.")
            .complexity("O(log(N)+M) with N members in the set, M of them returned.")
            .syntax("key:key start:string stop:string [(sortby: BYSCORE | BYLEX)@6.2.0] [REV@6.2.0]"
                    + " [LIMIT {limit: offset:integer count:integer}@6.2.0] [WITHSCORES]")
            .history("6.2.0", "Knows `REV`, `BYSCORE`, `BYLEX` and `LIMIT`.")
            .handler(SortedSetRangeCommands::zrange);

    private static void zrange(CommandCall call) {
        ByteString key = call.args().next();
        RangeRequest request = RangeRequest.parse(call.args());

        range(call, key, request);
    }

    static final CommandSpec ZREVRANGE = CommandSpec.named("zrevrange")
            .arity(-4)
            .flags(READONLY)
            .acl(AclCategory.SORTEDSET)
            .group(CommandGroup.SORTED_SET)
            .keys(KeySpec.key(1, RO, ACCESS))
            .since("1.2.0")
            .summary("Lists members of a sorted set by rank, the highest first.")
            .complexity("O(log(N)+M) with N members in the set, M of them returned.")
            .syntax("key:key start:integer stop:integer [WITHSCORES]")
            .deprecated("6.2.0", "`ZRANGE` with the `REV` argument")
            .handler(SortedSetRangeCommands::zrevrange);

    private static void zrevrange(CommandCall call) {
        ByteString key = call.args().next();
        RangeRequest request = RangeRequest.parse(call.args(), RangeRequest.Kind.RANK, true);

        range(call, key, request);
    }

    static final CommandSpec ZRANGEBYSCORE = CommandSpec.named("zrangebyscore")
            .arity(-4)
            .flags(READONLY)
            .acl(AclCategory.SORTEDSET)
            .group(CommandGroup.SORTED_SET)
            .keys(KeySpec.key(1, RO, ACCESS))
            .since("1.0.5")
            .summary("Lists members of a sorted set by score.")
            .complexity("O(log(N)+M) with N members in the set, M of them returned.")
            .syntax("key:key min:double max:double [WITHSCORES@2.0.0] [LIMIT {limit: offset:integer count:integer}]")
            .history("2.0.0", "Knows `WITHSCORES`.")
            .deprecated("6.2.0", "`ZRANGE` with the `BYSCORE` argument")
            .handler(SortedSetRangeCommands::zrangebyscore);

    private static void zrangebyscore(CommandCall call) {
        ByteString key = call.args().next();
        RangeRequest request = RangeRequest.parse(call.args(), RangeRequest.Kind.SCORE, false);

        range(call, key, request);
    }

    static final CommandSpec ZREVRANGEBYSCORE = CommandSpec.named("zrevrangebyscore")
            .arity(-4)
            .flags(READONLY)
            .acl(AclCategory.SORTEDSET)
            .group(CommandGroup.SORTED_SET)
            .keys(KeySpec.key(1, RO, ACCESS))
            .since("2.2.0")
            .summary("Lists members of a sorted set by score, the highest first.")
            .complexity("O(log(N)+M) with N members in the set, M of them returned.")
            .syntax("key:key max:double min:double [WITHSCORES] [LIMIT {limit: offset:integer count:integer}]")
            .history("2.1.6", "Bounds can be excluded.")
            .deprecated("6.2.0", "`ZRANGE` with the `REV` and `BYSCORE` arguments")
            .handler(SortedSetRangeCommands::zrevrangebyscore);

    private static void zrevrangebyscore(CommandCall call) {
        ByteString key = call.args().next();
        RangeRequest request = RangeRequest.parse(call.args(), RangeRequest.Kind.SCORE, true);

        range(call, key, request);
    }

    static final CommandSpec ZRANGEBYLEX = CommandSpec.named("zrangebylex")
            .arity(-4)
            .flags(READONLY)
            .acl(AclCategory.SORTEDSET)
            .group(CommandGroup.SORTED_SET)
            .keys(KeySpec.key(1, RO, ACCESS))
            .since("2.8.9")
            .summary("Lists members of a sorted set by their bytes, all scores being the same.")
            .complexity("O(log(N)+M) with N members in the set, M of them returned.")
            .syntax("key:key min:string max:string [LIMIT {limit: offset:integer count:integer}]")
            .deprecated("6.2.0", "`ZRANGE` with the `BYLEX` argument")
            .handler(SortedSetRangeCommands::zrangebylex);

    private static void zrangebylex(CommandCall call) {
        ByteString key = call.args().next();
        RangeRequest request = RangeRequest.parse(call.args(), RangeRequest.Kind.LEX, false);

        range(call, key, request);
    }

    static final CommandSpec ZREVRANGEBYLEX = CommandSpec.named("zrevrangebylex")
            .arity(-4)
            .flags(READONLY)
            .acl(AclCategory.SORTEDSET)
            .group(CommandGroup.SORTED_SET)
            .keys(KeySpec.key(1, RO, ACCESS))
            .since("2.8.9")
            .summary("Lists members of a sorted set by their bytes, the last first, all scores being the same.")
            .complexity("O(log(N)+M) with N members in the set, M of them returned.")
            .syntax("key:key max:string min:string [LIMIT {limit: offset:integer count:integer}]")
            .deprecated("6.2.0", "`ZRANGE` with the `REV` and `BYLEX` arguments")
            .handler(SortedSetRangeCommands::zrevrangebylex);

    private static void zrevrangebylex(CommandCall call) {
        ByteString key = call.args().next();
        RangeRequest request = RangeRequest.parse(call.args(), RangeRequest.Kind.LEX, true);

        range(call, key, request);
    }

    private static void range(CommandCall call, ByteString key, RangeRequest request) {
        SortedSet set = call.db().read(key, SortedSet.class);
        if (set == null) {
            call.reply().array(0);
            return;
        }

        SortedSetReply.members(call, set, request.in(set), request.withScores());
    }

    static final CommandSpec ZCOUNT = CommandSpec.named("zcount")
            .arity(4)
            .flags(READONLY, FAST)
            .acl(AclCategory.SORTEDSET)
            .group(CommandGroup.SORTED_SET)
            .keys(KeySpec.key(1, RO, ACCESS))
            .since("2.0.0")
            .summary("Counts the members of a sorted set between two scores.")
            .complexity("O(log(N)) with N members in the set.")
            .syntax("key:key min:double max:double")
            .handler(SortedSetRangeCommands::zcount);

    private static void zcount(CommandCall call) {
        ByteString key = call.args().next();
        ScoreRange range = ScoreRange.parse(call.args(), false);

        count(call, key, range);
    }

    static final CommandSpec ZLEXCOUNT = CommandSpec.named("zlexcount")
            .arity(4)
            .flags(READONLY, FAST)
            .acl(AclCategory.SORTEDSET)
            .group(CommandGroup.SORTED_SET)
            .keys(KeySpec.key(1, RO, ACCESS))
            .since("2.8.9")
            .summary("Counts the members of a sorted set between two strings, all scores being the same.")
            .complexity("O(log(N)) with N members in the set.")
            .syntax("key:key min:string max:string")
            .handler(SortedSetRangeCommands::zlexcount);

    private static void zlexcount(CommandCall call) {
        ByteString key = call.args().next();
        LexRange range = LexRange.parse(call.args(), false);

        count(call, key, range);
    }

    private static void count(CommandCall call, ByteString key, MemberRange range) {
        SortedSet set = call.db().read(key, SortedSet.class);

        call.reply().integer(set == null ? 0 : range.in(set, false).count());
    }

    static final CommandSpec ZRANGESTORE = CommandSpec.named("zrangestore")
            .arity(-5)
            .flags(WRITE, DENYOOM)
            .acl(AclCategory.SORTEDSET)
            .group(CommandGroup.SORTED_SET)
            .keys(KeySpec.key(1, OW, UPDATE), KeySpec.key(2, RO, ACCESS))
            .since("6.2.0")
            .summary("Stores a range of a sorted set as another one.")
            .complexity("O(log(N)+M) with N members in the set, M of them stored.")
            .syntax("dst:key src:key#1 min:string max:string [(sortby: BYSCORE | BYLEX)] [REV]"
                    + " [LIMIT {limit: offset:integer count:integer}]")
            .handler(SortedSetRangeCommands::zrangestore);

    private static void zrangestore(CommandCall call) {
        ByteString destination = call.args().next();
        ByteString source = call.args().next();
        RangeRequest request = RangeRequest.parseForStore(call.args());

        SortedSet set = call.db().read(source, SortedSet.class);

        Stretch stretch = set == null ? Stretch.EMPTY : request.in(set);
        if (set == null || stretch.count() == 0) {
            ResultKey.delete(call, destination);
        } else {
            ResultKey.store(call, destination, copyOf(call, set, stretch), KeyEvent.ZRANGESTORE);
        }
    }

    private static SortedSet copyOf(CommandCall call, SortedSet set, Stretch stretch) {
        SortedSet copy = SortedSet.create(stretch.count(), 0, call.collections());
        int position = stretch.first(set);
        for (int i = 0; i < stretch.count(); i++) {
            copy = copy.add(set.member(position), set.score(position), call.collections());
            position = stretch.next(set, position);
        }
        return copy;
    }
}
