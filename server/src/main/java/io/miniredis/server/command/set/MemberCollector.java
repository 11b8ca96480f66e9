package io.miniredis.server.command.set;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.Glob;
import io.miniredis.datastructures.SetMember;
import io.miniredis.datastructures.SetValue;
import io.miniredis.datastructures.TableSet;
import io.miniredis.server.command.generic.ScanOptions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Picks the members that match a pattern among those an SSCAN visits. */
final class MemberCollector {
    private final List<byte[]> found = new ArrayList<>();
    private long visited;

    /**
     * One call's share of the members: about as many as the options say of a table, all of a smaller set.
     *
     * @return the cursor of the next call
     */
    long collect(SetValue set, long cursor, ScanOptions options) {
        byte[] pattern = bytesOf(options.pattern());
        if (set instanceof TableSet table) {
            return collect(table, cursor, options, pattern);
        }
        SetMember member = new SetMember();
        for (int at = set.first(); at >= 0; at = set.next(at)) {
            set.view(at, member);
            visit(member.bytes(), pattern);
        }
        return 0;
    }

    private long collect(TableSet table, long cursor, ScanOptions options, byte @Nullable [] pattern) {
        long next = cursor;
        long stepsLeft = options.maximumSteps();
        do {
            next = table.scan(next, slot -> visit(table.element(slot), pattern));
        } while (next != 0 && stepsLeft-- > 0 && visited < options.count());
        return next;
    }

    private void visit(byte[] member, byte @Nullable [] pattern) {
        visited++;
        if (pattern == null || Glob.matches(pattern, member, false)) {
            found.add(member);
        }
    }

    private static byte @Nullable [] bytesOf(@Nullable ByteString pattern) {
        return pattern == null ? null : pattern.bytes();
    }

    /** The members picked. */
    List<byte[]> found() {
        return found;
    }
}
