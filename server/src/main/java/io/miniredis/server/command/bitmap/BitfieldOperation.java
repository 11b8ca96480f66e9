package io.miniredis.server.command.bitmap;

import io.miniredis.datastructures.BitField;
import io.miniredis.datastructures.BitField.Overflow;
import io.miniredis.datastructures.Bits;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Errors;
import io.miniredis.server.command.Arguments;
import io.miniredis.server.command.CommandCall;
import java.util.ArrayList;
import java.util.List;

/**
 * One of BITFIELD's operations.
 *
 * @param field the kind of integer
 * @param offset in bits
 * @param operand what SET stores and INCRBY adds
 * @param overflow what happens to a number that does not fit
 */
@SuppressWarnings("StaticAssignmentOfThrowable") // the check fears misleading stack traces; these have none
record BitfieldOperation(Kind kind, BitField field, long offset, long operand, Overflow overflow) {
    private static final ErrorReply INVALID_TYPE = new ErrorReply(
            "ERR Invalid bitfield type. Use something like i16" + " u8. Note that u64 is not supported but i64 is.");
    private static final ErrorReply INVALID_OVERFLOW = new ErrorReply("ERR Invalid OVERFLOW type specified");

    enum Kind {
        GET,
        SET,
        INCRBY
    }

    /** The operations that the remaining arguments say, in their order; each has the OVERFLOW said last before it. */
    static List<BitfieldOperation> parse(CommandCall call) {
        Arguments args = call.args();
        List<BitfieldOperation> operations = new ArrayList<>();
        Overflow overflow = Overflow.WRAP;
        while (args.hasNext()) {
            if (args.remaining() > 1 && args.acceptToken("overflow")) {
                overflow = nextOverflow(args);
            } else {
                operations.add(next(call, overflow));
            }
        }
        return operations;
    }

    private static Overflow nextOverflow(Arguments args) {
        if (args.acceptToken("wrap")) {
            return Overflow.WRAP;
        }
        if (args.acceptToken("sat")) {
            return Overflow.SAT;
        }
        if (args.acceptToken("fail")) {
            return Overflow.FAIL;
        }
        throw INVALID_OVERFLOW;
    }

    private static BitfieldOperation next(CommandCall call, Overflow overflow) {
        Arguments args = call.args();
        Kind kind = nextKind(args);
        BitField field = BitField.parse(args.next().bytes());
        if (field == null) {
            throw INVALID_TYPE;
        }
        long offset = BitOffset.next(call, field.width());
        long operand = kind == Kind.GET ? 0 : args.nextLong();
        return new BitfieldOperation(kind, field, offset, operand, overflow);
    }

    /** The word, if enough arguments follow it. */
    private static Kind nextKind(Arguments args) {
        int following = args.remaining() - 1;
        if (following >= 2 && args.acceptToken("get")) {
            return Kind.GET;
        }
        if (following >= 3 && args.acceptToken("set")) {
            return Kind.SET;
        }
        if (following >= 3 && args.acceptToken("incrby")) {
            return Kind.INCRBY;
        }
        throw Errors.SYNTAX;
    }

    boolean writes() {
        return kind != Kind.GET;
    }

    /** The last bit it touches. */
    long lastBit() {
        return offset + field.width() - 1;
    }

    /** The number that a writing operation leaves behind; meaningless if it {@link #fails}. */
    long result(long before) {
        return kind == Kind.SET ? field.sum(operand, 0, overflow) : field.sum(before, operand, overflow);
    }

    /** True if a writing operation must not be made. */
    boolean fails(long before) {
        return overflow == Overflow.FAIL
                && (kind == Kind.SET ? field.overflows(operand, 0) : field.overflows(before, operand));
    }

    void write(byte[] bytes, long number) {
        Bits.write(bytes, offset, field.width(), number);
    }
}
