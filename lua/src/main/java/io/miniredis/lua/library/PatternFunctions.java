package io.miniredis.lua.library;

import io.miniredis.lua.Arguments;
import io.miniredis.lua.JavaFunction;
import io.miniredis.lua.LuaFunction;
import io.miniredis.lua.LuaString;
import io.miniredis.lua.LuaTable;
import io.miniredis.lua.LuaType;
import org.jspecify.annotations.Nullable;

/** {@code string.find}, {@code match}, {@code gmatch} and {@code gsub} around the {@link PatternMatcher}. */
final class PatternFunctions {
    private static final String SPECIALS = "^$*+?.([%-";

    private PatternFunctions() {}

    static @Nullable Object find(Arguments a) {
        LuaString source = a.checkString(1);
        LuaString pattern = a.checkString(2);
        int from = startIndex(a, source.length());
        if (LuaType.isTrue(a.get(4)) || !hasSpecials(pattern)) {
            int at = PlainSearch.indexOf(source.bytes(), pattern.bytes(), from);
            return at < 0 ? null : a.results(at + 1.0, (double) (at + pattern.length()));
        }
        PatternMatcher matcher = new PatternMatcher(source.bytes(), pattern.bytes(), a);
        int start = search(matcher, source.length(), from);
        if (start < 0) {
            return null;
        }
        @Nullable Object[] results = new @Nullable Object[2 + matcher.captures()];
        results[0] = start + 1.0;
        results[1] = (double) matcher.end();
        for (int i = 0; i < matcher.captures(); i++) {
            results[i + 2] = matcher.capture(i, start, matcher.end());
        }
        return results;
    }

    static @Nullable Object match(Arguments a) {
        LuaString source = a.checkString(1);
        LuaString pattern = a.checkString(2);
        int from = startIndex(a, source.length());
        PatternMatcher matcher = new PatternMatcher(source.bytes(), pattern.bytes(), a);
        int start = search(matcher, source.length(), from);
        return start < 0 ? null : captures(matcher, start);
    }

    /** The first position from which the pattern matches, or -1. */
    private static int search(PatternMatcher matcher, int length, int from) {
        boolean anchored = matcher.anchored();
        for (int at = from; at <= length; at++) {
            if (matcher.matches(at)) {
                return at;
            }
            if (anchored) {
                return -1;
            }
        }
        return -1;
    }

    /** All captures as results of a call; the whole match if there are none. */
    private static @Nullable Object captures(PatternMatcher matcher, int start) {
        int count = Math.max(1, matcher.captures());
        if (count == 1) {
            return matcher.capture(0, start, matcher.end());
        }
        return captureArray(matcher, start, count);
    }

    private static @Nullable Object[] captureArray(PatternMatcher matcher, int start, int count) {
        @Nullable Object[] values = new @Nullable Object[count];
        for (int i = 0; i < count; i++) {
            values[i] = matcher.capture(i, start, matcher.end());
        }
        return values;
    }

    /** The third argument as an index into the source, 0 to its length. */
    private static int startIndex(Arguments a, int length) {
        if (a.isNoneOrNil(3)) {
            return 0;
        }
        long position = a.checkLong(3);
        if (position < 0) {
            position += length + 1L;
        }
        return (int) Math.max(0, Math.min(position - 1, length));
    }

    private static boolean hasSpecials(LuaString pattern) {
        for (int i = 0; i < pattern.length(); i++) {
            byte c = pattern.byteAt(i);
            if (c == 0) {
                return false; // C looks no further
            }
            if (SPECIALS.indexOf(c) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** An iterator; {@code ^} is an ordinary character in its pattern. */
    static @Nullable Object gmatch(Arguments a) {
        LuaString source = a.checkString(1);
        LuaString pattern = a.checkString(2);
        return new JavaFunction("gmatch", new Matches(source, pattern, a));
    }

    /** The state of one {@code gmatch} loop. */
    private static final class Matches implements JavaFunction.Body {
        private final int length;
        private final PatternMatcher matcher;
        private int next;

        Matches(LuaString source, LuaString pattern, Arguments a) {
            this.length = source.length();
            this.matcher = new PatternMatcher(source.bytes(), pattern.bytes(), a);
            matcher.anchorIsOrdinary();
        }

        @Override
        public @Nullable Object call(Arguments a) {
            matcher.callIs(a);
            for (int at = next; at <= length; at++) {
                if (matcher.matches(at)) {
                    next = matcher.end() == at ? at + 1 : matcher.end();
                    return captures(matcher, at);
                }
            }
            return a.results();
        }
    }

    static @Nullable Object gsub(Arguments a) {
        LuaString source = a.checkString(1);
        LuaString pattern = a.checkString(2);
        int max = a.optInt(4, source.length() + 1);
        Object replacement = a.get(3);
        if (!(replacement instanceof LuaFunction || replacement instanceof LuaTable)) {
            if (!(replacement instanceof LuaString || replacement instanceof Double)) {
                throw a.badArgument(3, "string/function/table expected");
            }
            replacement = a.checkString(3);
        }
        PatternMatcher matcher = new PatternMatcher(source.bytes(), pattern.bytes(), a);
        Substitution substitution = new Substitution(a, source.bytes(), matcher, replacement);
        int count = substitution.run(max);
        LuaString result = count == 0 ? source : substitution.result();
        return a.results(result, (double) count);
    }
}
