package io.miniredis.replication.sentinel;

/** Numbers as C's atoi and strtoll read them: as far as there are digits, 0 if there are none. */
final class LeadingNumber {
    private LeadingNumber() {}

    static long of(String text) {
        int at = 0;
        while (at < text.length() && text.charAt(at) <= ' ') {
            at++;
        }
        boolean negative = at < text.length() && text.charAt(at) == '-';
        if (at < text.length() && (negative || text.charAt(at) == '+')) {
            at++;
        }
        long number = 0;
        for (; at < text.length() && Character.digit(text.charAt(at), 10) >= 0; at++) {
            number = number * 10 + Character.digit(text.charAt(at), 10);
        }
        return negative ? -number : number;
    }

    static int intOf(String text) {
        return (int) of(text);
    }
}
