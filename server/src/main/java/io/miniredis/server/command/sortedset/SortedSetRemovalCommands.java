package io.miniredis.server.command.sortedset;

import static io.miniredis.server.command.CommandFlag.WRITE;
import static io.miniredis.server.command.KeySpec.Flag.DELETE;
import static io.miniredis.server.command.KeySpec.Flag.RW;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.datastructures.SortedSet;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.KeySpec;
import io.miniredis.server.keyspace.Database;
import io.miniredis.server.keyspace.KeyEvent;
import java.util.List;

/** Ranges of sorted sets removed: by rank, by score, by bytes (t_zset.c). */
public final class SortedSetRemovalCommands {
    private SortedSetRemovalCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(ZREMRANGEBYRANK, ZREMRANGEBYSCORE, ZREMRANGEBYLEX);
    }

    static final CommandSpec ZREMRANGEBYRANK = CommandSpec.named("zremrangebyrank")
            .arity(4)
            .flags(WRITE)
            .acl(AclCategory.SORTEDSET)
            .group(CommandGroup.SORTED_SET)
            .keys(KeySpec.key(1, RW, DELETE))
            .since("2.0.0")
            .summary("Removes members of a sorted set by rank, and the key with the last of them.")
            .complexity("O(log(N)+M*log(N)) with N members in the set, M of them removed.")
            .syntax("key:key start:integer stop:integer")
            .handler(SortedSetRemovalCommands::zremrangebyrank);

    private static void zremrangebyrank(CommandCall call) {
        ByteString key = call.args().next();
        MemberRange range = RankRange.parse(call.args());

        remove(call, key, range, KeyEvent.ZREMRANGEBYRANK);
    }

    static final CommandSpec ZREMRANGEBYSCORE = CommandSpec.named("zremrangebyscore")
            .arity(4)
            .flags(WRITE)
            .acl(AclCategory.SORTEDSET)
            .group(CommandGroup.SORTED_SET)
            .keys(KeySpec.key(1, RW, DELETE))
            .since("1.2.0")
            .summary("Removes members of a sorted set by score, and the key with the last of them.")
            .complexity("O(log(N)+M*log(N)) with N members in the set, M of them removed.")
            .syntax("key:key min:double max:double")
            .handler(SortedSetRemovalCommands::zremrangebyscore);

    private static void zremrangebyscore(CommandCall call) {
        ByteString key = call.args().next();
        MemberRange range = ScoreRange.parse(call.args(), false);

        remove(call, key, range, KeyEvent.ZREMRANGEBYSCORE);
    }

    static final CommandSpec ZREMRANGEBYLEX = CommandSpec.named("zremrangebylex")
            .arity(4)
            .flags(WRITE)
            .acl(AclCategory.SORTEDSET)
            .group(CommandGroup.SORTED_SET)
            .keys(KeySpec.key(1, RW, DELETE))
            .since("2.8.9")
            .summary("Removes members of a sorted set by their bytes, and the key with the last of them.")
            .complexity("O(log(N)+M*log(N)) with N members in the set, M of them removed.")
            .syntax("key:key min:string max:string")
            .handler(SortedSetRemovalCommands::zremrangebylex);

    private static void zremrangebylex(CommandCall call) {
        ByteString key = call.args().next();
        MemberRange range = LexRange.parse(call.args(), false);

        remove(call, key, range, KeyEvent.ZREMRANGEBYLEX);
    }

    private static void remove(CommandCall call, ByteString key, MemberRange range, KeyEvent event) {
        KeyEntry entry = call.db().writeEntry(key, SortedSet.class);
        if (entry == null) {
            call.reply().integer(0);
            return;
        }

        SortedSet set = Database.require(entry, SortedSet.class);
        Stretch stretch = range.in(set, false);
        MemberRemoval.remove(call, key, set, stretch, event);

        call.reply().integer(stretch.count());
    }
}
