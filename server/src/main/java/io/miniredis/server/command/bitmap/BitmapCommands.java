package io.miniredis.server.command.bitmap;

import static io.miniredis.server.command.CommandFlag.DENYOOM;
import static io.miniredis.server.command.CommandFlag.FAST;
import static io.miniredis.server.command.CommandFlag.READONLY;
import static io.miniredis.server.command.CommandFlag.WRITE;
import static io.miniredis.server.command.KeySpec.Flag.ACCESS;
import static io.miniredis.server.command.KeySpec.Flag.OW;
import static io.miniredis.server.command.KeySpec.Flag.RO;
import static io.miniredis.server.command.KeySpec.Flag.RW;
import static io.miniredis.server.command.KeySpec.Flag.UPDATE;

import io.miniredis.datastructures.BitOperation;
import io.miniredis.datastructures.Bits;
import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.RawString;
import io.miniredis.datastructures.Strings;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Errors;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.Arguments;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.KeySpec;
import io.miniredis.server.keyspace.Database;
import io.miniredis.server.keyspace.KeyEvent;
import java.util.List;

/** Single bits of strings, and operations on all of them (bitops.c). */
@SuppressWarnings("StaticAssignmentOfThrowable") // the check fears misleading stack traces; these have none
public final class BitmapCommands {
    private static final ErrorReply INVALID_BIT = new ErrorReply("ERR bit is not an integer or out of range");
    private static final ErrorReply NEITHER_BIT = new ErrorReply("ERR The bit argument must be 1 or 0.");
    private static final ErrorReply NOT_OF_MANY =
            new ErrorReply("ERR BITOP NOT must be called with a single source key.");

