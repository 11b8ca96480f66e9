package io.miniredis.lua.library;

import io.miniredis.lua.Arguments;
import io.miniredis.lua.LuaNumbers;
import io.miniredis.lua.LuaString;
import io.miniredis.lua.number.ByteText;
import io.miniredis.lua.number.FormatSpec;
import io.miniredis.lua.number.Printf;
import org.jspecify.annotations.Nullable;

/**
 * One call of {@code string.format}: C's {@code printf} directives with at most two digits of width and of precision,
 * and {@code %q}.
 */
final class StringFormat {
    private static final String FLAGS = "-+ #0";

    /** A text at least so long is taken whole (even with NUL bytes), if the directive has no precision. */
    private static final int WHOLE_TEXT_BYTES = 100;

    private static final byte[] ESCAPED_RETURN = {'\\', 'r'};
    private static final byte[] ESCAPED_NUL = {'\\', '0', '0', '0'};

    private final Arguments call;
    private final byte[] format;
    private final LuaBuffer out;
    private final ByteText item = new ByteText(32);
    private int at;
    private int argument = 1;

    private StringFormat(Arguments call) {
        this.call = call;
        this.format = call.checkString(1).bytes();
        this.out = new LuaBuffer(call.lua());
    }

    static @Nullable Object format(Arguments a) {
        return new StringFormat(a).run();
    }

    private LuaString run() {
        while (at < format.length) {
            byte c = format[at++];
            if (c != '%') {
                out.append(c);
            } else if (peek() == '%') {
                out.append('%');
                at++;
            } else {
                if (++argument > call.count()) {
                    throw call.badArgument(argument, "no value");
                }
                FormatSpec spec = spec();
                int letter = peek();
                at++;
                directive(spec, letter);
            }
        }
        return out.toLuaString();
    }

    /** The byte read next, 0 behind the end as in C. */
    private int peek() {
        return at < format.length ? format[at] & 0xff : 0;
    }

    private FormatSpec spec() {
        int start = at;
        boolean left = false;
        boolean plus = false;
        boolean space = false;
        boolean alternate = false;
        boolean zero = false;
        for (int c = peek(); c != 0 && FLAGS.indexOf(c) >= 0; c = peek()) {
            left |= c == '-';
            plus |= c == '+';
            space |= c == ' ';
            alternate |= c == '#';
            zero |= c == '0';
            at++;
        }
        if (at - start > FLAGS.length()) {
            throw call.error("invalid format (repeated flags)");
        }
        int width = twoDigits();
        int precision = FormatSpec.NO_PRECISION;
        if (peek() == '.') {
            at++;
            precision = twoDigits();
        }
        if (CharClass.isDigit(peek())) {
            throw call.error("invalid format (width or precision too long)");
        }
        return new FormatSpec(left, plus, space, alternate, zero, width, precision);
    }

    private int twoDigits() {
        int value = 0;
        for (int i = 0; i < 2 && CharClass.isDigit(peek()); i++) {
            value = value * 10 + peek() - '0';
            at++;
        }
        return value;
    }

    private void directive(FormatSpec spec, int letter) {
        item.clear();
        switch (letter) {
            case 'c' -> character(spec);
            case 'd', 'i' -> Printf.signed(item, spec, LuaNumbers.toLong(call.checkNumber(argument)));
            case 'o', 'u', 'x', 'X' ->
                Printf.unsigned(item, spec, (char) letter, LuaNumbers.toUnsignedLong(call.checkNumber(argument)));
            case 'e', 'E', 'f', 'g', 'G' -> Printf.floating(item, spec, (char) letter, call.checkNumber(argument));
            case 'q' -> quoted(call.checkString(argument));
            case 's' -> text(spec);
            default -> throw call.error("invalid option '%" + (letter == 0 ? "" : (char) letter) + "' to 'format'");
        }
        if (item.length() > 0) {
            out.append(item.toBytes());
        }
    }

    /** The formatted item is a C string: a NUL character ends it. */
    private void character(FormatSpec spec) {
        byte[] one = {(byte) LuaNumbers.toInt(call.checkNumber(argument))};
        FormatSpec padding = new FormatSpec(spec.left(), false, false, false, false, spec.width(), 1);
        if (one[0] != 0) {
            Printf.text(item, padding, one, 1);
        } else if (!spec.left()) {
            item.repeat(' ', spec.width() - 1);
        }
    }

    private void text(FormatSpec spec) {
        LuaString text = call.checkString(argument);
        if (spec.precision() == FormatSpec.NO_PRECISION && text.length() >= WHOLE_TEXT_BYTES) {
            out.append(text);
            return;
        }
        byte[] bytes = text.bytes();
        int length = 0;
        while (length < bytes.length && bytes[length] != 0) {
            length++;
        }
        Printf.text(item, spec, bytes, length);
    }

    private void quoted(LuaString text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            byte c = text.byteAt(i);
            switch (c) {
                case '"', '\\', '\n' -> {
                    out.append('\\');
                    out.append(c);
                }
                case '\r' -> out.append(ESCAPED_RETURN);
                case 0 -> out.append(ESCAPED_NUL);
                default -> out.append(c);
            }
        }
        out.append('"');
    }

    @Override
    public String toString() {
        return "StringFormat[" + LuaString.of(format, 0, Math.min(format.length, 100)) + " at " + at + "]";
    }
}
