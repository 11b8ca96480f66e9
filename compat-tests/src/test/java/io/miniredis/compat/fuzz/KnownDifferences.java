package io.miniredis.compat.fuzz;

import io.miniredis.compat.reply.Reply;
import java.util.List;
import java.util.Set;

/**
 * Where 7.2 answers otherwise than 7.0, the judge of the differential test, by rule. Each rule has its line in {@code
 * docs/differences.md}.
 */
public final class KnownDifferences {
    /** What 7.2 may call an encoding that 7.0 calls otherwise: small lists and small sets became listpacks. */
    private static final Set<String> ENCODINGS = Set.of("listpack of quicklist", "listpack of hashtable");

    private KnownDifferences() {}

    /** True if a rule allows our reply beside the real one. */
    public static boolean allow(FuzzRequest request, Reply real, Reply ours) {
        List<String> words = request.words();
        if (words.get(0).equals("OBJECT") && words.get(1).equals("ENCODING") && isText(real) && isText(ours)) {
            return ENCODINGS.contains(ours.text() + " of " + real.text());
        }
        return false;
    }

    private static boolean isText(Reply reply) {
        return reply instanceof Reply.Scalar;
    }
}
