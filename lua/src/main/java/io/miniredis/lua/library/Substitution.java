package io.miniredis.lua.library;

import io.miniredis.lua.Arguments;
import io.miniredis.lua.LuaFunction;
import io.miniredis.lua.LuaNumbers;
import io.miniredis.lua.LuaState;
import io.miniredis.lua.LuaString;
import io.miniredis.lua.LuaTable;
import io.miniredis.lua.LuaType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One run of {@code string.gsub}. */
final class Substitution {
    private static final int ESCAPE = '%';

    private final Arguments call;
    private final byte[] source;
    private final PatternMatcher matcher;
    private final @Nullable Object replacement;
    private final LuaBuffer out;

    /** The replacement is a string, a table or a function. */
    Substitution(Arguments call, byte[] source, PatternMatcher matcher, @Nullable Object replacement) {
        this.call = call;
        this.source = source;
        this.matcher = matcher;
        this.replacement = replacement;
        this.out = new LuaBuffer(call.lua());
    }

    /** Replaces up to {@code max} matches; returns how many it was. */
    int run(int max) {
        boolean anchored = matcher.anchored();
        int count = 0;
        int at = 0;
        while (count < max) {
            boolean matched = matcher.matches(at);
            int end = matcher.end();
            if (matched) {
                count++;
                replace(at, end);
            }
            if (matched && end > at) {
                at = end;
            } else if (at < source.length) {
                out.append(source[at++]);
            } else {
                break;
            }
            if (anchored) {
                break;
            }
        }
        out.append(source, at, source.length - at);
        return count;
    }

    LuaString result() {
        return out.toLuaString();
    }

    private void replace(int start, int end) {
        if (replacement instanceof LuaString text) {
            expand(text, start, end);
            return;
        }
        Object value = replacement instanceof LuaTable table
                ? call.lua().index(table, matcher.capture(0, start, end))
                : callReplacement(start, end);
        if (!LuaType.isTrue(value)) {
            out.append(source, start, end - start);
            return;
        }
        LuaString text = LuaNumbers.asString(value);
        if (text == null) {
            throw call.error("invalid replacement value (a " + LuaType.nameOf(value) + ")");
        }
        out.append(text);
    }

    private @Nullable Object callReplacement(int start, int end) {
        LuaFunction function = (LuaFunction) Objects.requireNonNull(replacement);
        int captures = matcher.captures();
        if (captures <= 1) {
            return call.lua().call(function, matcher.capture(0, start, end));
        }
        @Nullable Object[] arguments = new @Nullable Object[captures];
        for (int i = 0; i < captures; i++) {
            arguments[i] = matcher.capture(i, start, end);
        }
        return LuaState.first(call.lua().callAll(function, arguments));
    }

    /** Writes the replacement text, in which {@code %0} is the match, {@code %1} to {@code %9} are captures. */
    private void expand(LuaString text, int start, int end) {
        int length = text.length();
        int i = 0;
        while (i < length) {
            int c = text.byteAt(i++);
            if (c != ESCAPE) {
                out.append(c);
                continue;
            }
            int escaped = i < length ? text.byteAt(i) : 0; // behind the last byte C reads the NUL there
            i++;
            if (!CharClass.isDigit(escaped)) {
                out.append(escaped);
            } else if (escaped == '0') {
                out.append(source, start, end - start);
            } else {
                Object value = matcher.capture(escaped - '1', start, end);
                out.append(Objects.requireNonNull(LuaNumbers.asString(value)));
            }
        }
    }

    @Override
    public String toString() {
        return "Substitution[" + matcher + " -> " + out + "]";
    }
}
