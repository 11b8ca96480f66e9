package io.miniredis.server.command.string;

import static io.miniredis.server.command.CommandFlag.DENYOOM;
import static io.miniredis.server.command.CommandFlag.FAST;
import static io.miniredis.server.command.CommandFlag.WRITE;
import static io.miniredis.server.command.KeySpec.Flag.ACCESS;
import static io.miniredis.server.command.KeySpec.Flag.RW;
import static io.miniredis.server.command.KeySpec.Flag.UPDATE;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.IntValue;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.datastructures.LongDouble;
import io.miniredis.datastructures.Strings;
import io.miniredis.protocol.Errors;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.CommandSpecBuilder;
import io.miniredis.server.command.KeySpec;
import io.miniredis.server.keyspace.Database;
import io.miniredis.server.keyspace.KeyEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Strings as numbers that are counted up and down (t_string.c). A key that is not there counts as 0. */
public final class CounterCommands {
    private CounterCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(INCR, DECR, INCRBY, DECRBY, INCRBYFLOAT);
    }

    static final CommandSpec INCR = counter("incr")
            .arity(2)
            .since("1.0.0")
            .summary("Adds one to an integer.")
            .syntax("key:key")
            .handler(CounterCommands::incr);

    private static void incr(CommandCall call) {
        add(call, call.args().next(), 1);
    }

    static final CommandSpec DECR = counter("decr")
            .arity(2)
            .since("1.0.0")
            .summary("Subtracts one from an integer.")
            .syntax("key:key")
            .handler(CounterCommands::decr);

    private static void decr(CommandCall call) {
        add(call, call.args().next(), -1);
    }

    static final CommandSpec INCRBY = counter("incrby")
            .arity(3)
            .since("1.0.0")
            .summary("Adds to an integer.")
            .syntax("key:key increment:integer")
            .handler(CounterCommands::incrby);

    private static void incrby(CommandCall call) {
        ByteString key = call.args().next();
        long increment = call.args().nextLong();

        add(call, key, increment);
    }

    static final CommandSpec DECRBY = counter("decrby")
            .arity(3)
            .since("1.0.0")
            .summary("Subtracts from an integer.")
            .syntax("key:key decrement:integer")
            .handler(CounterCommands::decrby);

    private static void decrby(CommandCall call) {
        ByteString key = call.args().next();
        long decrement = call.args().nextLong();
        if (decrement == Long.MIN_VALUE) {
            throw Errors.DECREMENT_OVERFLOW;
        }

        add(call, key, -decrement);
    }

    static final CommandSpec INCRBYFLOAT = counter("incrbyfloat")
            .arity(3)
            .since("2.6.0")
            .summary("Adds to a decimal number.")
            .syntax("key:key increment:double")
            .handler(CounterCommands::incrbyfloat);

    private static void incrbyfloat(CommandCall call) {
        ByteString key = call.args().next();
        ByteString increment = call.args().next();

        Database db = call.db();
        int hash = db.hash(key);
        KeyEntry entry = db.writeStringEntry(key, hash);
        byte[] sum = sum(entry == null ? null : entry.value(), increment);

        if (entry == null) {
            db.add(key, hash, sum);
        } else {
            entry.value(sum);
        }

        call.keyChanged(key, KeyEvent.INCRBYFLOAT);
        // The result and not the sum: a replica that reckons with other digits must not differ.
        if (call.isPropagated()) {
            call.propagateAs(Propagated.SET, key, ByteString.wrap(sum), Propagated.KEEPTTL);
        }

        call.reply().bulk(sum);
    }

    private static CommandSpecBuilder counter(String name) {
        return CommandSpec.named(name)
                .flags(WRITE, DENYOOM, FAST)
                .acl(AclCategory.STRING)
                .group(CommandGroup.STRING)
                .keys(KeySpec.key(1, RW, ACCESS, UPDATE))
                .complexity("O(1)");
    }

    private static void add(CommandCall call, ByteString key, long increment) {
        Database db = call.db();
        int hash = db.hash(key);
        KeyEntry entry = db.writeStringEntry(key, hash);
        long value = entry == null ? increment : sum(entry.value(), increment);

        if (entry == null) {
            db.add(key, hash, IntValue.of(value));
        } else if (entry.value() instanceof IntValue number) {
            entry.value(number.updated(value));
        } else {
            entry.value(IntValue.of(value));
        }

        call.keyChanged(key, KeyEvent.INCRBY);

        call.reply().integer(value);
    }

    private static long sum(Object value, long increment) {
        if (!Strings.isLong(value)) {
            throw Errors.NOT_AN_INTEGER;
        }
        long before = Strings.longValue(value);
        long after = before + increment;
        boolean overflows = ((before ^ after) & (increment ^ after)) < 0;
        if (overflows) {
            throw Errors.OVERFLOW;
        }
        return after;
    }

    private static byte[] sum(@Nullable Object value, ByteString increment) {
        LongDouble before;
        LongDouble added;
        try {
            before = value == null ? LongDouble.of(0) : LongDouble.parse(Strings.bytes(value));
            added = LongDouble.parse(increment.bytes());
        } catch (NumberFormatException e) {
            throw Errors.NOT_A_FLOAT;
        }
        LongDouble after = finiteSum(before, added);
        return ByteString.of(after.toHumanString()).bytes();
    }

    private static LongDouble finiteSum(LongDouble before, LongDouble added) {
        if (!before.isFinite() || !added.isFinite()) {
            throw Errors.NAN_OR_INFINITY;
        }
        LongDouble after = before.add(added);
        if (!after.isFinite()) {
            throw Errors.NAN_OR_INFINITY;
        }
        return after;
    }
}
