package io.miniredis.server.command.hyperloglog;

import static io.miniredis.server.command.CommandFlag.DENYOOM;
import static io.miniredis.server.command.CommandFlag.FAST;
import static io.miniredis.server.command.CommandFlag.MAY_REPLICATE;
import static io.miniredis.server.command.CommandFlag.READONLY;
import static io.miniredis.server.command.CommandFlag.WRITE;
import static io.miniredis.server.command.KeySpec.Flag.ACCESS;
import static io.miniredis.server.command.KeySpec.Flag.INSERT;
import static io.miniredis.server.command.KeySpec.Flag.RO;
import static io.miniredis.server.command.KeySpec.Flag.RW;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.HyperLogLog;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.datastructures.RawString;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.KeySpec;
import io.miniredis.server.keyspace.Database;
import io.miniredis.server.keyspace.KeyEvent;
import java.util.List;

/** Counting different elements (hyperloglog.c). */
public final class HyperLogLogCommands {
    private HyperLogLogCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(PFADD, PFCOUNT, PFMERGE);
    }

    static final CommandSpec PFADD = CommandSpec.named("pfadd")
            .arity(-2)
            .flags(WRITE, DENYOOM, FAST)
            .acl(AclCategory.HYPERLOGLOG)
            .group(CommandGroup.HYPERLOGLOG)
            .keys(KeySpec.key(1, RW, INSERT))
            .since("2.8.9")
            .summary("Counts elements; says whether the estimate may have changed.")
            .complexity("O(1) for each element.")
            .syntax("key:key [element:string...]")
            .handler(HyperLogLogCommands::pfadd);

    private static void pfadd(CommandCall call) {
        ByteString key = call.args().next();

        Database db = call.db();
        int hash = db.hash(key);
        KeyEntry entry = db.writeStringEntry(key, hash);
        HyperLogLog counter = entry == null ? HyperLogLog.empty() : HyperLogLogErrors.require(entry.value());
        if (entry == null) {
            db.add(key, hash, counter.string());
        } else {
            entry.value(counter.string());
        }

        long changes = entry == null ? 1 : 0;
        long sparseMaxBytes = call.collections().hllSparseMaxBytes;
        while (call.args().hasNext()) {
            int changed = counter.add(call.args().next().bytes(), sparseMaxBytes);
            if (changed == HyperLogLog.CORRUPT) {
                if (changes > 0) {
                    counter.forgetCount();
                }
                throw HyperLogLogErrors.CORRUPT;
            }
            changes += changed;
        }

        if (changes > 0) {
            counter.forgetCount();
            call.keyChanged(key, KeyEvent.PFADD, changes);
        }

        call.reply().integer(changes > 0 ? 1 : 0);
    }

    static final CommandSpec PFCOUNT = CommandSpec.named("pfcount")
            .arity(-2)
            .flags(READONLY, MAY_REPLICATE)
            .acl(AclCategory.HYPERLOGLOG)
            .group(CommandGroup.HYPERLOGLOG)
            .keys(KeySpec.range(1, -1, 1, RW, ACCESS)
                    .withNotes("Writes, since the result is kept in the key, and propagated, until it changes"))
            .since("2.8.9")
            .summary("Estimates how many different elements were counted in a key, or in several together.")
            .complexity("O(1) for one key whose result is known, and a small constant if not;"
                    + " for several keys O(N) where N is their number, with a large constant.")
            .syntax("key:key...")
            .handler(HyperLogLogCommands::pfcount);

    private static void pfcount(CommandCall call) {
        if (call.args().remaining() > 1) {
            byte[] ranks = new byte[HyperLogLog.REGISTERS];
            mergeRemaining(call, ranks);
            call.reply().integer(HyperLogLog.count(ranks));
            return;
        }
        ByteString key = call.args().next();

        Object value = call.db().readString(key);
        if (value == null) {
            call.reply().integer(0);
            return;
        }
        HyperLogLog counter = HyperLogLogErrors.require(value);

        call.reply().integer(counter.isCountCached() ? known(call, key, value, counter) : counted(call, key, counter));
    }

    /** As in Redis the string is its own from now on, with the encoding raw, changed or not. */
    private static long known(CommandCall call, ByteString key, Object value, HyperLogLog counter) {
        if (!(value instanceof RawString)) {
            store(call, key, counter);
        }
        return counter.cachedCount();
    }

    private static long counted(CommandCall call, ByteString key, HyperLogLog counter) {
        long count = counter.count();
        if (count == HyperLogLog.CORRUPT) {
            throw HyperLogLogErrors.CORRUPT;
        }
        store(call, key, counter);
        counter.cacheCount(count);
        call.keyChanged(key, KeyEvent.SILENT);
        return count;
    }

    private static void store(CommandCall call, ByteString key, HyperLogLog counter) {
        KeyEntry entry = call.db().writeEntry(key);
        if (entry != null) {
            entry.value(counter.string());
        }
    }

    static final CommandSpec PFMERGE = CommandSpec.named("pfmerge")
            .arity(-2)
            .flags(WRITE, DENYOOM)
            .acl(AclCategory.HYPERLOGLOG)
            .group(CommandGroup.HYPERLOGLOG)
            .keys(KeySpec.key(1, RW, ACCESS, INSERT), KeySpec.range(2, -1, 1, RO, ACCESS))
            .since("2.8.9")
            .summary("Lets one key count what was counted in others, too.")
            .complexity("O(N) where N is the number of keys, with a large constant.")
            .syntax("destkey:key [sourcekey:key#1...]")
            .handler(HyperLogLogCommands::pfmerge);

    private static void pfmerge(CommandCall call) {
        ByteString target = call.args().peek();
        byte[] ranks = new byte[HyperLogLog.REGISTERS];

        boolean anyDense = mergeRemaining(call, ranks);
        Database db = call.db();
        int hash = db.hash(target);
        KeyEntry entry = db.writeStringEntry(target, hash);
        HyperLogLog merged = entry == null ? HyperLogLog.empty() : HyperLogLogErrors.require(entry.value());
        if (entry == null) {
            db.add(target, hash, merged.string());
        } else {
            entry.value(merged.string());
        }

        if (anyDense) {
            merged.toDense();
        }
        long sparseMaxBytes = call.collections().hllSparseMaxBytes;
        for (int i = 0; i < ranks.length; i++) {
            if (ranks[i] > 0) {
                merged.raise(i, ranks[i], sparseMaxBytes);
            }
        }
        merged.forgetCount();

        call.keyChanged(target, KeyEvent.PFADD);

        call.reply().ok();
    }

    /** Merges the keys that the remaining arguments name. Returns true if any of them is dense. */
    private static boolean mergeRemaining(CommandCall call, byte[] ranks) {
        boolean anyDense = false;
        while (call.args().hasNext()) {
            Object value = call.db().readString(call.args().next());
            if (value == null) {
                continue;
            }
            HyperLogLog counter = HyperLogLogErrors.require(value);
            anyDense |= counter.isDense();
            if (!counter.mergeInto(ranks)) {
                throw HyperLogLogErrors.CORRUPT;
            }
        }
        return anyDense;
    }
}
