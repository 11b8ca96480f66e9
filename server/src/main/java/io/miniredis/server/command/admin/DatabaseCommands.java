package io.miniredis.server.command.admin;

import static io.miniredis.server.command.CommandFlag.FAST;
import static io.miniredis.server.command.CommandFlag.READONLY;
import static io.miniredis.server.command.CommandFlag.WRITE;

import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Errors;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.Arguments;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.keyspace.Databases;
import java.util.List;

/** Databases as a whole: their size, emptying and exchanging them (db.c). */
public final class DatabaseCommands {
    private DatabaseCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(DBSIZE, FLUSHALL, FLUSHDB, SWAPDB);
    }

    static final CommandSpec DBSIZE = CommandSpec.named("dbsize")
            .arity(1)
            .flags(READONLY, FAST)
            .acl(AclCategory.KEYSPACE)
            .group(CommandGroup.SERVER)
            .since("1.0.0")
            .summary("Counts the keys of the selected database.")
            .complexity("O(1)")
            .tips("request_policy:all_shards", "response_policy:agg_sum")
            .handler(DatabaseCommands::dbsize);

    private static void dbsize(CommandCall call) {
        call.reply().integer(call.db().size());
    }

    static final CommandSpec FLUSHALL = CommandSpec.named("flushall")
            .arity(-1)
            .flags(WRITE)
            .acl(AclCategory.KEYSPACE, AclCategory.DANGEROUS)
            .group(CommandGroup.SERVER)
            .since("1.0.0")
            .summary("Deletes all keys of all databases.")
            .complexity("O(N) with N keys in all databases")
            .syntax("[(flush-type: async=ASYNC@4.0.0 | sync=SYNC@6.2.0)]")
            .history("4.0.0", "Takes `ASYNC`.")
            .history("6.2.0", "Takes `SYNC`.")
            .tips("request_policy:all_shards", "response_policy:all_succeeded")
            .handler(DatabaseCommands::flushall);

    private static void flushall(CommandCall call) {
        boolean lazily = acceptAsync(call);

        Databases databases = call.server().databases();
        long removed = 0;
        for (int i = 0; i < databases.count(); i++) {
            removed += databases.get(i).flush(lazily);
        }
        call.server().effects().databasesFlushed();

        call.server().effects().addChanges(removed);
        call.propagateVerbatim();
        call.server().persistence().rdb().allFlushed();

        call.reply().ok();
    }

    static final CommandSpec FLUSHDB = CommandSpec.named("flushdb")
            .arity(-1)
            .flags(WRITE)
            .acl(AclCategory.KEYSPACE, AclCategory.DANGEROUS)
            .group(CommandGroup.SERVER)
            .since("1.0.0")
            .summary("Deletes all keys of the selected database.")
            .complexity("O(N) with N keys in the database")
            .syntax("[(flush-type: async=ASYNC@4.0.0 | sync=SYNC@6.2.0)]")
            .history("4.0.0", "Takes `ASYNC`.")
            .history("6.2.0", "Takes `SYNC`.")
            .tips("request_policy:all_shards", "response_policy:all_succeeded")
            .handler(DatabaseCommands::flushdb);

    private static void flushdb(CommandCall call) {
        boolean lazily = acceptAsync(call);

        long removed = call.db().flush(lazily);
        call.server().effects().databasesFlushed();

        call.server().effects().addChanges(removed);
        call.propagateVerbatim();

        call.reply().ok();
    }

    /** Whether to flush lazily: by an option or, without one, by lazyfree-lazy-user-flush. */
    private static boolean acceptAsync(CommandCall call) {
        Arguments args = call.args();
        if (!args.hasNext()) {
            return call.server().config().memory.lazyfreeLazyUserFlush.value();
        }
        boolean async = args.acceptToken("async");
        if (!async && !args.acceptToken("sync")) {
            throw Errors.SYNTAX;
        }
        args.end();
        return async;
    }

    static final CommandSpec SWAPDB = CommandSpec.named("swapdb")
            .arity(3)
            .flags(WRITE, FAST)
            .acl(AclCategory.KEYSPACE, AclCategory.DANGEROUS)
            .group(CommandGroup.SERVER)
            .since("4.0.0")
            .summary("Exchanges the keys of two databases.")
            .complexity("O(N) with N clients that watch keys of the two databases or wait for them.")
            .syntax("index1:integer index2:integer")
            .handler(DatabaseCommands::swapdb);

    private static void swapdb(CommandCall call) {
        call.requireNoCluster(Errors.SWAPDB_IN_CLUSTER);
        int first = call.args().nextInt(new ErrorReply("ERR invalid first DB index"));
        int second = call.args().nextInt(new ErrorReply("ERR invalid second DB index"));
        Databases databases = call.server().databases();
        int count = databases.count();
        if (first < 0 || first >= count || second < 0 || second >= count) {
            throw Errors.DB_INDEX_OUT_OF_RANGE;
        }

        databases.swap(first, second);

        call.server().effects().addChanges(1);

        call.reply().ok();
    }
}
