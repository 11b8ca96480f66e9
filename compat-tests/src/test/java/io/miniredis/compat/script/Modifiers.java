package io.miniredis.compat.script;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands in brackets before a command.
 *
 * @param comparison how the two replies are compared
 * @param times how often the command is sent, 1 or more; {@code ${i}} counts from 1
 * @param scan the command is repeated with the cursor it returned until that is 0
 * @param later its reply is read by a {@code receive} line
 * @param protocol 2 or 3 if the line is for that protocol version alone, else 0
 * @param since the Redis version from which a real server gives this reply
 * @param capture the variable that keeps the reply
 */
public record Modifiers(
        Comparison comparison,
        int times,
        boolean scan,
        boolean later,
        int protocol,
        @Nullable Version since,
        @Nullable Capture capture) {
    public static final Modifiers NONE = new Modifiers(Comparison.EXACT, 1, false, false, 0, null, null);

    /**
     * @param path the positions that lead from the reply to the wanted part, from 0
     */
    public record Capture(String name, List<Integer> path) {
        public Capture {
            path = List.copyOf(path);
        }
    }

    /** True if the line is played in this protocol version on a server of this Redis version. */
    public boolean applies(int protocolVersion, Version version) {
        return (protocol == 0 || protocol == protocolVersion) && (since == null || version.compareTo(since) >= 0);
    }
}
