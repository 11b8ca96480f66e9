package io.miniredis.datastructures;

/**
 * Redis's glob patterns, as in {@code stringmatchlen} of {@code util.c}: {@code *} any bytes, {@code ?} one byte,
 * {@code [abc]}, {@code [a-z]} and {@code [^a]} one byte of a class, {@code \} the next byte as it is.
 *
 * <p>The odd corners are Redis's too: a class may be left open at the end of the pattern, a range may be written
 * backwards, {@code []} matches nothing, stars do not match the empty text (but do match nothing at the end of
 * another), and a pattern that gets past a thousand stars matches nothing.
 *
 * <p><b>Why does it never return to an earlier star?</b> When the part behind a star has been reached, letting an
 * earlier star swallow more would only leave the later one a shorter piece of the text, all of which it tries anyway.
 * So one place to return to is enough, and {@code *a*a*a*a*b} costs pattern times text at most.
 */
public final class Glob {
    private static final int MAX_STARS = 1000;
    private static final int NO_MATCH = -1;

    private Glob() {}

    /** True if the pattern matches the whole text. {@code ignoreCase} takes A-Z and a-z as equal. */
    public static boolean matches(byte[] pattern, byte[] text, boolean ignoreCase) {
        int p = 0;
        int t = 0;
        int behindStar = NO_MATCH;
        int starText = 0;
        int stars = 0;
        while (t < text.length) {
            if (p < pattern.length && pattern[p] == '*') {
                p = skipStars(pattern, p);
                if (p == pattern.length) {
                    return true;
                }
                if (++stars > MAX_STARS) {
                    return false;
                }
                behindStar = p;
                starText = t;
                continue;
            }
            int next = matchOne(pattern, p, text[t], ignoreCase);
            if (next != NO_MATCH) {
                p = next;
                t++;
            } else if (behindStar != NO_MATCH) {
                p = behindStar;
                t = ++starText;
            } else {
                return false;
            }
        }
        return (text.length == 0 ? p : skipStars(pattern, p)) == pattern.length;
    }

    /** True for the pattern "*", which every text matches. */
    public static boolean matchesAll(byte[] pattern) {
        return pattern.length == 1 && pattern[0] == '*';
    }

    /** True if no byte of the pattern is special: it matches itself alone. */
    public static boolean isLiteral(byte[] pattern) {
        for (byte b : pattern) {
            if (isSpecial(b)) {
                return false;
            }
        }
        return true;
    }

    /** True for a byte that does not simply match itself. */
    public static boolean isSpecial(byte b) {
        return b == '*' || b == '?' || b == '[' || b == '\\';
    }

    private static int skipStars(byte[] pattern, int p) {
        int behind = p;
        while (behind < pattern.length && pattern[behind] == '*') {
            behind++;
        }
        return behind;
    }

    /** The place behind the part of the pattern that matches this one byte, or {@link #NO_MATCH}. */
    private static int matchOne(byte[] pattern, int p, byte b, boolean ignoreCase) {
        if (p == pattern.length) {
            return NO_MATCH;
        }
        return switch (pattern[p]) {
            case '?' -> p + 1;
            case '[' -> matchClass(pattern, p + 1, b, ignoreCase);
            case '\\' -> matchLiteral(pattern, Math.min(p + 1, pattern.length - 1), b, ignoreCase);
            default -> matchLiteral(pattern, p, b, ignoreCase);
        };
    }

    private static int matchLiteral(byte[] pattern, int p, byte b, boolean ignoreCase) {
        return same(pattern[p], b, ignoreCase) ? p + 1 : NO_MATCH;
    }

    private static int matchClass(byte[] pattern, int start, byte b, boolean ignoreCase) {
        int p = start;
        boolean inverted = p < pattern.length && pattern[p] == '^';
        if (inverted) {
            p++;
        }
        boolean found = false;
        while (p < pattern.length && pattern[p] != ']') {
            int left = pattern.length - p;
            if (pattern[p] == '\\' && left >= 2) {
                found |= pattern[p + 1] == b;
                p += 2;
            } else if (left >= 3 && pattern[p + 1] == '-') {
                found |= inRange(b, pattern[p], pattern[p + 2], ignoreCase);
                p += 3;
            } else {
                found |= same(pattern[p], b, ignoreCase);
                p++;
            }
        }
        return found == inverted ? NO_MATCH : Math.min(p + 1, pattern.length);
    }

    /** Bytes are signed here, as they are in C on the usual machines. */
    private static boolean inRange(byte b, byte one, byte other, boolean ignoreCase) {
        byte low = one <= other ? one : other;
        byte high = one <= other ? other : one;
        return ignoreCase ? folded(b) >= folded(low) && folded(b) <= folded(high) : b >= low && b <= high;
    }

    /** What C's {@code tolower} makes of a signed byte: above 127 it loses its sign, and only 255, EOF, keeps it. */
    private static int folded(byte b) {
        return b < -1 ? b & 0xFF : Ascii.lower(b);
    }

    private static boolean same(byte one, byte other, boolean ignoreCase) {
        return one == other || (ignoreCase && Ascii.lower(one) == Ascii.lower(other));
    }
}
