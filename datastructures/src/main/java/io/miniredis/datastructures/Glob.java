package io.miniredis.datastructures;

/** Redis's glob patterns ({@code stringmatchlen} of {@code util.c}). */
@SuppressWarnings("DoNotCallSuggester")
public final class Glob {
    private Glob() {}

    public static boolean matches(byte[] pattern, byte[] text, boolean ignoreCase) {
        throw new UnsupportedOperationException();
    }

    /** True for the pattern "*", which every text matches. */
    public static boolean matchesAll(byte[] pattern) {
        return pattern.length == 1 && pattern[0] == '*';
    }

    /** True if no byte of the pattern is special: it matches itself alone. */
    public static boolean isLiteral(byte[] pattern) {
        for (byte b : pattern) {
            if (b == '*' || b == '?' || b == '[' || b == '\\') {
                return false;
            }
        }
        return true;
    }
}
