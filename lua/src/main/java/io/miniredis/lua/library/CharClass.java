package io.miniredis.lua.library;

/** C's {@code ctype.h} in the "C" locale, for bytes 0 to 255. */
final class CharClass {
    private CharClass() {}

    static boolean isAlpha(int c) {
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'z';
    }

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    static boolean isAlphanumeric(int c) {
        return isAlpha(c) || isDigit(c);
    }

    static boolean isLower(int c) {
        return c >= 'a' && c <= 'z';
    }

    static boolean isUpper(int c) {
        return c >= 'A' && c <= 'Z';
    }

    static boolean isControl(int c) {
        return c < ' ' || c == 0x7f;
    }

    static boolean isPunctuation(int c) {
        return c > ' ' && c < 0x7f && !isAlphanumeric(c);
    }

    static boolean isSpace(int c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    static boolean isHexDigit(int c) {
        int lower = c | 0x20;
        return isDigit(c) || (lower >= 'a' && lower <= 'f');
    }

    static int toLower(int c) {
        return isUpper(c) ? c + 0x20 : c;
    }

    static int toUpper(int c) {
        return isLower(c) ? c - 0x20 : c;
    }
}
