package io.miniredis.server.command.hash;

import static io.miniredis.server.command.CommandFlag.DENYOOM;
import static io.miniredis.server.command.CommandFlag.FAST;
import static io.miniredis.server.command.CommandFlag.WRITE;
import static io.miniredis.server.command.KeySpec.Flag.ACCESS;
import static io.miniredis.server.command.KeySpec.Flag.RW;
import static io.miniredis.server.command.KeySpec.Flag.UPDATE;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.HashValue;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.datastructures.LongDouble;
import io.miniredis.datastructures.Numbers;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Errors;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.Arguments;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.CommandSpecBuilder;
import io.miniredis.server.command.KeySpec;
import io.miniredis.server.keyspace.Database;
import io.miniredis.server.keyspace.KeyEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fields as numbers that are counted up and down (t_hash.c). A field that is not there counts as 0. */
public final class HashCounterCommands {
    private static final ByteString HSET_NAME = ByteString.of("HSET");
    private static final ByteString HSETEX_NAME = ByteString.of("HSETEX");
    private static final ByteString KEEPTTL = ByteString.of("KEEPTTL");
    private static final ByteString FIELDS = ByteString.of("FIELDS");
    private static final ByteString ONE = ByteString.of("1");

    private HashCounterCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(HINCRBY, HINCRBYFLOAT);
    }

    private static CommandSpecBuilder counter(String name) {
        return CommandSpec.named(name)
                .arity(4)
                .flags(WRITE, DENYOOM, FAST)
                .acl(AclCategory.HASH)
                .group(CommandGroup.HASH)
                .keys(KeySpec.key(1, RW, ACCESS, UPDATE))
                .complexity("O(1)");
    }

    static final CommandSpec HINCRBY = counter("hincrby")
            .since("2.0.0")
            .summary("Adds to an integer in a field of a hash.")
            .syntax("key:key field:string increment:integer")
            .handler(HashCounterCommands::hincrby);

    private static void hincrby(CommandCall call) {
        Arguments args = call.args();
        ByteString key = args.next();
        ByteString field = args.next();
        long increment = args.nextLong();

        int keyHash = call.db().hash(key);
        KeyEntry entry = call.db().writeEntry(key, keyHash, HashValue.class);
        HashValue hash = entry == null ? null : Database.require(entry, HashValue.class);
        int at = hash == null ? HashValue.NO_FIELD : LiveFields.find(call, key, hash, field);
        long sum = hash == null || at == HashValue.NO_FIELD ? increment : sum(hash, at, increment);

        put(call, key, keyHash, entry, field, Numbers.digits(sum));

        call.keyChanged(key, KeyEvent.HINCRBY);

        call.reply().integer(sum);
    }

    private static long sum(HashValue hash, int at, long increment) {
        if (!hash.isLongValue(at)) {
            throw HashErrors.VALUE_NOT_AN_INTEGER;
        }
        long before = hash.longValue(at);
        long after = before + increment;
        boolean overflows = ((before ^ after) & (increment ^ after)) < 0;
        if (overflows) {
            throw Errors.OVERFLOW;
        }
        return after;
    }

    /** Sets a field that was looked up, and leaves its time to live. */
    private static void put(
            CommandCall call, ByteString key, int keyHash, @Nullable KeyEntry found, ByteString field, byte[] value) {
        KeyEntry entry = HashChanges.stillThere(found);
        int longest = Math.max(field.length(), value.length);
        HashValue hash = HashChanges.withRoomFor(call, entry, 1, longest, (long) field.length() + value.length);
        hash.put(field.bytes(), value, true);
        HashChanges.store(call, key, keyHash, entry, hash);
    }

    static final CommandSpec HINCRBYFLOAT = counter("hincrbyfloat")
            .since("2.6.0")
            .summary("Adds to a decimal number in a field of a hash.")
            .syntax("key:key field:string increment:double")
            .handler(HashCounterCommands::hincrbyfloat);

    private static void hincrbyfloat(CommandCall call) {
        Arguments args = call.args();
        ByteString key = args.next();
        ByteString field = args.next();
        LongDouble increment = parse(args.next().bytes(), Errors.NOT_A_FLOAT);
        if (!increment.isFinite()) {
            throw HashErrors.INCREMENT_NOT_FINITE;
        }

        int keyHash = call.db().hash(key);
        KeyEntry entry = call.db().writeEntry(key, keyHash, HashValue.class);
        HashValue hash = entry == null ? null : Database.require(entry, HashValue.class);
        int at = hash == null ? HashValue.NO_FIELD : LiveFields.find(call, key, hash, field);
        boolean found = hash != null && at != HashValue.NO_FIELD;
        boolean expires = found && hash.expireAtMillis(at) != HashValue.NO_EXPIRE;
        LongDouble before = found ? parse(hash.valueAt(at), HashErrors.VALUE_NOT_A_FLOAT) : LongDouble.of(0);
        ByteString sum = sum(before, increment);

        put(call, key, keyHash, entry, field, sum.bytes());

        call.keyChanged(key, KeyEvent.HINCRBYFLOAT);
        propagate(call, key, field, sum, expires);

        call.reply().bulk(sum);
    }

    private static LongDouble parse(byte[] text, ErrorReply otherwise) {
        try {
            return LongDouble.parse(text);
        } catch (NumberFormatException e) {
            throw otherwise;
        }
    }

    private static ByteString sum(LongDouble before, LongDouble increment) {
        LongDouble after = before.add(increment);
        if (!after.isFinite()) {
            throw Errors.NAN_OR_INFINITY;
        }
        return ByteString.of(after.toHumanString());
    }

    /** The result and not the increment: a replica that reckons with other digits must not differ. */
    private static void propagate(CommandCall call, ByteString key, ByteString field, ByteString sum, boolean expires) {
        if (!call.isPropagated()) {
            return;
        }
        if (expires) {
            call.propagateAs(HSETEX_NAME, key, KEEPTTL, FIELDS, ONE, field, sum);
        } else {
            call.propagateAs(HSET_NAME, key, field, sum);
        }
    }
}
