package io.miniredis.server.command.sortedset;

import static io.miniredis.server.command.CommandFlag.READONLY;
import static io.miniredis.server.command.KeySpec.Flag.ACCESS;
import static io.miniredis.server.command.KeySpec.Flag.RO;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.DistinctInts;
import io.miniredis.datastructures.Encoding;
import io.miniredis.datastructures.RandomSource;
import io.miniredis.datastructures.SelectionSampling;
import io.miniredis.datastructures.SortedSet;
import io.miniredis.protocol.Errors;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.Arguments;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.KeySpec;
import io.miniredis.server.command.generic.ScanOptions;
import java.util.List;

/** Some members of a sorted set: by chance, or one after another (t_zset.c, db.c). */
public final class SortedSetSampleCommands {
    private static final int BATCH = 1024;

    /** One in so many of a set's members can be drawn at random without drawing too many twice. */
    private static final int MEMBERS_PER_DRAW = 3;

    private SortedSetSampleCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(ZRANDMEMBER, ZSCAN);
    }

    static final CommandSpec ZRANDMEMBER = CommandSpec.named("zrandmember")
            .arity(-2)
            .flags(READONLY)
            .acl(AclCategory.SORTEDSET)
            .group(CommandGroup.SORTED_SET)
            .keys(KeySpec.key(1, RO, ACCESS))
            .since("6.2.0")
            .summary("Gives members of a sorted set chosen at random.")
            .complexity("O(N) with N members returned.")
            .syntax("key:key [{options: count:integer [WITHSCORES]}]")
            .tips("nondeterministic_output")
            .handler(SortedSetSampleCommands::zrandmember);

    private static void zrandmember(CommandCall call) {
        ByteString key = call.args().next();
        if (!call.args().hasNext()) {
            replyWithOne(call, key);
            return;
        }
        long count = call.args().nextLong();
        if (count == Long.MIN_VALUE) {
            throw SortedSetErrors.SMALLEST_COUNT;
        }
        boolean withScores = parseWithScores(call.args(), count);

        SortedSet set = call.db().read(key, SortedSet.class);
        if (set == null || count == 0) {
            call.reply().array(0);
        } else if (count < 0) {
            replyWithRepetitions(call, set, -count, withScores);
        } else {
            replyWithDistinct(call, set, (int) Math.min(count, set.size()), withScores);
        }
    }

    private static boolean parseWithScores(Arguments args, long count) {
        boolean withScores = args.acceptToken("withscores");
        args.end();
        if (withScores && (count < -Long.MAX_VALUE / 2 || count > Long.MAX_VALUE / 2)) {
            throw Errors.OUT_OF_RANGE;
        }
        return withScores;
    }

    private static void replyWithOne(CommandCall call, ByteString key) {
        SortedSet set = call.db().read(key, SortedSet.class);
        if (set == null) {
            call.reply().nil();
        } else {
            set.writeMember(set.random(call.server().random()), call.reply());
        }
    }

    private static void replyWithRepetitions(CommandCall call, SortedSet set, long count, boolean withScores) {
        if (count > Integer.MAX_VALUE / 2) {
            throw Errors.OUT_OF_RANGE;
        }
        RandomSource random = call.server().random();
        SortedSetReply.header(call.reply(), (int) count, withScores);
        for (int i = 0; i < count; i++) {
            if (i % BATCH == BATCH - 1 && call.isReplyLost()) {
                return;
            }
            SortedSetReply.member(call.reply(), set, set.random(random), withScores);
        }
    }

    /** Drawn if they are few, otherwise selected on a walk through all members, as always in a listpack. */
    private static void replyWithDistinct(CommandCall call, SortedSet set, int count, boolean withScores) {
        RandomSource random = call.server().random();
        boolean few = count < set.size() / MEMBERS_PER_DRAW && set.encoding() != Encoding.LISTPACK;
        SelectionSampling selection = few ? null : new SelectionSampling(set.size(), count, random);
        DistinctInts drawn = new DistinctInts(few ? count : 0);
        SortedSetReply.header(call.reply(), count, withScores);
        int position = SortedSet.ABSENT;
        for (int i = 0; i < count; i++) {
            if (i % BATCH == BATCH - 1 && call.isReplyLost()) {
                return;
            }
            position = selection == null ? draw(set, drawn, random) : select(set, selection, position);
            SortedSetReply.member(call.reply(), set, position, withScores);
        }
    }

    private static int draw(SortedSet set, DistinctInts drawn, RandomSource random) {
        int position = set.random(random);
        while (!drawn.add(position)) {
            position = set.random(random);
        }
        return position;
    }

    private static int select(SortedSet set, SelectionSampling selection, int before) {
        int position = before == SortedSet.ABSENT ? set.lowest() : set.higher(before);
        while (!selection.takes()) {
            position = set.higher(position);
        }
        return position;
    }

    static final CommandSpec ZSCAN = CommandSpec.named("zscan")
            .arity(-3)
            .flags(READONLY)
            .acl(AclCategory.SORTEDSET)
            .group(CommandGroup.SORTED_SET)
            .keys(KeySpec.key(1, RO, ACCESS))
            .since("2.8.0")
            .summary("Lists some members of a sorted set with their scores, and a cursor with which to go on.")
            .complexity("O(1) for a call, O(N) for a whole iteration over N members.")
            .syntax("key:key cursor:integer [MATCH pattern:pattern] [COUNT count:integer]")
            .tips("nondeterministic_output")
            .handler(SortedSetSampleCommands::zscan);

    private static void zscan(CommandCall call) {
        ByteString key = call.args().next();
        long cursor = ScanOptions.nextCursor(call.args());
        SortedSet set = call.db().read(key, SortedSet.class);
        if (set == null) {
            replyWithNothing(call.reply());
            return;
        }
        ScanOptions options = ScanOptions.parse(call.args(), false);

        MemberScan scan = new MemberScan(set, options.pattern());
        long stepsLeft = options.maximumSteps();
        do {
            cursor = set.scan(cursor, scan);
        } while (cursor != 0 && stepsLeft-- > 0 && scan.visited() < options.count());

        call.reply().array(2);
        call.reply().bulkInteger(cursor);
        scan.writeTo(call.reply());
    }

    private static void replyWithNothing(ReplyWriter reply) {
        reply.array(2);
        reply.bulkInteger(0);
        reply.array(0);
    }
}
