package io.miniredis.datastructures;

/** What C's {@code strtod} takes for a number, if all of the text must be one and no blank may stand in front. */
final class FloatSyntax {
    enum Kind {
        /** Not a number, or "nan", which Redis does not take for one. */
        NONE,
        DECIMAL,
        /** With 0x in front; a binary exponent after p is optional, unlike in Java. */
        HEXADECIMAL,
        /** "inf" or "infinity" in any case. */
        INFINITE
    }

    private FloatSyntax() {}

    static Kind kindOf(byte[] bytes) {
        int start = isSigned(bytes) ? 1 : 0;
        int length = bytes.length - start;
        if (length <= 0) {
            return Kind.NONE;
        }
        if (Ascii.lower(bytes[start]) == 'i') {
            return isWord(bytes, start, "inf") || isWord(bytes, start, "infinity") ? Kind.INFINITE : Kind.NONE;
        }
        if (length > 2 && bytes[start] == '0' && Ascii.lower(bytes[start + 1]) == 'x') {
            return isNumber(bytes, start + 2, 16) ? Kind.HEXADECIMAL : Kind.NONE;
        }
        return isNumber(bytes, start, 10) ? Kind.DECIMAL : Kind.NONE;
    }

    static boolean isSigned(byte[] bytes) {
        return bytes.length > 0 && (bytes[0] == '-' || bytes[0] == '+');
    }

    /** True if a digit before the exponent is not zero. */
    static boolean hasSignificantDigit(byte[] bytes, int radix) {
        int start = (isSigned(bytes) ? 1 : 0) + (radix == 16 ? 2 : 0);
        for (int i = start; i < bytes.length && Ascii.lower(bytes[i]) != exponentLetter(radix); i++) {
            if (bytes[i] != '0' && bytes[i] != '.') {
                return true;
            }
        }
        return false;
    }

    static char exponentLetter(int radix) {
        return radix == 16 ? 'p' : 'e';
    }

    private static boolean isWord(byte[] bytes, int start, String lower) {
        if (bytes.length - start != lower.length()) {
            return false;
        }
        for (int i = 0; i < lower.length(); i++) {
            if (Ascii.lower(bytes[start + i]) != lower.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Digits with at most one point among them, then perhaps an exponent, up to the end. */
    private static boolean isNumber(byte[] bytes, int start, int radix) {
        int at = start;
        int digits = 0;
        int points = 0;
        while (at < bytes.length && (isDigit(bytes[at], radix) || bytes[at] == '.')) {
            if (bytes[at++] == '.') {
                points++;
            } else {
                digits++;
            }
        }
        return digits > 0 && points <= 1 && (at == bytes.length || isExponent(bytes, at, radix));
    }

    private static boolean isExponent(byte[] bytes, int start, int radix) {
        if (Ascii.lower(bytes[start]) != exponentLetter(radix)) {
            return false;
        }
        int first = start + 1;
        if (first < bytes.length && (bytes[first] == '-' || bytes[first] == '+')) {
            first++;
        }
        for (int at = first; at < bytes.length; at++) {
            if (!isDigit(bytes[at], 10)) {
                return false;
            }
        }
        return first < bytes.length;
    }

    private static boolean isDigit(byte b, int radix) {
        return (b >= '0' && b <= '9') || (radix == 16 && Ascii.lower(b) >= 'a' && Ascii.lower(b) <= 'f');
    }
}
