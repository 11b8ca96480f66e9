package io.miniredis.server.command.hash;

import static io.miniredis.server.command.CommandFlag.DENYOOM;
import static io.miniredis.server.command.CommandFlag.FAST;
import static io.miniredis.server.command.CommandFlag.WRITE;
import static io.miniredis.server.command.KeySpec.Flag.ACCESS;
import static io.miniredis.server.command.KeySpec.Flag.RW;
import static io.miniredis.server.command.KeySpec.Flag.UPDATE;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.HashValue;
import io.miniredis.datastructures.LongDouble;
import io.miniredis.datastructures.Numbers;
import io.miniredis.protocol.Errors;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.Arguments;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.CommandSpecBuilder;
import io.miniredis.server.command.KeySpec;
import io.miniredis.server.keyspace.KeyEvent;
import java.util.List;

/** Fields as numbers that are counted up and down (t_hash.c). A field that is not there counts as 0. */
public final class HashCounterCommands {
    private static final ByteString HSET_NAME = ByteString.of("HSET");
    private static final ByteString HPEXPIREAT_NAME = ByteString.of("HPEXPIREAT");
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

        CountedField counted = new CountedField(call, key, field);
        long sum = counted.plus(increment);

        counted.put(Numbers.digits(sum));

        call.keyChanged(key, KeyEvent.HINCRBY);

        call.reply().integer(sum);
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
        LongDouble increment = parse(args.next());

        CountedField counted = new CountedField(call, key, field);
        long expireAt = counted.expireAtMillis();
        ByteString sum = ByteString.of(counted.plus(increment).toHumanString());

        counted.put(sum.bytes());

        call.keyChanged(key, KeyEvent.HINCRBYFLOAT);
        propagate(call, key, field, sum, expireAt);

        call.reply().bulk(sum);
    }

    private static LongDouble parse(ByteString text) {
        LongDouble increment;
        try {
            increment = LongDouble.parse(text.bytes());
        } catch (NumberFormatException e) {
            throw Errors.NOT_A_FLOAT;
        }
        if (!increment.isFinite()) {
            throw HashErrors.INCREMENT_NOT_FINITE;
        }
        return increment;
    }

    /**
     * The result and not the increment: a replica that reckons with other digits must not differ. HSET ends a time to
     * live, so it is told again, in words that Redis 7.4 knows.
     */
    private static void propagate(CommandCall call, ByteString key, ByteString field, ByteString sum, long expireAt) {
        if (!call.isPropagated()) {
            return;
        }
        call.propagateAs(HSET_NAME, key, field, sum);
        if (expireAt != HashValue.NO_EXPIRE) {
            call.propagateAlso(HPEXPIREAT_NAME, key, FieldTime.digits(expireAt), FIELDS, ONE, field);
        }
    }
}
