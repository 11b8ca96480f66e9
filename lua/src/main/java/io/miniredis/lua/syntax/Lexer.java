package io.miniredis.lua.syntax;

import io.miniredis.lua.ChunkName;
import io.miniredis.lua.LuaError;
import io.miniredis.lua.LuaNumbers;
import io.miniredis.lua.LuaState;
import io.miniredis.lua.LuaString;
import java.util.Arrays;

/** Splits a chunk into tokens (llex.c): the current one is {@link #kind}, with {@link #text} or {@link #number}. */
final class Lexer {
    private static final int END = -1;

    private final LuaState lua;
    private final byte[] source;
    private final String chunkName;
    private int position;
    private int current;

    /** What was read of the token scanned last, as PUC Lua keeps it: messages show it. */
    private byte[] buffer = new byte[64];

    private int buffered;

    int kind = Token.EOS;
    LuaString text = LuaString.EMPTY;
    double number;
    /** The line being read, from 1. */
    int line = 1;
    /** The line where the token before the current one ended. */
    int lastLine = 1;

    private int aheadKind = Token.EOS;
    private LuaString aheadText = LuaString.EMPTY;
    private double aheadNumber;
    private LuaString scannedText = LuaString.EMPTY;
    private double scannedNumber;

    Lexer(LuaState lua, byte[] source, String chunkName) {
        this.lua = lua;
        this.source = source;
        this.chunkName = chunkName;
        advance();
    }

    private void advance() {
        current = position < source.length ? source[position++] & 0xff : END;
    }

