package io.miniredis.lua.library;

import java.nio.charset.StandardCharsets;

/** Looks for bytes among bytes (lmemfind in lstrlib.c). */
final class PlainSearch {
    /** So far it looks byte by byte. */
    private static final int NEAR = 64;

    /** And then through at least so many bytes at a time. */
    private static final int WINDOW = 8_192;

    private PlainSearch() {}

    /** Where the wanted bytes stand first, from there on; -1 if nowhere. */
    static int indexOf(byte[] text, byte[] wanted, int from) {
        if (wanted.length == 0) {
            return from;
        }
        int lastNear = Math.min(text.length - wanted.length, from + NEAR);
        for (int at = from; at <= lastNear; at++) {
            if (text[at] == wanted[0] && startsAt(text, wanted, at)) {
                return at;
            }
        }
        return lastNear == text.length - wanted.length ? -1 : indexOfFar(text, wanted, lastNear + 1);
    }

    private static boolean startsAt(byte[] text, byte[] wanted, int at) {
        for (int i = 1; i < wanted.length; i++) {
            if (text[at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * The same for what is not near. The JVM searches a String, which is bytes too while all of them are Latin-1, many
     * times faster than it runs a loop over an array, and that pays for the copy.
     */
    private static int indexOfFar(byte[] text, byte[] wanted, int from) {
        String needle = new String(wanted, StandardCharsets.ISO_8859_1);
        int step = Math.max(WINDOW, wanted.length);
        for (long start = from; start <= text.length - wanted.length; start += step) {
            int at = (int) start;
            int length = (int) Math.min((long) step + wanted.length - 1, text.length - at);
            int found = new String(text, at, length, StandardCharsets.ISO_8859_1).indexOf(needle);
            if (found >= 0) {
                return at + found;
            }
        }
        return -1;
    }
}
