package io.miniredis.server.command.hash;

import io.miniredis.protocol.ErrorReply;
import io.miniredis.server.command.Arguments;
import io.miniredis.server.command.CommandCall;

/**
 * The end of a command on fields that expire: {@code FIELDS 2 field field}, and nothing behind it.
 *
 * @param first the first field's position in the request
 * @param count how many fields follow, 1 or more
 */
record FieldList(int first, int count) {
    /** @param invalidCount what is said to a number that is none, or less than 1 */
    static FieldList parse(Arguments args, ErrorReply invalidCount) {
        if (!args.acceptToken("fields")) {
            throw HashErrors.FIELDS_MISSING;
        }
        if (!args.hasNext()) {
            throw invalidCount;
        }
        long count = args.nextLong(1, Long.MAX_VALUE, invalidCount);
        if (count != args.remaining()) {
            throw HashErrors.FIELD_COUNT_DIFFERS;
        }
        return new FieldList(args.position(), (int) count);
    }

    /** A reply with the same number for each field. */
    void replyEach(CommandCall call, int number) {
        call.reply().array(count);
        for (int i = 0; i < count; i++) {
            call.reply().integer(number);
        }
    }
}
