package io.miniredis.server.command.bitmap;

import static io.miniredis.server.command.CommandFlag.DENYOOM;
import static io.miniredis.server.command.CommandFlag.FAST;
import static io.miniredis.server.command.CommandFlag.READONLY;
import static io.miniredis.server.command.CommandFlag.WRITE;
import static io.miniredis.server.command.KeySpec.Flag.ACCESS;
import static io.miniredis.server.command.KeySpec.Flag.RO;
import static io.miniredis.server.command.KeySpec.Flag.RW;
import static io.miniredis.server.command.KeySpec.Flag.UPDATE;
import static io.miniredis.server.command.KeySpec.Flag.VARIABLE_FLAGS;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.Strings;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Request;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.KeyFinder;
import io.miniredis.server.command.KeySpec;
import io.miniredis.server.keyspace.KeyEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Strings as rows of integers of any width (bitops.c). */
@SuppressWarnings("StaticAssignmentOfThrowable") // the check fears misleading stack traces; these have none
public final class BitfieldCommands {
    private static final ErrorReply ONLY_GET = new ErrorReply("ERR BITFIELD_RO only supports the GET subcommand");
    private static final int FIRST_OPERATION = 2;
    private static final int GET_ARGUMENTS = 2;
    private static final long ONLY_READ = KeySpec.bits(RO, ACCESS);
    private static final long READ_AND_WRITTEN = KeySpec.bits(RW, ACCESS, UPDATE);

    private BitfieldCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(BITFIELD, BITFIELD_RO);
    }

    static final CommandSpec BITFIELD = CommandSpec.named("bitfield")
            .arity(-2)
            .flags(WRITE, DENYOOM)
            .acl(AclCategory.BITMAP)
            .group(CommandGroup.BITMAP)
            .keys(KeySpec.key(1, RW, ACCESS, UPDATE, VARIABLE_FLAGS)
                    .withNotes("Writes the key only if SET or INCRBY is among the operations"))
            .keysBy(BitfieldCommands::keysOfBitfield)
            .since("3.2.0")
            .summary("Reads and writes integers of any width, at any bit of a string, in one go.")
            .complexity("O(1) for each operation.")
            .syntax("key:key [(operation: GET {get-block: encoding:string offset:integer}"
                    + " | {write: [OVERFLOW (overflow-block: WRAP | SAT | FAIL)]"
                    + " (write-operation: SET {set-block: encoding:string offset:integer value:integer}"
                    + " | INCRBY {incrby-block: encoding:string offset:integer increment:integer})})...]")
            .handler(BitfieldCommands::bitfield);

    private static void bitfield(CommandCall call) {
        ByteString key = call.args().next();
        List<BitfieldOperation> operations = BitfieldOperation.parse(call);
        long lastWritten = lastWrittenBit(operations);

        if (lastWritten < 0) {
            readAll(call, call.db().readString(key), operations);
            return;
        }
        WritableBits found = WritableBits.lookUp(call.db(), key, BitOffset.bytesFor(lastWritten));

        call.reply().array(operations.size());
        long changes = 0;
        for (BitfieldOperation operation : operations) {
            changes += execute(call, found, operation) ? 1 : 0;
        }

        if (changes > 0) {
            call.keyChanged(key, KeyEvent.SETBIT, changes);
        }
    }

    /** The last bit that any operation writes, -1 if all only read. */
    private static long lastWrittenBit(List<BitfieldOperation> operations) {
        long last = -1;
        for (BitfieldOperation operation : operations) {
            if (operation.writes()) {
                last = Math.max(last, operation.lastBit());
            }
        }
        return last;
    }

    /**
     * Executes one operation and replies. Returns true if it counts as a change: any write does once the string grew.
     */
    private static boolean execute(CommandCall call, WritableBits found, BitfieldOperation operation) {
        byte[] bytes = found.string().bytes();
        long before = operation.field().read(bytes, found.string().length(), operation.offset());
        if (!operation.writes()) {
            call.reply().integer(before);
            return false;
        }
        if (operation.fails(before)) {
            call.reply().nil();
            return false;
        }
        long after = operation.result(before);
        operation.write(bytes, after);
        call.reply().integer(operation.kind() == BitfieldOperation.Kind.SET ? before : after);
        return found.grown() || before != after;
    }

    private static void readAll(CommandCall call, @Nullable Object value, List<BitfieldOperation> operations) {
        byte[] bytes = value == null ? ByteString.EMPTY.bytes() : Strings.array(value);
        int length = value == null ? 0 : Strings.length(value);
        call.reply().array(operations.size());
        for (BitfieldOperation operation : operations) {
            call.reply().integer(operation.field().read(bytes, length, operation.offset()));
        }
    }

    /** With GET alone the key is only read (bitfieldGetKeys); what is malformed counts as a write. */
    private static void keysOfBitfield(Request request, KeyFinder.KeySink keys) {
        int at = FIRST_OPERATION;
        while (at < request.count()) {
            int following = request.count() - at - 1;
            if (following >= GET_ARGUMENTS && request.arg(at).equalsIgnoreCase("get")) {
                at += 1 + GET_ARGUMENTS;
            } else if (following >= 1 && request.arg(at).equalsIgnoreCase("overflow")) {
                at += 2;
            } else {
                keys.key(1, READ_AND_WRITTEN);
                return;
            }
        }
        keys.key(1, ONLY_READ);
    }

    static final CommandSpec BITFIELD_RO = CommandSpec.named("bitfield_ro")
            .arity(-2)
            .flags(READONLY, FAST)
            .acl(AclCategory.BITMAP)
            .group(CommandGroup.BITMAP)
            .keys(KeySpec.key(1, RO, ACCESS))
            .since("6.0.0")
            .summary("Reads integers of any width, at any bit of a string, in one go.")
            .complexity("O(1) for each operation.")
            .syntax("key:key [GET {get-block: encoding:string offset:integer}+...]")
            .handler(BitfieldCommands::bitfieldRo);

    private static void bitfieldRo(CommandCall call) {
        ByteString key = call.args().next();
        List<BitfieldOperation> operations = BitfieldOperation.parse(call);
        if (lastWrittenBit(operations) >= 0) {
            throw ONLY_GET;
        }

        readAll(call, call.db().readString(key), operations);
    }
}
