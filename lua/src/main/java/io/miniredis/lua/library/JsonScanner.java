package io.miniredis.lua.library;

import io.miniredis.lua.LuaString;
import io.miniredis.lua.number.ByteText;
import io.miniredis.lua.number.NumberParser;
import org.jspecify.annotations.Nullable;

/**
 * Reads the tokens of a JSON text as lua-cjson does. A NUL byte ends the text; bytes of 0x80 and above pass unchecked.
 */
final class JsonScanner {
    private static final int QUICK_DIGITS = 15;
    private static final int ESCAPE_BYTES = 6;

    /** How many short strings are kept (a power of two), and how long they may be, bytes. */
    private static final int RECENT = 64;

    private static final int RECENT_BYTES = 24;
    private static final int SURROGATE_BITS = 10;
    private static final int LOW_BITS = 0x3ff;

    private final byte[] text;
    private final boolean invalidNumbersAllowed;
    private final ByteText unescaped = new ByteText(32);
    private final @Nullable LuaString[] recent = new @Nullable LuaString[RECENT];
    private int at;
    private JsonToken token = JsonToken.END;
    private int tokenStart;
    private LuaString string = LuaString.EMPTY;
    private double number;
    private String error = "";

    JsonScanner(byte[] text, boolean invalidNumbersAllowed) {
        this.text = text;
        this.invalidNumbersAllowed = invalidNumbersAllowed;
    }

    JsonToken token() {
        return token;
    }

    /** Where the token starts, or where it went wrong. */
    int tokenStart() {
        return tokenStart;
    }

    /** Behind the token. */
    int position() {
        return at;
    }

    LuaString string() {
        return string;
    }

    double number() {
        return number;
    }

    /** The token as an error shows it. */
    String found() {
        return token == JsonToken.ERROR ? error : token.shownName();
    }

    void next() {
        int c = peek(0);
        while (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            at++;
            c = peek(0);
        }
        tokenStart = at;
        switch (c) {
            case '{' -> single(JsonToken.OBJECT_BEGIN);
            case '}' -> single(JsonToken.OBJECT_END);
            case '[' -> single(JsonToken.ARRAY_BEGIN);
            case ']' -> single(JsonToken.ARRAY_END);
            case ',' -> single(JsonToken.COMMA);
            case ':' -> single(JsonToken.COLON);
            case 0 -> token = JsonToken.END;
            case '"' -> string(at + 1);
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number(c);
            case 't', 'f', 'n', 'N', 'i', 'I', '+' -> word();
            default -> fail("invalid token");
        }
    }

    private void single(JsonToken which) {
        token = which;
        at++;
    }

    private void fail(String what) {
        token = JsonToken.ERROR;
        tokenStart = at;
        error = what;
    }

    private void word() {
        if (startsWith("true")) {
            token = JsonToken.TRUE;
            at += 4;
        } else if (startsWith("false")) {
            token = JsonToken.FALSE;
            at += 5;
        } else if (startsWith("null")) {
            token = JsonToken.NULL;
            at += 4;
        } else if (invalidNumbersAllowed && isInvalidNumber()) {
            parseNumber();
        } else {
            fail("invalid token");
        }
    }

    private void number(int first) {
        if (first != '-' && quickInteger()) {
            return;
        }
        if (!invalidNumbersAllowed && isInvalidNumber()) {
            fail("invalid number");
        } else {
            parseNumber();
        }
    }

    /** Reads a short integer without a leading zero, by far the most frequent number. */
    private boolean quickInteger() {
        long value = 0;
        int i = 0;
        while (i < QUICK_DIGITS && CharClass.isDigit(peek(i))) {
            value = value * 10 + peek(i) - '0';
            i++;
        }
        int after = peek(i);
        if (after == '.' || CharClass.isAlphanumeric(after) || (i > 1 && peek(0) == '0')) {
            return false;
        }
        at += i;
        token = JsonToken.NUMBER;
        number = value;
        return true;
    }

    private void parseNumber() {
        NumberParser parser = new NumberParser(text, at, text.length);
        double value = parser.next();
        if (NumberParser.failed(value)) {
            fail("invalid number");
            return;
        }
        token = JsonToken.NUMBER;
        number = value;
        at = parser.position();
    }

