package io.miniredis.lua.library;

import io.miniredis.lua.Arguments;
import io.miniredis.lua.LuaString;

/**
 * Lua patterns over bytes: the backtracking matcher of lstrlib.c, whose order of attempts decides what a pattern
 * matches. A pattern ends at its first NUL byte. Single items run in a loop; only captures and repetitions recurse, so
 * the depth is at most the number of those in the pattern, which {@link #MAX_DEPTH} bounds. Patterns with several
 * repetitions can take exponential time: every {@link #STEPS_PER_CHECK} steps the state is told, which may end the
 * script.
 */
final class PatternMatcher {
    /** {@code LUA_MAXCAPTURES}. */
    private static final int MAX_CAPTURES = 32;

    /** No match. */
    private static final int NONE = -1;

    /** Nested captures and repetitions; C would go on to the end of its stack. */
    private static final int MAX_DEPTH = 1000;

    private static final int STEPS_PER_CHECK = 1 << 14;

    private static final int UNFINISHED = -1;
    private static final int POSITION = -2;
    private static final int ESCAPE = '%';

    private final byte[] source;
    private final byte[] pattern;
    private final int patternEnd;
    private Arguments call;
    private int patternStart;
    private int end;
    private final int[] captureStart = new int[MAX_CAPTURES];
    private final int[] captureLength = new int[MAX_CAPTURES];
    private int level;
    private int depth;
    /** Where the pattern goes on behind what {@link #matchSpecial} has looked at. */
    private int afterSpecial;

    private int steps;

    PatternMatcher(byte[] source, byte[] pattern, Arguments call) {
        this.source = source;
        this.pattern = pattern;
        this.patternEnd = endOf(pattern);
        this.call = call;
        this.patternStart = anchored() ? 1 : 0;
    }

    /** The call on whose behalf the next matches are tried: its errors carry its place. */
    void callIs(Arguments newCall) {
        call = newCall;
    }

    private static int endOf(byte[] pattern) {
        for (int i = 0; i < pattern.length; i++) {
            if (pattern[i] == 0) {
                return i;
            }
        }
        return pattern.length;
    }

    /** Whether the pattern can match at the first position only. */
    boolean anchored() {
        return at(0) == '^';
    }

    /** From now on {@code ^} is an ordinary character, as in {@code gmatch}. */
    void anchorIsOrdinary() {
        patternStart = 0;
    }

    /** Matches the pattern at one position only. */
    boolean matches(int position) {
        level = 0;
        depth = 0;
        end = match(position, patternStart);
        return end != NONE;
    }

    /** The index behind the last match. */
    int end() {
        return end;
    }

    /** How many captures the last match made. */
    int captures() {
        return level;
    }

    /**
     * The value of a capture of the match that starts and ends there: a string or a position. The first may be the
     * whole match.
     */
    Object capture(int index, int matchStart, int matchEnd) {
        if (index >= level) {
            if (index != 0) {
                throw call.error("invalid capture index");
            }
            return LuaString.of(source, matchStart, matchEnd);
        }
        int length = captureLength[index];
        if (length == UNFINISHED) {
            throw call.error("unfinished capture");
        }
        int start = captureStart[index];
        return length == POSITION ? (Object) (start + 1.0) : LuaString.of(source, start, start + length);
    }

    /** The byte of the pattern, 0 behind its end. */
    private int at(int p) {
        return p < patternEnd ? pattern[p] & 0xff : 0;
    }

    private void step() {
        if (++steps >= STEPS_PER_CHECK) {
            steps = 0;
            call.lua().steps(STEPS_PER_CHECK);
        }
    }

    private int match(int s, int p) {
        if (++depth > MAX_DEPTH) {
            throw call.error("pattern too complex");
        }
        step();
        int result = matchItems(s, p);
        depth--;
        return result;
    }

