package io.miniredis.protocol;

import io.miniredis.datastructures.ByteString;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits a line into arguments as a shell would: blanks part them, quotes hold them together. Inline requests and
 * configuration lines are written this way (Redis's sdssplitargs).
 *
 * <p>Within {@code "double quotes"} the escapes are {@code \n \r \t \b \a \xHH}, and a backslash before anything else
 * is that thing; within {@code 'single quotes'} only {@code \'}. A closing quote is followed by a blank or the end.
 * Quotes may open in the middle of an argument: {@code a"b c"} is one argument. A zero byte ends the line.
 */
public final class SplitArgs {
    private final byte[] line;
    private final int to;
    private int at;

    private SplitArgs(byte[] line, int from, int to) {
        this.line = line;
        this.at = from;
        this.to = to;
    }

    /** The arguments in {@code line[from..to)}, none for a blank line; null if quotes are unbalanced. */
    public static @Nullable List<ByteString> split(byte[] line, int from, int to) {
        return new SplitArgs(line, from, to).arguments();
    }

    private @Nullable List<ByteString> arguments() {
        List<ByteString> arguments = new ArrayList<>();
        ByteArrayOutputStream argument = new ByteArrayOutputStream();
        while (true) {
            while (isSpace(peek(0))) {
                at++;
            }
            if (peek(0) == 0) {
                return arguments;
            }
            argument.reset();
            if (!argument(argument)) {
                return null;
            }
            arguments.add(ByteString.wrap(argument.toByteArray()));
        }
    }

    /** False if its quotes are unbalanced. */
    private boolean argument(ByteArrayOutputStream target) {
        while (true) {
            byte next = peek(0);
            switch (next) {
                case 0, ' ', '\n', '\r', '\t' -> {
                    return true;
                }
                case '"' -> {
                    at++;
                    return doubleQuoted(target);
                }
                case '\'' -> {
                    at++;
                    return singleQuoted(target);
                }
                default -> {
                    target.write(next);
                    at++;
                }
            }
        }
    }

    private boolean doubleQuoted(ByteArrayOutputStream target) {
        while (true) {
            byte next = peek(0);
            if (next == 0) {
                return false;
            }
            at++;
            if (next == '"') {
                return endsHere();
            }
            boolean escape = next == '\\' && peek(0) != 0;
            target.write(escape ? escaped() : next);
        }
    }

    /** The byte meant by what follows a backslash. */
    private int escaped() {
        byte next = peek(0);
        if (next == 'x' && hexDigit(peek(1)) >= 0 && hexDigit(peek(2)) >= 0) {
            int value = hexDigit(peek(1)) * 16 + hexDigit(peek(2));
            at += 3;
            return value;
        }
        at++;
        return switch (next) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'a' -> 7;
            default -> next;
        };
    }

    private boolean singleQuoted(ByteArrayOutputStream target) {
        while (true) {
            byte next = peek(0);
            if (next == 0) {
                return false;
            }
            at++;
            if (next == '\'') {
                return endsHere();
            }
            if (next == '\\' && peek(0) == '\'') {
                target.write('\'');
                at++;
            } else {
                target.write(next);
            }
        }
    }

    private boolean endsHere() {
        return peek(0) == 0 || isSpace(peek(0));
    }

    /** The byte so far ahead, 0 from the line's end on. */
    private byte peek(int ahead) {
        return at + ahead < to ? line[at + ahead] : 0;
    }

    private static int hexDigit(byte digit) {
        return digit < 0 ? -1 : Character.digit(digit, 16);
    }

    /** C's isspace. */
    private static boolean isSpace(byte b) {
        return b == ' ' || (b >= '\t' && b <= '\r');
    }
}
