package io.miniredis.datastructures;

import java.nio.charset.StandardCharsets;

/**
 * Bytes as ASCII text: comparison without regard to case, and the quoted form in which bytes are shown to people.
 *
 * <p>Only A-Z and a-z are letters here, whatever the locale; bytes above 127 are nobody's upper case.
 */
public final class Ascii {
    private static final int SHORTEST_CUT = 3;

    private Ascii() {}

    /** The byte itself, or the small letter of A-Z. */
    public static byte lower(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + ('a' - 'A')) : b;
    }

    /** The byte itself, or the capital letter of a-z. */
    public static byte upper(byte b) {
        return b >= 'a' && b <= 'z' ? (byte) (b - ('a' - 'A')) : b;
    }

    /** True if the bytes spell this word in any mixture of cases. {@code lower} is in lower case. */
    public static boolean equalsIgnoreCase(byte[] bytes, String lower) {
        int length = bytes.length;
        if (length != lower.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (lower(bytes[i]) != lower.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    public static boolean equalsIgnoreCase(byte[] one, byte[] other) {
        if (one.length != other.length) {
            return false;
        }
        for (int i = 0; i < one.length; i++) {
            if (lower(one[i]) != lower(other[i])) {
                return false;
            }
        }
        return true;
    }

    /** A new array with A-Z turned into small letters. */
    public static byte[] toLowerCase(byte[] bytes) {
        byte[] result = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            result[i] = lower(bytes[i]);
        }
        return result;
    }

    /** The bytes of a text of characters up to 255, one byte each. */
    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The text of one character (0 to 255) for each byte. */
    public static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** The bytes in double quotes, whatever their number, as {@link #quote(byte[], int)} writes them. */
    public static String quote(byte[] bytes) {
        return quote(bytes, Integer.MAX_VALUE);
    }

    /**
     * The bytes in double quotes, as redis-cli shows them and as Redis's {@code sdscatrepr} writes them: {@code \n \r
     * \t \a \b \" \\} and {@code \xHH} for what cannot be printed.
     *
     * @param max the length in characters that the result, quotes included, must not exceed (at least 3); when it
     *     would, the text ends in {@code …"}. Bytes never contain that character, so it cannot be mistaken for data.
     */
    public static String quote(byte[] bytes, int max) {
        if (max < SHORTEST_CUT) {
            throw new IllegalArgumentException("no room to quote in " + max + " characters");
        }
        StringBuilder out = new StringBuilder(Math.min(bytes.length, Math.min(max, 1 << 20)) + 2).append('"');
        int lastCut = 1;
        for (byte b : bytes) {
            appendQuoted(out, b);
            if (out.length() + 1 > max) {
                out.setLength(lastCut);
                return out.append("…\"").toString();
            }
            if (out.length() + 2 <= max) {
                lastCut = out.length();
            }
        }
        return out.append('"').toString();
    }

    private static void appendQuoted(StringBuilder out, byte b) {
        switch (b) {
            case '\\', '"' -> out.append('\\').append((char) b);
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case 7 -> out.append("\\a");
            case '\b' -> out.append("\\b");
            default -> {
                if (b >= ' ' && b <= '~') {
                    out.append((char) b);
                } else {
                    out.append("\\x")
                            .append(Character.forDigit((b >> 4) & 15, 16))
                            .append(Character.forDigit(b & 15, 16));
                }
            }
        }
    }
}
