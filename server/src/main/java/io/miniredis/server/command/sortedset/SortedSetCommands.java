package io.miniredis.server.command.sortedset;

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
import io.miniredis.datastructures.SortedSet;
import io.miniredis.protocol.Errors;
import io.miniredis.protocol.ReplyWriter;
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

/** Members of sorted sets, one by one: adding, removing, scores and ranks (t_zset.c). */
public final class SortedSetCommands {
    private SortedSetCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(ZADD, ZINCRBY, ZREM, ZCARD, ZSCORE, ZMSCORE, ZRANK, ZREVRANK);
    }

    static final CommandSpec ZADD = CommandSpec.named("zadd")
            .arity(-4)
            .flags(WRITE, DENYOOM, FAST)
            .acl(AclCategory.SORTEDSET)
            .group(CommandGroup.SORTED_SET)
            .keys(KeySpec.key(1, RW, UPDATE))
            .since("1.2.0")
            .summary("Adds members to a sorted set, creating it if need be, or gives members other scores.")
            .complexity("O(log(N)) for each member, with N members in the set.")
            .syntax("key:key [(condition: NX | XX)@3.0.2] [(comparison: GT | LT)@6.2.0] [change=CH@3.0.2]"
                    + " [increment=INCR@3.0.2] {data: score:double member:string}...")
            .history("2.4.0", "Takes several members at a time.")
            .history("3.0.2", "Knows `XX`, `NX`, `CH` and `INCR`.")
            .history("6.2.0", "Knows `GT` and `LT`.")
            .handler(SortedSetCommands::zadd);

    private static void zadd(CommandCall call) {
        add(call, false);
    }

    static final CommandSpec ZINCRBY = CommandSpec.named("zincrby")
            .arity(4)
            .flags(WRITE, DENYOOM, FAST)
            .acl(AclCategory.SORTEDSET)
            .group(CommandGroup.SORTED_SET)
            .keys(KeySpec.key(1, RW, ACCESS, UPDATE))
            .since("1.2.0")
            .summary("Adds a number to the score of a member, which is added to the sorted set if it is missing.")
            .complexity("O(log(N)) with N members in the set.")
            .syntax("key:key increment:integer member:string")
            .handler(SortedSetCommands::zincrby);

    private static void zincrby(CommandCall call) {
        add(call, true);
    }

    private static void add(CommandCall call, boolean increment) {
        Arguments args = call.args();
        ByteString key = args.next();
        ZaddOptions options = ZaddOptions.parse(args, increment);
        double[] scores = scores(args);

        Database db = call.db();
        int hash = db.hash(key);
        KeyEntry entry = db.writeEntry(key, hash, SortedSet.class);
        if (entry == null && options.onlyExisting()) {
            replyTo(call.reply(), options, null);
            return;
        }

        Zadd zadd = new Zadd(options, call.collections(), setFor(call, entry, scores.length));
        for (int i = 0; i < scores.length; i++) {
            zadd.add(args.peek(2 * i + 1).bytes(), scores[i]);
        }
        if (entry == null) {
            db.add(key, hash, zadd.set());
        } else {
            entry.value(zadd.set());
        }

        if (zadd.changed() > 0) {
            call.keyChanged(key, options.increment() ? KeyEvent.ZINCR : KeyEvent.ZADD, zadd.changed());
        }

        replyTo(call.reply(), options, zadd);
    }

    /** Reads the scores of all pairs before any of them is used, and takes no argument. */
    private static double[] scores(Arguments args) {
        double[] scores = new double[args.remaining() / 2];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = args.nextDouble();
            args.skip(1);
        }
        args.skip(-2 * scores.length);
        return scores;
    }

    private static SortedSet setFor(CommandCall call, @Nullable KeyEntry entry, int additions) {
        if (entry == null) {
            return SortedSet.create(additions, call.args().peek(1).length(), call.collections());
        }
        return Database.require(entry, SortedSet.class).expecting(additions, call.collections());
    }

    private static void replyTo(ReplyWriter reply, ZaddOptions options, @Nullable Zadd done) {
        if (!options.increment()) {
            reply.integer(done == null ? 0 : options.countChanged() ? done.changed() : done.added());
        } else if (done == null || Double.isNaN(done.score())) {
            reply.nil();
        } else {
            reply.number(done.score());
        }
    }

    static final CommandSpec ZREM = CommandSpec.named("zrem")
            .arity(-3)
            .flags(WRITE, FAST)
            .acl(AclCategory.SORTEDSET)
            .group(CommandGroup.SORTED_SET)
            .keys(KeySpec.key(1, RW, DELETE))
            .since("1.2.0")
            .summary("Removes members from a sorted set, and the key with the last of them.")
            .complexity("O(M*log(N)) with N members in the set and M to be removed.")
            .syntax("key:key member:string...")
            .history("2.4.0", "Takes several members at a time.")
            .handler(SortedSetCommands::zrem);

    private static void zrem(CommandCall call) {
        Arguments args = call.args();
        ByteString key = args.next();

        KeyEntry entry = call.db().writeEntry(key, SortedSet.class);
        if (entry == null) {
            call.reply().integer(0);
            return;
        }

        SortedSet set = Database.require(entry, SortedSet.class);
        int removed = 0;
        while (args.hasNext() && set.size() > 0) {
            int position = set.find(args.next().bytes());
            if (position != SortedSet.ABSENT) {
                set.removeMember(position);
                removed++;
            }
        }
        boolean empty = set.size() == 0;
        if (empty) {
            call.db().remove(entry);
        }

        if (removed > 0) {
            call.keyChanged(key, KeyEvent.ZREM, removed);
        }
        if (empty) {
            call.keyChanged(key, KeyEvent.DEL, 0);
        }

        call.reply().integer(removed);
    }

    static final CommandSpec ZCARD = CommandSpec.named("zcard")
            .arity(2)
            .flags(READONLY, FAST)
            .acl(AclCategory.SORTEDSET)
            .group(CommandGroup.SORTED_SET)
            .keys(KeySpec.key(1, RO))
            .since("1.2.0")
            .summary("Counts the members of a sorted set.")
            .complexity("O(1)")
            .syntax("key:key")
            .handler(SortedSetCommands::zcard);

    private static void zcard(CommandCall call) {
        ByteString key = call.args().next();

        SortedSet set = call.db().read(key, SortedSet.class);

        call.reply().integer(set == null ? 0 : set.size());
    }

    static final CommandSpec ZSCORE = CommandSpec.named("zscore")
            .arity(3)
            .flags(READONLY, FAST)
            .acl(AclCategory.SORTEDSET)
            .group(CommandGroup.SORTED_SET)
            .keys(KeySpec.key(1, RO, ACCESS))
            .since("1.2.0")
            .summary("Gives the score of a member of a sorted set.")
            .complexity("O(1)")
            .syntax("key:key member:string")
            .handler(SortedSetCommands::zscore);

    private static void zscore(CommandCall call) {
        ByteString key = call.args().next();
        ByteString member = call.args().next();

        SortedSet set = call.db().read(key, SortedSet.class);

        replyWithScore(call.reply(), set, member);
    }

    static final CommandSpec ZMSCORE = CommandSpec.named("zmscore")
            .arity(-3)
            .flags(READONLY, FAST)
            .acl(AclCategory.SORTEDSET)
            .group(CommandGroup.SORTED_SET)
            .keys(KeySpec.key(1, RO, ACCESS))
            .since("6.2.0")
            .summary("Gives the scores of several members of a sorted set.")
            .complexity("O(N) with N members asked for.")
            .syntax("key:key member:string...")
            .handler(SortedSetCommands::zmscore);

    private static void zmscore(CommandCall call) {
        Arguments args = call.args();
        ByteString key = args.next();

        SortedSet set = call.db().read(key, SortedSet.class);

        call.reply().array(args.remaining());
        while (args.hasNext()) {
            replyWithScore(call.reply(), set, args.next());
        }
    }

    private static void replyWithScore(ReplyWriter reply, @Nullable SortedSet set, ByteString member) {
        int position = set == null ? SortedSet.ABSENT : set.find(member.bytes());
        if (set == null || position == SortedSet.ABSENT) {
            reply.nil();
        } else {
            reply.number(set.score(position));
        }
    }

    static final CommandSpec ZRANK = CommandSpec.named("zrank")
            .arity(-3)
            .flags(READONLY, FAST)
            .acl(AclCategory.SORTEDSET)
            .group(CommandGroup.SORTED_SET)
            .keys(KeySpec.key(1, RO, ACCESS))
            .since("2.0.0")
            .summary("Tells how many members of a sorted set are below a member.")
            .complexity("O(log(N))")
            .syntax("key:key member:string [WITHSCORE]")
            .history("7.2.0", "Knows `WITHSCORE`.")
            .handler(SortedSetCommands::zrank);

    private static void zrank(CommandCall call) {
        rank(call, false);
    }

    static final CommandSpec ZREVRANK = CommandSpec.named("zrevrank")
            .arity(-3)
            .flags(READONLY, FAST)
            .acl(AclCategory.SORTEDSET)
            .group(CommandGroup.SORTED_SET)
            .keys(KeySpec.key(1, RO, ACCESS))
            .since("2.0.0")
            .summary("Tells how many members of a sorted set are above a member.")
            .complexity("O(log(N))")
            .syntax("key:key member:string [WITHSCORE]")
            .history("7.2.0", "Knows `WITHSCORE`.")
            .handler(SortedSetCommands::zrevrank);

    private static void zrevrank(CommandCall call) {
        rank(call, true);
    }

    private static void rank(CommandCall call, boolean reverse) {
        Arguments args = call.args();
        ByteString key = args.next();
        ByteString member = args.next();
        if (args.remaining() > 1) {
            throw Errors.wrongArity(call.command().spec().name());
        }
        boolean withScore = args.acceptToken("withscore");
        args.end();

        SortedSet set = call.db().read(key, SortedSet.class);
        int position = set == null ? SortedSet.ABSENT : set.find(member.bytes());

        ReplyWriter reply = call.reply();
        if (set == null || position == SortedSet.ABSENT) {
            if (withScore) {
                reply.nilArray();
            } else {
                reply.nil();
            }
            return;
        }
        int rank = set.rank(position);
        if (withScore) {
            reply.array(2);
        }
        reply.integer(reverse ? set.size() - 1 - rank : rank);
        if (withScore) {
            reply.number(set.score(position));
        }
    }
}
