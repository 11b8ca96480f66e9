package io.miniredis.server.command.generic;

import static io.miniredis.server.command.CommandFlag.READONLY;
import static io.miniredis.server.command.CommandFlag.TOUCHES_ARBITRARY_KEYS;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.Glob;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.datastructures.Keyspace;
import io.miniredis.datastructures.Values;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.keyspace.Database;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which keys are there: all at once, step by step, or any one (db.c). */
public final class KeySearchCommands {
    /** How often RANDOMKEY draws while it meets only expired keys that it may not delete. */
    private static final int MAX_TRIES = 100;

    private KeySearchCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(KEYS, RANDOMKEY, SCAN);
    }

    static final CommandSpec KEYS = CommandSpec.named("keys")
            .arity(2)
            .flags(READONLY)
            .acl(AclCategory.KEYSPACE, AclCategory.DANGEROUS)
            .group(CommandGroup.GENERIC)
            .since("1.0.0")
            .summary("Lists all keys that match a pattern, and lets everybody wait meanwhile.")
            .complexity("O(N) with N keys in the database, names and pattern being short.")
            .syntax("pattern:pattern")
            .tips("request_policy:all_shards", "nondeterministic_output_order")
            .handler(KeySearchCommands::keys);

    private static void keys(CommandCall call) {
        ByteString pattern = call.args().next();

        Database db = call.db();
        if (Glob.isLiteral(pattern.bytes())) {
            replyWithOne(call.reply(), db, pattern.bytes());
            return;
        }
        KeyCollector collector = new KeyCollector(Glob.matchesAll(pattern.bytes()) ? null : pattern);
        db.keys().forEach(collector);
        List<KeyEntry> found = collector.found();
        if (db.keys().volatileCount() > 0) {
            found.removeIf(db::isExpired);
        }

        replyWithKeys(call, found);
    }

    /** A pattern without wildcards names one key: no need to look at the others. */
    private static void replyWithOne(ReplyWriter reply, Database db, byte[] key) {
        KeyEntry entry = db.keys().find(key);
        boolean there = entry != null && !db.isExpired(entry);
        reply.array(there ? 1 : 0);
        if (there) {
            reply.bulk(key);
        }
    }

    private static void replyWithKeys(CommandCall call, List<KeyEntry> entries) {
        ReplyWriter reply = call.reply();
        reply.array(entries.size());
        for (int i = 0; i < entries.size() && !call.isReplyLost(); i++) {
            reply.bulk(entries.get(i).key());
        }
    }

    static final CommandSpec RANDOMKEY = CommandSpec.named("randomkey")
            .arity(1)
            .flags(READONLY, TOUCHES_ARBITRARY_KEYS)
            .acl(AclCategory.KEYSPACE)
            .group(CommandGroup.GENERIC)
            .since("1.0.0")
            .summary("Gives a key chosen at random.")
            .complexity("O(1)")
            .tips("request_policy:all_shards", "response_policy:special", "nondeterministic_output")
            .handler(KeySearchCommands::randomkey);

    private static void randomkey(CommandCall call) {
        KeyEntry entry = randomLiveEntry(call);

        if (entry == null) {
            call.reply().nil();
        } else {
            call.reply().bulk(entry.key());
        }
    }

    private static @Nullable KeyEntry randomLiveEntry(CommandCall call) {
        Database db = call.db();
        Keyspace keys = db.keys();
        for (int tries = 1; ; tries++) {
            KeyEntry entry = keys.randomEntry(call.server().random());
            if (entry == null || !db.isExpired(entry)) {
                return entry;
            }
            boolean gone = db.deleteIfAllowed(entry);
            if (!gone && tries >= MAX_TRIES && keys.volatileCount() == keys.size()) {
                return entry;
            }
        }
    }

    static final CommandSpec SCAN = CommandSpec.named("scan")
            .arity(-2)
            .flags(READONLY, TOUCHES_ARBITRARY_KEYS)
            .acl(AclCategory.KEYSPACE)
            .group(CommandGroup.GENERIC)
            .since("2.8.0")
            .summary("Lists some keys and a cursor with which to go on.")
            .complexity("O(1) for a call, O(N) for a whole iteration over N elements.")
            .syntax("cursor:integer [MATCH pattern:pattern] [COUNT count:integer] [TYPE type:string@6.0.0]")
            .history("6.0.0", "Filters by `TYPE`.")
            .tips("nondeterministic_output", "request_policy:special", "response_policy:special")
            .handler(KeySearchCommands::scan);

    private static void scan(CommandCall call) {
        long cursor = ScanOptions.nextCursor(call.args());
        ScanOptions options = ScanOptions.parse(call.args(), true);

        Database db = call.db();
        KeyCollector collector = new KeyCollector(options.pattern());
        long stepsLeft = options.maximumSteps();
        do {
            cursor = db.keys().scan(cursor, collector);
        } while (cursor != 0 && stepsLeft-- > 0 && collector.visited() < options.count());
        List<KeyEntry> found = collector.found();
        found.removeIf(entry -> !isWanted(call, entry, options));

        call.reply().array(2);
        call.reply().bulkInteger(cursor);
        replyWithKeys(call, found);
    }

    private static boolean isWanted(CommandCall call, KeyEntry entry, ScanOptions options) {
        Database db = call.db();
        boolean live = !db.isExpired(entry);
        if (!live) {
            db.deleteIfAllowed(entry);
        }
        if (options.type() == null) {
            return live;
        }
        // Asking for the type counts as a look at the key.
        db.countLookup(live);
        return live
                && options.type().equalsIgnoreCase(Values.typeOf(entry.value()).wireName());
    }
}