    /** Item by item, as long as there is one way to go on; where there are several, {@link #match} tries each. */
    private int matchItems(int start, int firstItem) {
        int s = start;
        int p = firstItem;
        while (true) {
            switch (at(p)) {
                case '(' -> {
                    return at(p + 1) == ')' ? startCapture(s, p + 2, POSITION) : startCapture(s, p + 1, UNFINISHED);
                }
                case ')' -> {
                    return endCapture(s, p + 1);
                }
                case 0 -> {
                    return s;
                }
                case '$' -> {
                    if (p + 1 >= patternEnd) {
                        return s == source.length ? s : NONE;
                    }
                }
                case ESCAPE -> {
                    if (isSpecial(at(p + 1))) {
                        s = matchSpecial(s, p);
                        p = afterSpecial;
                        if (s == NONE) {
                            return NONE;
                        }
                        continue;
                    }
                }
                default -> {}
            }
            int end = classEnd(p);
            int suffix = at(end);
            if (suffix == '*' || suffix == '+' || suffix == '-') {
                return matchRepeated(s, p, end);
            }
            boolean one = isOneAt(s, p, end);
            if (suffix == '?') {
                int result = one ? match(s + 1, end + 1) : NONE;
                if (result != NONE) {
                    return result;
                }
                p = end + 1;
            } else if (one) {
                s++;
                p = end;
            } else {
                return NONE;
            }
        }
    }

    /** Whether an escape with this character is more than a class: {@code %b()}, {@code %f[set]}, {@code %1}. */
    private static boolean isSpecial(int escaped) {
        return escaped == 'b' || escaped == 'f' || CharClass.isDigit(escaped);
    }

    /** Where the text goes on behind what such an escape stands for; the pattern does at {@link #afterSpecial}. */
    private int matchSpecial(int s, int p) {
        int escaped = at(p + 1);
        if (escaped == 'b') {
            afterSpecial = p + 4;
            return matchBalance(s, p + 2);
        }
        if (escaped == 'f') {
            afterSpecial = matchFrontier(s, p + 2);
            return afterSpecial == NONE ? NONE : s;
        }
        afterSpecial = p + 2;
        return matchBackReference(s, escaped);
    }

    /** A class with {@code *}, {@code +} or {@code -} behind it, and all that follows. */
    private int matchRepeated(int s, int p, int end) {
        return switch (at(end)) {
            case '*' -> maxExpand(s, p, end);
            case '+' -> isOneAt(s, p, end) ? maxExpand(s + 1, p, end) : NONE;
            default -> minExpand(s, p, end);
        };
    }

    /** Whether there is a character of the class from p to end. */
    private boolean isOneAt(int s, int p, int end) {
        return s < source.length && matchesOne(source[s] & 0xff, p, end);
    }

    private int maxExpand(int s, int p, int end) {
        int count = 0;
        while (isOneAt(s + count, p, end)) {
            count++;
            step();
        }
        for (; count >= 0; count--) {
            int result = match(s + count, end + 1);
            if (result != NONE) {
                return result;
            }
        }
        return NONE;
    }

    private int minExpand(int start, int p, int end) {
        for (int s = start; ; s++) {
            int result = match(s, end + 1);
            if (result != NONE) {
                return result;
            }
            if (s >= source.length || !matchesOne(source[s] & 0xff, p, end)) {
                return NONE;
            }
        }
    }

    private int startCapture(int s, int p, int what) {
        if (level >= MAX_CAPTURES) {
            throw call.error("too many captures");
        }
        captureStart[level] = s;
        captureLength[level] = what;
        level++;
        int result = match(s, p);
        if (result == NONE) {
            level--;
        }
        return result;
    }

    private int endCapture(int s, int p) {
        int open = level - 1;
        while (open >= 0 && captureLength[open] != UNFINISHED) {
            open--;
        }
        if (open < 0) {
            throw call.error("invalid pattern capture");
        }
        captureLength[open] = s - captureStart[open];
        int result = match(s, p);
        if (result == NONE) {
            captureLength[open] = UNFINISHED;
        }
        return result;
    }

