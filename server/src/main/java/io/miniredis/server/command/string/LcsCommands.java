package io.miniredis.server.command.string;

import static io.miniredis.server.command.CommandFlag.READONLY;
import static io.miniredis.server.command.KeySpec.Flag.ACCESS;
import static io.miniredis.server.command.KeySpec.Flag.RO;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.Strings;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.KeySpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What two strings have in common (lcsCommand in t_string.c). */
public final class LcsCommands {
    private LcsCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(LCS);
    }

    static final CommandSpec LCS = CommandSpec.named("lcs")
            .arity(-3)
            .flags(READONLY)
            .acl(AclCategory.STRING)
            .group(CommandGroup.STRING)
            .keys(KeySpec.range(1, 1, 1, RO, ACCESS))
            .since("7.0.0")
            .summary("Gives the longest sequence of bytes that two strings have in common, gaps allowed.")
            .complexity("O(N*M) where N and M are the lengths of the two strings.")
            .syntax("key1:key key2:key [len=LEN] [idx=IDX] [MINMATCHLEN min-match-len:integer]"
                    + " [withmatchlen=WITHMATCHLEN]")
            .handler(LcsCommands::lcs);

    private static void lcs(CommandCall call) {
        ByteString firstKey = call.args().next();
        ByteString secondKey = call.args().next();

        // Before the options: a key of another type is the first error that Redis reports.
        Object first = call.db().read(firstKey);
        Object second = call.db().read(secondKey);
        requireStrings(first, second);
        LcsOptions options = LcsOptions.parse(call.args());
        byte[] a = first == null ? ByteString.EMPTY.bytes() : Strings.bytes(first);
        byte[] b = second == null ? ByteString.EMPTY.bytes() : Strings.bytes(second);
        LongestCommonSubsequence common = computed(call, a, b, options);

        if (options.lengthOnly()) {
            call.reply().integer(common.length());
        } else if (options.indexes()) {
            writeMatches(call.reply(), common, options);
        } else {
            call.reply().bulk(common.bytes());
        }
    }

    private static void requireStrings(@Nullable Object first, @Nullable Object second) {
        if ((first != null && !Strings.isString(first)) || (second != null && !Strings.isString(second))) {
            throw new ErrorReply("ERR The specified keys must contain string values");
        }
    }

    private static LongestCommonSubsequence computed(CommandCall call, byte[] a, byte[] b, LcsOptions options) {
        if (LongestCommonSubsequence.tableBytes(a, b) > StringLimit.configuredBytes(call)) {
            throw new ErrorReply("ERR Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len");
        }
        try {
            return new LongestCommonSubsequence(a, b, options.lengthOnly());
        } catch (OutOfMemoryError tableDoesNotFit) {
            throw new ErrorReply("ERR Insufficient memory, failed allocating transient memory for LCS");
        }
    }

    /** Matches from the last to the first, each as two ranges of positions, the ends included. */
    private static void writeMatches(ReplyWriter reply, LongestCommonSubsequence common, LcsOptions options) {
        reply.map(2);
        reply.bulk("matches");
        ReplyWriter.Deferred matches = reply.deferred();
        int[] count = {0};
        common.forEachMatch((startInA, startInB, length) -> {
            if (length < options.minMatchLength()) {
                return;
            }
            count[0]++;
            reply.array(options.withMatchLength() ? 3 : 2);
            writeRange(reply, startInA, length);
            writeRange(reply, startInB, length);
            if (options.withMatchLength()) {
                reply.integer(length);
            }
        });
        matches.array(count[0]);
        reply.bulk("len");
        reply.integer(common.length());
    }

    private static void writeRange(ReplyWriter reply, int start, int length) {
        reply.array(2);
        reply.integer(start);
        reply.integer(start + length - 1L);
    }
}