    private BitmapCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(SETBIT, GETBIT, BITCOUNT, BITPOS, BITOP);
    }

    static final CommandSpec SETBIT = CommandSpec.named("setbit")
            .arity(4)
            .flags(WRITE, DENYOOM)
            .acl(AclCategory.BITMAP)
            .group(CommandGroup.BITMAP)
            .keys(KeySpec.key(1, RW, ACCESS, UPDATE))
            .since("2.2.0")
            .summary("Sets or clears one bit of a string, which grows if need be, and gives what it was.")
            .complexity("O(1)")
            .syntax("key:key offset:integer value:integer")
            .handler(BitmapCommands::setbit);

    private static void setbit(CommandCall call) {
        ByteString key = call.args().next();
        long offset = BitOffset.next(call);
        boolean on = call.args().nextLong(0, 1, INVALID_BIT) == 1;
        int neededBytes = BitOffset.bytesFor(offset);

        WritableBits found = WritableBits.lookUp(call.db(), key, neededBytes);
        byte[] bytes = found.string().bytes();
        boolean before = Bits.get(bytes, offset);

        if (before != on) {
            Bits.set(bytes, offset, on);
        }

        if (before != on || found.grown()) {
            call.keyChanged(key, KeyEvent.SETBIT);
        }

        call.reply().integer(before ? 1 : 0);
    }

    static final CommandSpec GETBIT = CommandSpec.named("getbit")
            .arity(3)
            .flags(READONLY, FAST)
            .acl(AclCategory.BITMAP)
            .group(CommandGroup.BITMAP)
            .keys(KeySpec.key(1, RO, ACCESS))
            .since("2.2.0")
            .summary("Gives one bit of a string; behind the string's end there are zeros.")
            .complexity("O(1)")
            .syntax("key:key offset:integer")
            .handler(BitmapCommands::getbit);

    private static void getbit(CommandCall call) {
        ByteString key = call.args().next();
        long offset = BitOffset.next(call);

        Object value = call.db().readString(key);

        boolean on = value != null && offset >>> 3 < Strings.length(value) && Bits.get(Strings.array(value), offset);
        call.reply().integer(on ? 1 : 0);
    }

    static final CommandSpec BITCOUNT = CommandSpec.named("bitcount")
            .arity(-2)
            .flags(READONLY)
            .acl(AclCategory.BITMAP)
            .group(CommandGroup.BITMAP)
            .keys(KeySpec.key(1, RO, ACCESS))
            .since("2.6.0")
            .summary("Counts the bits that are set in a string or in a part of it.")
            .complexity("O(N) where N is the length of what is looked at.")
            .syntax("key:key [{range: start:integer end:integer [(unit: BYTE | BIT)@7.0.0]}]")
            .history("7.0.0", "A unit for the range: `BYTE` or `BIT`.")
            .handler(BitmapCommands::bitcount);

    /** Without the key nothing more is read, right or wrong. */
    private static void bitcount(CommandCall call) {
        ByteString key = call.args().next();

        Object value = call.db().readString(key);
        if (value == null) {
            call.reply().integer(0);
            return;
        }
        BitRange range = BitRange.forCounting(call.args(), Strings.length(value));

        call.reply().integer(range.isEmpty() ? 0 : Bits.count(Strings.array(value), range.from(), range.to()));
    }

    static final CommandSpec BITPOS = CommandSpec.named("bitpos")
            .arity(-3)
            .flags(READONLY)
            .acl(AclCategory.BITMAP)
            .group(CommandGroup.BITMAP)
            .keys(KeySpec.key(1, RO, ACCESS))
            .since("2.8.7")
            .summary("Finds the first bit that is set, or the first that is not, in a string or in a part of it.")
            .complexity("O(N) where N is the length of what is looked at.")
            .syntax("key:key bit:integer [{range: start:integer"
                    + " [{end-unit-block: end:integer [(unit: BYTE | BIT)@7.0.0]}]}]")
            .history("7.0.0", "A unit for the range: `BYTE` or `BIT`.")
            .handler(BitmapCommands::bitpos);

    private static void bitpos(CommandCall call) {
        ByteString key = call.args().next();
        boolean bit = nextBit(call.args());

        Object value = call.db().readString(key);
        if (value == null) {
            call.reply().integer(bit ? -1 : 0);
            return;
        }
        BitRange range = BitRange.forSearching(call.args(), Strings.length(value));
        long found = Bits.indexOf(Strings.array(value), range.from(), range.to(), bit);

        boolean zerosFollow = !bit && !range.endGiven() && !range.isEmpty();
        call.reply().integer(found < 0 && zerosFollow ? range.to() : found);
    }

    private static boolean nextBit(Arguments args) {
        long bit = args.nextLong();
        if (bit != 0 && bit != 1) {
            throw NEITHER_BIT;
        }
        return bit == 1;
    }

    static final CommandSpec BITOP = CommandSpec.named("bitop")
            .arity(-4)
            .flags(WRITE, DENYOOM)
            .acl(AclCategory.BITMAP)
            .group(CommandGroup.BITMAP)
            .keys(KeySpec.key(2, OW, UPDATE), KeySpec.range(3, -1, 1, RO, ACCESS))
            .since("2.6.0")
            .summary("Stores the conjunction, disjunction, difference or negation of strings, bit by bit.")
            .complexity("O(N) where N is the length of all strings together.")
            .syntax("(operation: AND | OR | XOR | NOT) destkey:key key:key#1...")
            .handler(BitmapCommands::bitop);

    private static void bitop(CommandCall call) {
        BitOperation operation = nextOperation(call.args());
        ByteString target = call.args().next();
        if (operation == BitOperation.NOT && call.args().remaining() != 1) {
            throw NOT_OF_MANY;
        }

        Database db = call.db();
        byte[][] sources = new byte[call.args().remaining()][];
        int[] lengths = new int[sources.length];
        for (int i = 0; i < sources.length; i++) {
            Object value = db.readString(call.args().next());
            sources[i] = value == null ? ByteString.EMPTY.bytes() : Strings.array(value);
            lengths[i] = value == null ? 0 : Strings.length(value);
        }

        byte[] result = operation.of(sources, lengths);
        if (result.length > 0) {
            db.set(target, RawString.owning(result));
            call.keyChanged(target, KeyEvent.SET);
        } else if (db.delete(target)) {
            call.keyChanged(target, KeyEvent.DEL);
        }

        call.reply().integer(result.length);
    }

    private static BitOperation nextOperation(Arguments args) {
        if (args.acceptToken("and")) {
            return BitOperation.AND;
        }
        if (args.acceptToken("or")) {
            return BitOperation.OR;
        }
        if (args.acceptToken("xor")) {
            return BitOperation.XOR;
        }
        if (args.acceptToken("not")) {
            return BitOperation.NOT;
        }
        throw Errors.SYNTAX;
    }
}