    /**
     * Whether this starts a number that C reads but JSON does not know: signed by plus, hexadecimal, led by zeros, inf,
     * nan.
     */
    private boolean isInvalidNumber() {
        int first = peek(0);
        if (first == '+') {
            return true;
        }
        int offset = first == '-' ? 1 : 0;
        int c = peek(offset);
        if (c == '0') {
            int second = peek(offset + 1);
            return (second | 0x20) == 'x' || CharClass.isDigit(second);
        }
        return c > '9' && c < 0x80 && (startsWithIgnoringCase("inf", offset) || startsWithIgnoringCase("nan", offset));
    }

    private void string(int from) {
        at = from;
        int c = peek(0);
        while (c != '"' && c != '\\' && c != 0) {
            at++;
            c = peek(0);
        }
        if (c == '"') {
            string = plain(from, at);
            token = JsonToken.STRING;
            at++;
            return;
        }
        unescaped.clear();
        unescaped.append(text, from, at - from);
        stringWithEscapes();
    }

    /**
     * A string as it stands in the text. Short ones, mostly names of fields, come again and again: the last are kept
     * with their hash.
     */
    private LuaString plain(int from, int to) {
        int length = to - from;
        if (length == 0 || length > RECENT_BYTES) {
            return LuaString.of(text, from, to);
        }
        int place = (length * 31 + text[from] * 7 + text[to - 1]) & (RECENT - 1);
        LuaString last = recent[place];
        if (last != null && last.length() == length && last.startsAt(text, from)) {
            return last;
        }
        LuaString fresh = LuaString.of(text, from, to);
        recent[place] = fresh;
        return fresh;
    }

    private void stringWithEscapes() {
        int c;
        while ((c = peek(0)) != '"') {
            if (c == 0) {
                fail("unexpected end of string");
                return;
            }
            if (c != '\\') {
                unescaped.append(c);
                at++;
                continue;
            }
            int escaped = peek(1);
            if (escaped == 'u') {
                if (!unicodeEscape()) {
                    fail("invalid unicode escape code");
                    return;
                }
                continue;
            }
            int plain = escapedCharacter(escaped);
            if (plain == 0) {
                fail("invalid escape code");
                return;
            }
            unescaped.append(plain);
            at += 2;
        }
        at++;
        string = LuaString.of(unescaped.toBytes());
        token = JsonToken.STRING;
    }

    private static int escapedCharacter(int c) {
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'f' -> '\f';
            case 'r' -> '\r';
            default -> 0;
        };
    }

    /** Appends the character of {@code \\uXXXX}, or of two of them that are a surrogate pair, in UTF-8. */
    private boolean unicodeEscape() {
        int code = hexQuad(2);
        int length = ESCAPE_BYTES;
        if ((code & 0xf800) == 0xd800 && code >= 0) {
            int low = peek(length) == '\\' && peek(length + 1) == 'u' ? hexQuad(length + 2) : -1;
            if ((code & 0x400) != 0 || low < 0 || (low & 0xfc00) != 0xdc00) {
                return false;
            }
            code = (((code & LOW_BITS) << SURROGATE_BITS) | (low & LOW_BITS)) + 0x10000;
            length += ESCAPE_BYTES;
        }
        if (code < 0) {
            return false;
        }
        appendUtf8(code);
        at += length;
        return true;
    }

    private void appendUtf8(int code) {
        if (code <= 0x7f) {
            unescaped.append(code);
            return;
        }
        if (code <= 0x7ff) {
            unescaped.append(0xc0 | (code >> 6));
        } else {
            if (code <= 0xffff) {
                unescaped.append(0xe0 | (code >> 12));
            } else {
                unescaped.append(0xf0 | (code >> 18));
                unescaped.append(0x80 | ((code >> 12) & 0x3f));
            }
            unescaped.append(0x80 | ((code >> 6) & 0x3f));
        }
        unescaped.append(0x80 | (code & 0x3f));
    }

    /** Four hexadecimal digits as a number, -1 if they are none. */
    private int hexQuad(int offset) {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int c = peek(offset + i);
            if (!CharClass.isHexDigit(c)) {
                return -1;
            }
            value = (value << 4) | (CharClass.isDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
        }
        return value;
    }

    private boolean startsWith(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (peek(i) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean startsWithIgnoringCase(String lower, int offset) {
        for (int i = 0; i < lower.length(); i++) {
            if (CharClass.toLower(peek(offset + i)) != lower.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private int peek(int offset) {
        int index = at + offset;
        return index < text.length ? text[index] & 0xff : 0;
    }

    @Override
    public String toString() {
        return "JsonScanner[" + found() + " at " + at + " of " + text.length + "]";
    }
}
