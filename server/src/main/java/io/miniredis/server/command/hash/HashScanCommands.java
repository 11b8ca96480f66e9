package io.miniredis.server.command.hash;

import static io.miniredis.server.command.CommandFlag.READONLY;
import static io.miniredis.server.command.KeySpec.Flag.ACCESS;
import static io.miniredis.server.command.KeySpec.Flag.RO;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.HashValue;
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
import org.jspecify.annotations.Nullable;

/** Fields visited step by step or chosen at random (t_hash.c). */
public final class HashScanCommands {
    private HashScanCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(HSCAN, HRANDFIELD);
    }

    static final CommandSpec HSCAN = CommandSpec.named("hscan")
            .arity(-3)
            .flags(READONLY)
            .acl(AclCategory.HASH)
            .group(CommandGroup.HASH)
            .keys(KeySpec.key(1, RO, ACCESS))
            .since("2.8.0")
            .summary("Lists some fields of a hash with their values, and a cursor with which to go on.")
            .complexity("O(1) for a call, O(N) for a whole iteration over N fields.")
            .syntax("key:key cursor:integer [MATCH pattern:pattern] [COUNT count:integer] [NOVALUES@7.4.0]")
            .tips("nondeterministic_output")
            .handler(HashScanCommands::hscan);

    private static void hscan(CommandCall call) {
        ByteString key = call.args().next();
        long cursor = ScanOptions.nextCursor(call.args());

        // Redis looks the key up before it reads the options.
        HashValue hash = call.db().read(key, HashValue.class);
        if (hash == null) {
            replyNothing(call.reply());
            return;
        }
        ScanOptions options = ScanOptions.parseForHash(call.args());

        FieldCollector collector = new FieldCollector(call, hash, options.pattern());
        long stepsLeft = options.maximumSteps();
        do {
            cursor = hash.scan(cursor, collector);
        } while (cursor != 0 && stepsLeft-- > 0 && collector.visited() < options.count());

        call.reply().array(2);
        call.reply().bulkInteger(cursor);
        collector.write(call.reply(), !options.noValues());
    }

    private static void replyNothing(ReplyWriter reply) {
        reply.array(2);
        reply.bulkInteger(0);
        reply.array(0);
    }

    static final CommandSpec HRANDFIELD = CommandSpec.named("hrandfield")
            .arity(-2)
            .flags(READONLY)
            .acl(AclCategory.HASH)
            .group(CommandGroup.HASH)
            .keys(KeySpec.key(1, RO, ACCESS))
            .since("6.2.0")
            .summary("Gives fields of a hash chosen at random.")
            .complexity("O(N) with N fields given.")
            .syntax("key:key [{options: count:integer [WITHVALUES]}]")
            .tips("nondeterministic_output")
            .handler(HashScanCommands::hrandfield);

    private static void hrandfield(CommandCall call) {
        Arguments args = call.args();
        ByteString key = args.next();
        if (!args.hasNext()) {
            replyWithOne(call, key);
            return;
        }
        long count = args.nextLong();
        if (count == Long.MIN_VALUE) {
            throw HashErrors.COUNT_OUT_OF_RANGE;
        }
        boolean withValues = args.acceptToken("withvalues");
        args.end();
        if (withValues && (count < -Long.MAX_VALUE / 2 || count > Long.MAX_VALUE / 2)) {
            throw Errors.OUT_OF_RANGE;
        }

        HashValue hash = unexpired(call, key);

        if (hash == null || count == 0) {
            call.reply().array(0);
            return;
        }
        RandomFields random = new RandomFields(call, hash, withValues);
        if (count < 0) {
            random.writeAny(-count);
        } else if (count == 1) {
            random.writeAny(1);
        } else {
            random.writeDistinct(count);
        }
    }

    private static void replyWithOne(CommandCall call, ByteString key) {
        HashValue hash = unexpired(call, key);
        if (hash == null) {
            call.reply().nil();
        } else {
            hash.writeField(hash.randomField(call.collections().random), call.reply());
        }
    }

    /**
     * A hash of which any field may be chosen: expired ones are deleted first, as Redis does. Null for an empty one.
     */
    private static @Nullable HashValue unexpired(CommandCall call, ByteString key) {
        HashValue hash = call.db().read(key, HashValue.class);
        if (hash != null && !call.mustBeObeyed()) {
            call.db().fieldExpiry().deleteAllIfAllowed(call.db(), key, hash);
        }
        return hash == null || hash.fieldCount() == 0 ? null : hash;
    }
}