    private int matchBackReference(int s, int digit) {
        int capture = digit - '1';
        if (capture < 0 || capture >= level || captureLength[capture] == UNFINISHED) {
            throw call.error("invalid capture index");
        }
        int length = captureLength[capture];
        int from = captureStart[capture];
        // a position capture has a length below zero, which is too long for C's unsigned comparison
        if (length < 0 || source.length - s < length) {
            return NONE;
        }
        for (int i = 0; i < length; i++) {
            if (source[from + i] != source[s + i]) {
                return NONE;
            }
        }
        return s + length;
    }

    private int matchBalance(int start, int p) {
        int open = at(p);
        int close = at(p + 1);
        if (open == 0 || close == 0) {
            throw call.error("unbalanced pattern");
        }
        if (start >= source.length || (source[start] & 0xff) != open) {
            return NONE;
        }
        int nested = 1;
        for (int s = start + 1; s < source.length; s++) {
            int c = source[s] & 0xff;
            if (c == close) {
                if (--nested == 0) {
                    return s + 1;
                }
            } else if (c == open) {
                nested++;
            }
            step();
        }
        return NONE;
    }

    /** The pattern's index behind {@code %f[set]} if the position is such a frontier. */
    private int matchFrontier(int s, int p) {
        if (at(p) != '[') {
            throw call.error("missing '[' after '%f' in pattern");
        }
        int end = classEnd(p);
        int previous = s == 0 ? 0 : source[s - 1] & 0xff;
        int current = s < source.length ? source[s] & 0xff : 0;
        return matchesSet(previous, p, end - 1) || !matchesSet(current, p, end - 1) ? NONE : end;
    }

    /** The index behind the single-character class that starts at p. */
    private int classEnd(int start) {
        int p = start + 1;
        if (at(start) == ESCAPE) {
            if (p >= patternEnd) {
                throw call.error("malformed pattern (ends with '%')");
            }
            return p + 1;
        }
        if (at(start) != '[') {
            return p;
        }
        if (at(p) == '^') {
            p++;
        }
        do { // the first character of a set may be a ]
            if (p >= patternEnd) {
                throw call.error("malformed pattern (missing ']')");
            }
            if (at(p++) == ESCAPE && p < patternEnd) {
                p++;
            }
        } while (at(p) != ']');
        return p + 1;
    }

    private boolean matchesOne(int c, int p, int end) {
        int item = pattern[p] & 0xff;
        return switch (item) {
            case '.' -> true;
            case ESCAPE -> matchesClass(c, pattern[p + 1] & 0xff);
            case '[' -> matchesSet(c, p, end - 1);
            default -> item == c;
        };
    }

    /** Whether the set between {@code [} at p and {@code ]} at end has the character. */
    private boolean matchesSet(int c, int start, int end) {
        int p = start;
        boolean found = true;
        if (at(p + 1) == '^') {
            found = false;
            p++;
        }
        while (++p < end) {
            int item = pattern[p] & 0xff;
            if (item == ESCAPE) {
                p++;
                if (matchesClass(c, at(p))) {
                    return found;
                }
            } else if (at(p + 1) == '-' && p + 2 < end) {
                p += 2;
                if (item <= c && c <= (pattern[p] & 0xff)) {
                    return found;
                }
            } else if (item == c) {
                return found;
            }
        }
        return !found;
    }

    private static boolean matchesClass(int c, int letter) {
        if (!CharClass.isAlpha(letter)) {
            return letter == c;
        }
        boolean is;
        switch (letter | 0x20) {
            case 'a' -> is = CharClass.isAlpha(c);
            case 'c' -> is = CharClass.isControl(c);
            case 'd' -> is = CharClass.isDigit(c);
            case 'l' -> is = CharClass.isLower(c);
            case 'p' -> is = CharClass.isPunctuation(c);
            case 's' -> is = CharClass.isSpace(c);
            case 'u' -> is = CharClass.isUpper(c);
            case 'w' -> is = CharClass.isAlphanumeric(c);
            case 'x' -> is = CharClass.isHexDigit(c);
            case 'z' -> is = c == 0;
            default -> {
                return letter == c;
            }
        }
        return is == CharClass.isLower(letter); // an upper case letter stands for the complement
    }

    @Override
    public String toString() {
        return "PatternMatcher[" + source.length + " B, " + level + " captures]";
    }
}
