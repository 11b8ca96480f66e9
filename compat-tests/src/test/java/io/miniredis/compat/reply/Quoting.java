package io.miniredis.compat.reply;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * redis-cli's quoting (sdssplitargs in Redis's sds.c): words are separated by white space, {@code "…"} knows the
 * escapes {@code \n \r \t \b \a \xHH} and {@code \}any, {@code '…'} only {@code \'}. A closing quote ends the word.
 */
public final class Quoting {
    private Quoting() {}

    /** The words of a line, or null if its quotes do not match. */
    public static @Nullable List<String> split(String line) {
        List<String> words = new ArrayList<>();
        int at = 0;
        while (true) {
            while (at < line.length() && isSpace(line.charAt(at))) {
                at++;
            }
            if (at == line.length()) {
                return words;
            }
            int end = endOfWord(line, at);
            if (end < 0) {
                return null;
            }
            words.add(unquoteWord(line.substring(at, end)));
            at = end;
        }
    }

    private static int endOfWord(String line, int from) {
        int at = from;
        while (at < line.length() && !isSpace(line.charAt(at))) {
            char c = line.charAt(at);
            if (c == '"' || c == '\'') {
                int end = endOfQuoted(line, at);
                return end < 0 || (end < line.length() && !isSpace(line.charAt(end))) ? -1 : end;
            }
            at++;
        }
        return at;
    }

    /** The offset after the quoted text that begins at {@code from}, or -1 if it does not end. */
    static int endOfQuoted(String line, int from) {
        char quote = line.charAt(from);
        int at = from + 1;
        while (at < line.length()) {
            char c = line.charAt(at);
            if (c == quote) {
                return at + 1;
            }
            boolean escape = c == '\\' && (quote == '"' || line.startsWith("\\'", at));
            at += escape ? 2 : 1;
        }
        return -1;
    }

    private static String unquoteWord(String word) {
        int quote = 0;
        while (quote < word.length() && word.charAt(quote) != '"' && word.charAt(quote) != '\'') {
            quote++;
        }
        return quote == word.length() ? word : word.substring(0, quote) + unquote(word.substring(quote));
    }

    /** What stands between the quotes of a quoted text, its escapes resolved. */
    static String unquote(String quoted) {
        String inner = quoted.substring(1, quoted.length() - 1);
        if (quoted.charAt(0) == '\'') {
            return inner.replace("\\'", "'");
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < inner.length(); i++) {
            char c = inner.charAt(i);
            if (c != '\\') {
                out.append(c);
            } else if (isHexEscape(inner, i)) {
                out.append((char) Integer.parseInt(inner, i + 2, i + 4, 16));
                i += 3;
            } else {
                i++;
                out.append(escaped(inner.charAt(i)));
            }
        }
        return out.toString();
    }

    private static boolean isHexEscape(String text, int at) {
        return text.startsWith("\\x", at)
                && at + 3 < text.length()
                && Character.digit(text.charAt(at + 2), 16) >= 0
                && Character.digit(text.charAt(at + 3), 16) >= 0;
    }

    private static char escaped(char c) {
        return switch (c) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'a' -> 7;
            default -> c;
        };
    }

    /** Words as a line that {@link #split} takes apart again: those are quoted that need it. */
    public static String line(List<String> words) {
        StringBuilder out = new StringBuilder();
        for (String word : words) {
            boolean isPlain = word.matches("[!-~&&[^\"'\\\\]]+");
            out.append(out.isEmpty() ? "" : " ").append(isPlain ? word : quote(word));
        }
        return out.toString();
    }

    /** The text in double quotes, whatever is not printable ASCII escaped. */
    public static String quote(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            appendEscaped(out, text.charAt(i));
        }
        return out.append('"').toString();
    }

    private static void appendEscaped(StringBuilder out, char c) {
        switch (c) {
            case '"', '\\' -> out.append('\\').append(c);
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (c >= ' ' && c < 0x7f) {
                    out.append(c);
                } else {
                    out.append("\\x").append(Character.forDigit(c >> 4 & 15, 16));
                    out.append(Character.forDigit(c & 15, 16));
                }
            }
        }
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }
}
