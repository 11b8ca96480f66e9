package io.miniredis.server.config;

import io.miniredis.datastructures.ByteString;
import java.util.OptionalLong;

/**
 * A whole number as C's strtoll reads it when it must use the whole text: blanks and a sign may stand in front, leading
 * zeros too; no text is 0, and what is too large becomes the largest there is.
 */
final class LooseNumber {
    private LooseNumber() {}

    static OptionalLong parse(ByteString text, int radix) {
        int at = 0;
        while (at < text.length() && isBlank(text.byteAt(at))) {
            at++;
        }
        boolean negative = at < text.length() && text.byteAt(at) == '-';
        if (negative || (at < text.length() && text.byteAt(at) == '+')) {
            at++;
        }
        if (at == text.length()) {
            return text.isEmpty() ? OptionalLong.of(0) : OptionalLong.empty();
        }
        long negated = 0;
        for (; at < text.length(); at++) {
            int digit = text.byteAt(at) - '0';
            if (digit < 0 || digit >= radix) {
                return OptionalLong.empty();
            }
            negated = negated < (Long.MIN_VALUE + digit) / radix ? Long.MIN_VALUE : negated * radix - digit;
        }
        if (negative) {
            return OptionalLong.of(negated);
        }
        return OptionalLong.of(negated == Long.MIN_VALUE ? Long.MAX_VALUE : -negated);
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || (b >= '\t' && b <= '\r');
    }
}
