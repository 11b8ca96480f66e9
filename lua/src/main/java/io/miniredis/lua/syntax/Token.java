package io.miniredis.lua.syntax;

import java.nio.charset.StandardCharsets;

/**
 * Kinds of tokens: a single character is its own kind, all others are numbered from 257 in PUC Lua's order (llex.h).
 */
final class Token {
    static final int AND = 257;
    static final int BREAK = 258;
    static final int DO = 259;
    static final int ELSE = 260;
    static final int ELSEIF = 261;
    static final int END = 262;
    static final int FALSE = 263;
    static final int FOR = 264;
    static final int FUNCTION = 265;
    static final int IF = 266;
    static final int IN = 267;
    static final int LOCAL = 268;
    static final int NIL = 269;
    static final int NOT = 270;
    static final int OR = 271;
    static final int REPEAT = 272;
    static final int RETURN = 273;
    static final int THEN = 274;
    static final int TRUE = 275;
    static final int UNTIL = 276;
    static final int WHILE = 277;
    static final int CONCAT = 278;
    static final int DOTS = 279;
    static final int EQ = 280;
    static final int GE = 281;
    static final int LE = 282;
    static final int NE = 283;
    static final int NUMBER = 284;
    static final int NAME = 285;
    static final int STRING = 286;
    static final int EOS = 287;

    private static final String[] TEXTS = {
        "and",
        "break",
        "do",
        "else",
        "elseif",
        "end",
        "false",
        "for",
        "function",
        "if",
        "in",
        "local",
        "nil",
        "not",
        "or",
        "repeat",
        "return",
        "then",
        "true",
        "until",
        "while",
        "..",
        "...",
        "==",
        ">=",
        "<=",
        "~=",
        "<number>",
        "<name>",
        "<string>",
        "<eof>"
    };

    private static final byte[][] RESERVED = reserved();

    private Token() {}

    private static byte[][] reserved() {
        byte[][] words = new byte[WHILE - AND + 1][];
        for (int i = 0; i < words.length; i++) {
            words[i] = TEXTS[i].getBytes(StandardCharsets.US_ASCII);
        }
        return words;
    }

    /** How messages show a kind of token. */
    static String text(int kind) {
        if (kind >= AND) {
            return TEXTS[kind - AND];
        }
        return kind < ' ' || kind == 127 ? "char(" + kind + ")" : String.valueOf((char) kind);
    }

    /** The kind of a word: a reserved one's, or NAME. */
    static int ofWord(byte[] text, int from, int to) {
        int length = to - from;
        if (length < 2 || length > 8) {
            return NAME;
        }
        for (int i = 0; i < RESERVED.length; i++) {
            byte[] word = RESERVED[i];
            if (word.length == length
                    && word[0] == text[from]
                    && word[1] == text[from + 1]
                    && java.util.Arrays.equals(word, 0, length, text, from, to)) {
                return AND + i;
            }
        }
        return NAME;
    }
}
