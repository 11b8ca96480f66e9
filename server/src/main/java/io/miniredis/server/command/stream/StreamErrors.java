package io.miniredis.server.command.stream;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Errors;

/** Errors of this group alone, word for word as Redis 7.2 says them. */
@SuppressWarnings("StaticAssignmentOfThrowable") // the check fears misleading stack traces; these have none
final class StreamErrors {
    static final ErrorReply INVALID_ID = new ErrorReply("ERR Invalid stream ID specified as stream command argument");
    static final ErrorReply INVALID_START = new ErrorReply("ERR invalid start ID for the interval");
    static final ErrorReply INVALID_END = new ErrorReply("ERR invalid end ID for the interval");
    static final ErrorReply TWO_STRATEGIES =
            new ErrorReply("ERR syntax error, MAXLEN and MINID options at the same time are not compatible");
    static final ErrorReply NEGATIVE_MAXLEN = new ErrorReply("ERR The MAXLEN argument must be >= 0.");
    static final ErrorReply NEGATIVE_LIMIT = new ErrorReply("ERR The LIMIT argument must be >= 0.");
    static final ErrorReply LIMIT_WITHOUT_STRATEGY =
            new ErrorReply("ERR syntax error, LIMIT cannot be used without specifying a trimming strategy");
    static final ErrorReply LIMIT_WITHOUT_TILDE =
            new ErrorReply("ERR syntax error, LIMIT cannot be used without the special ~ option");
    static final ErrorReply NO_STRATEGY =
            new ErrorReply("ERR syntax error, XTRIM must be called with a trimming strategy");
    static final ErrorReply ID_ZERO = new ErrorReply("ERR The ID specified in XADD must be greater than 0-0");
    static final ErrorReply ID_TOO_SMALL =
            new ErrorReply("ERR The ID specified in XADD is equal or smaller than the target stream top item");
    static final ErrorReply IDS_EXHAUSTED =
            new ErrorReply("ERR The stream has exhausted the last possible ID, unable to add more items");
    static final ErrorReply TOO_LARGE = new ErrorReply("ERR Elements are too large to be stored");
    static final ErrorReply ENTRIES_ADDED_NEGATIVE = new ErrorReply("ERR entries_added must be positive");
    static final ErrorReply ENTRIES_ADDED_TOO_SMALL =
            new ErrorReply("ERR The entries_added specified in XSETID is smaller than the target stream length");
    static final ErrorReply BELOW_GIVEN_MAX_DELETED =
            new ErrorReply("ERR The ID specified in XSETID is smaller than the provided max_deleted_entry_id");
    static final ErrorReply BELOW_MAX_DELETED =
            new ErrorReply("ERR The ID specified in XSETID is smaller than current max_deleted_entry_id");
    static final ErrorReply BELOW_TOP =
            new ErrorReply("ERR The ID specified in XSETID is smaller than the target stream top item");
    static final ErrorReply GROUP_IN_XREAD =
            new ErrorReply("ERR The GROUP option is only supported by XREADGROUP. You called XREAD instead.");
    static final ErrorReply NOACK_IN_XREAD =
            new ErrorReply("ERR The NOACK option is only supported by XREADGROUP. You called XREAD instead.");
    static final ErrorReply NO_GROUP_OPTION = new ErrorReply("ERR Missing GROUP option for XREADGROUP");
    static final ErrorReply NEWEST_IN_XREADGROUP = meaningless('$');
    static final ErrorReply LAST_IN_XREADGROUP = meaningless('+');
    static final ErrorReply NEW_IN_XREAD = new ErrorReply("ERR The > ID can be specified only when calling XREADGROUP"
            + " using the GROUP <group> <consumer> option.");
    static final ErrorReply NO_KEY_FOR_GROUP = new ErrorReply("ERR The XGROUP subcommand requires the key to exist."
            + " Note that for CREATE you may want to use the MKSTREAM option to create an empty stream automatically.");
    static final ErrorReply GROUP_EXISTS = new ErrorReply("BUSYGROUP Consumer Group name already exists");
    static final ErrorReply ENTRIES_READ_NEGATIVE = new ErrorReply("ERR value for ENTRIESREAD must be positive or -1");
    static final ErrorReply COUNT_NOT_POSITIVE = new ErrorReply("ERR COUNT must be > 0");

    private StreamErrors() {}

    private static ErrorReply meaningless(char id) {
        return new ErrorReply("ERR The " + id + " ID is meaningless in the context of XREADGROUP: you want to read the"
                + " history of this consumer by specifying a proper ID, or use the > ID to get new messages. The " + id
                + " ID would just return an empty result set.");
    }

    /** @param option of XCLAIM or XAUTOCLAIM */
    static ErrorReply invalid(String option, String command) {
        return new ErrorReply("ERR Invalid " + option + " argument for " + command);
    }

    static ErrorReply unbalanced(String command, char symbol) {
        return new ErrorReply("ERR Unbalanced '" + command + "' list of streams: for each stream key an ID or '"
                + symbol + "' must be specified.");
    }

    static ErrorReply blockInScript(ByteString command) {
        return new ErrorReply(
                Errors.oneLine("ERR " + whole(command) + " command is not allowed with BLOCK option from scripts"));
    }

    static ErrorReply unknownOption(ByteString option) {
        return new ErrorReply(Errors.oneLine("ERR Unrecognized XCLAIM option '" + whole(option) + "'"));
    }

    /** For a subcommand of XGROUP or XINFO whose key is there. */
    static ErrorReply noGroup(ByteString group, ByteString key) {
        return new ErrorReply(Errors.oneLine(
                "NOGROUP No such consumer group '" + whole(group) + "' for key name '" + whole(key) + "'"));
    }

    static ErrorReply noKeyOrGroup(ByteString key, ByteString group) {
        return new ErrorReply(Errors.oneLine(noKeyOrGroupText(key, group)));
    }

    static ErrorReply noKeyOrGroupToRead(ByteString key, ByteString group) {
        return new ErrorReply(Errors.oneLine(noKeyOrGroupText(key, group) + " in XREADGROUP with GROUP option"));
    }

    private static String noKeyOrGroupText(ByteString key, ByteString group) {
        return "NOGROUP No such key '" + whole(key) + "' or consumer group '" + whole(group) + "'";
    }

    private static String whole(ByteString bytes) {
        return Errors.quoted(bytes, Integer.MAX_VALUE);
    }
}