    private void save(int c) {
        if (buffered == buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * buffered);
        }
        buffer[buffered++] = (byte) c;
    }

    private void saveAndAdvance() {
        save(current);
        advance();
    }

    /** Goes on to the next token. */
    void next() {
        lastLine = line;
        if (aheadKind != Token.EOS) {
            kind = aheadKind;
            text = aheadText;
            number = aheadNumber;
            aheadKind = Token.EOS;
        } else {
            kind = scan();
            text = scannedText;
            number = scannedNumber;
        }
    }

    /** The kind of the token after the current one. */
    int peek() {
        aheadKind = scan();
        aheadText = scannedText;
        aheadNumber = scannedNumber;
        return aheadKind;
    }

    // ---- errors

    /** A syntax error at the current token. */
    LuaError error(String message) {
        return error(message, kind);
    }

    /** A syntax error near a token of that kind; a zero byte is one that messages do not show. */
    private LuaError error(String message, int near) {
        if (near == 0) {
            return errorWithoutToken(message);
        }
        boolean shownAsWritten = near == Token.NAME || near == Token.STRING || near == Token.NUMBER;
        return errorWithoutToken(message + " near '" + (shownAsWritten ? bufferText() : Token.text(near)) + "'");
    }

    LuaError errorWithoutToken(String message) {
        return LuaError.of(
                LuaString.of(latin1(ChunkName.show(chunkName, ChunkName.SYNTAX_SIZE) + ":" + line + ": " + message)));
    }

    private static byte[] latin1(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    private String bufferText() {
        int end = 0;
        while (end < buffered && buffer[end] != 0) {
            end++;
        }
        return LuaString.of(buffer, 0, end).text();
    }

    // ---- scanning

    /** Goes past blanks and comments to the next token and reads it; its kind. */
    private int scan() {
        buffered = 0;
        while (true) {
            switch (current) {
                case '\n', '\r' -> newLine();
                case ' ', '\t', '\f', 0x0b -> advance();
                case '-' -> {
                    advance();
                    if (current != '-') {
                        return '-';
                    }
                    comment();
                }
                default -> {
                    return token();
                }
            }
        }
    }

    private int token() {
        return switch (current) {
            case '[' -> bracketOrLongText();
            case '=' -> orEquals('=', Token.EQ);
            case '<' -> orEquals('<', Token.LE);
            case '>' -> orEquals('>', Token.GE);
            case '~' -> orEquals('~', Token.NE);
            case '"', '\'' -> {
                quoted(current);
                yield Token.STRING;
            }
            case '.' -> dots();
            case END -> Token.EOS;
            default -> wordOrSymbol();
        };
    }

    private int bracketOrLongText() {
        int level = separator();
        if (level >= 0) {
            longText(level, true);
            return Token.STRING;
        }
        if (level == -1) {
            return '[';
        }
        throw error("invalid long string delimiter", Token.STRING);
    }

    private int orEquals(int single, int withEquals) {
        advance();
        if (current != '=') {
            return single;
        }
        advance();
        return withEquals;
    }

    private int dots() {
        saveAndAdvance();
        if (current == '.') {
            saveAndAdvance();
            if (current == '.') {
                saveAndAdvance();
                return Token.DOTS;
            }
            return Token.CONCAT;
        }
        if (!isDigit(current)) {
            return '.';
        }
        numeral();
        return Token.NUMBER;
    }

    private int wordOrSymbol() {
        if (isDigit(current)) {
            numeral();
            return Token.NUMBER;
        }
        if (!isWordPart(current)) {
            int symbol = current;
            advance();
            return symbol;
        }
        int from = position - 1;
        do {
            saveAndAdvance();
        } while (isWordPart(current));
        int to = current == END ? source.length : position - 1;
        int word = Token.ofWord(source, from, to);
        if (word == Token.NAME) {
            scannedText = lua.intern(LuaString.of(source, from, to));
        }
        return word;
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isWordPart(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || isDigit(c);
    }

    private void newLine() {
        int first = current;
        advance();
        if ((current == '\n' || current == '\r') && current != first) {
            advance();
        }
        line++;
    }

    private void comment() {
        advance();
        if (current == '[') {
            int level = separator();
            buffered = 0;
            if (level >= 0) {
                longText(level, false);
                buffered = 0;
                return;
            }
        }
        while (current != '\n' && current != '\r' && current != END) {
            advance();
        }
    }

    /** At a bracket: the number of = up to the second bracket, or -1 - that number if there is no second one. */
    private int separator() {
        int bracket = current;
        int count = 0;
        saveAndAdvance();
        while (current == '=') {
            saveAndAdvance();
            count++;
        }
        return current == bracket ? count : -count - 1;
    }

    private void longText(int level, boolean isString) {
        saveAndAdvance();
        if (current == '\n' || current == '\r') {
            newLine();
        }
        while (true) {
            switch (current) {
                case END -> throw error(isString ? "unfinished long string" : "unfinished long comment", Token.EOS);
                case '[' -> {
                    if (separator() == level) {
                        saveAndAdvance();
                        if (level == 0) {
                            throw error("nesting of [[...]] is deprecated", '[');
                        }
                    }
                }
                case ']' -> {
                    if (separator() == level) {
                        saveAndAdvance();
                        if (isString) {
                            scannedText = lua.intern(LuaString.of(buffer, 2 + level, buffered - 2 - level));
                        }
                        return;
                    }
                }
                case '\n', '\r' -> {
                    save('\n');
                    newLine();
                    if (!isString) {
                        buffered = 0;
                    }
                }
                default -> {
                    if (isString) {
                        save(current);
                    }
                    advance();
                }
            }
        }
    }

    private void quoted(int quote) {
        saveAndAdvance();
        while (current != quote) {
            switch (current) {
                case END -> throw error("unfinished string", Token.EOS);
                case '\n', '\r' -> throw error("unfinished string", Token.STRING);
                case '\\' -> escape();
                default -> saveAndAdvance();
            }
        }
        saveAndAdvance();
        scannedText = lua.intern(LuaString.of(buffer, 1, buffered - 1));
    }

    private void escape() {
        advance();
        int plain;
        switch (current) {
            case 'a' -> plain = 7;
            case 'b' -> plain = '\b';
            case 'f' -> plain = '\f';
            case 'n' -> plain = '\n';
            case 'r' -> plain = '\r';
            case 't' -> plain = '\t';
            case 'v' -> plain = 0x0b;
            case '\n', '\r' -> {
                save('\n');
                newLine();
                return;
            }
            case END -> {
                return;
            }
            default -> {
                decimalEscape();
                return;
            }
        }
        save(plain);
        advance();
    }

    private void decimalEscape() {
        if (!isDigit(current)) {
            saveAndAdvance();
            return;
        }
        int value = 0;
        for (int i = 0; i < 3 && isDigit(current); i++) {
            value = 10 * value + current - '0';
            advance();
        }
        if (value > 255) {
            throw error("escape sequence too large", Token.STRING);
        }
        save(value);
    }

    private void numeral() {
        int integer = 0;
        boolean isShortInteger = buffered == 0;
        do {
            integer = 10 * integer + current - '0';
            isShortInteger &= current != '.' && buffered < 9;
            saveAndAdvance();
        } while (isDigit(current) || current == '.');
        if (isShortInteger && !isWordPart(current)) {
            scannedNumber = integer;
            return;
        }
        if (current == 'e' || current == 'E') {
            saveAndAdvance();
            if (current == '+' || current == '-') {
                saveAndAdvance();
            }
        }
        while (isWordPart(current)) {
            saveAndAdvance();
        }
        Double parsed = LuaNumbers.parse(LuaString.of(buffer, 0, buffered));
        if (parsed == null) {
            throw error("malformed number", Token.NUMBER);
        }
        scannedNumber = parsed;
    }
}
